import { describe, expect, it } from 'vitest'
import type { ActivityEntry } from '@/lib/contract/activity'
import type { Host } from '@/lib/contract/hosts'
import { activityTexts } from '@/lib/texts/activity'
import { undoOf, undosOf } from './undo'

const t = activityTexts.en.undo
const entry = (part: Partial<ActivityEntry>): ActivityEntry => ({
  id: 1,
  at: '2026-11-24T10:00:00Z',
  actor: 'admin',
  action: 'container.stop',
  target: 'kiel/web',
  result: 'ok',
  message: '',
  durationMs: 12,
  details: { containerId: 'c1' },
  ...part,
})
const state = (availability: string, zone: string) => ({ name: 'kiel', availability, labels: { zone } })
const host = (availability: Host['availability'], zone: string) =>
  ({ id: 'h1', name: 'kiel', availability, labels: { console: { zone } } }) as unknown as Host

describe('undo', () => {
  it('is the opposite act on the same thing', () => {
    expect(undoOf(entry({}), [], t)).toEqual({
      words: 'Start kiel/web',
      call: { method: 'POST', path: '/containers/c1/actions', body: { action: 'start' } },
    })
    const joined = entry({
      action: 'network.connect',
      target: 'front web',
      details: { networkId: 'n1', containerId: 'c1' },
    })
    expect(undoOf(joined, [], t)).toMatchObject({ call: { path: '/networks/n1/disconnect' } })
    const moved = entry({ action: 'container.move', target: 'web', details: { moveId: 'm1', canUndo: true } })
    expect(undoOf(moved, [], t)).toMatchObject({ words: 'Move web back', call: { path: '/moves/m1/undo' } })
    expect(undoOf({ ...moved, details: { moveId: 'm1', canUndo: false } }, [], t)).toBeNull()
  })

  it('is not offered for what cannot come back or did not happen', () => {
    expect(undoOf(entry({ action: 'volume.remove' }), [], t)).toBeNull()
    expect(undoOf(entry({ result: 'failed' }), [], t)).toBeNull()
    expect(undoOf(entry({ details: null }), [], t)).toBeNull()
  })

  it('gives a host what it had, unless somebody changed it since', () => {
    const change = entry({
      action: 'host.change',
      target: 'kiel',
      details: { hostId: 'h1', before: state('active', 'a'), after: state('drain', 'a') },
    })
    expect(undoOf(change, [host('drain', 'a')], t)).toMatchObject({
      call: { method: 'PATCH', path: '/hosts/h1', body: { availability: 'active' } },
    })
    expect(undoOf(change, [host('drain', 'b')], t)).toBeNull()
    expect(undoOf(change, [], t)).toBeNull()
  })

  it('leads from a deploy to the plan of a rollback, if there is anything before it', () => {
    const deploy = { action: 'stack.deploy', target: 'shop' }
    expect(undoOf(entry({ ...deploy, details: { revision: 3 } }), [], t)).toMatchObject({ href: '/stacks/shop' })
    const scaled = entry({ ...deploy, action: 'stack.scale' })
    expect(undoOf(scaled, [], t)).toMatchObject({ href: '/stacks/shop?do=scale' })
    expect(undoOf(entry({ ...deploy, details: { revision: 1 } }), [], t)).toBeNull()
  })

  it('is offered for the newest act on a thing alone', () => {
    const undos = undosOf([entry({ id: 3, action: 'container.start' }), entry({ id: 2 })], [], t)
    expect([...undos.keys()]).toEqual([3])
  })
})
