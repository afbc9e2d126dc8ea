import { describe, expect, it } from 'vitest'
import type { ActivityEntry } from '@/lib/contract/activity'
import { actsOf, isChange } from './activity-acts'

let id = 1000
const entry = (part: Partial<ActivityEntry>): ActivityEntry => ({
  id: id--,
  at: '2026-11-24T10:00:00Z',
  actor: 'admin',
  action: 'stack.deploy',
  target: 'shop',
  result: 'ok',
  message: '',
  durationMs: null,
  details: null,
  ...part,
})
const shapeOf = (entries: ActivityEntry[]) => actsOf(entries).map(({ target, result }) => `${target} ${result}`)

describe('one line an act', () => {
  it('drops the beginning of what has ended, and keeps what still runs', () => {
    expect(
      shapeOf([
        entry({ target: 'blog', result: 'running' }),
        entry({ result: 'failed' }),
        entry({ result: 'running' }),
        entry({ action: 'container.stop', target: 'kiel/web' }),
      ]),
    ).toEqual(['blog running', 'shop failed', 'kiel/web ok'])
  })

  it('joins each end with its own beginning', () => {
    const running = entry({ result: 'running' })
    expect(actsOf([running, entry({}), entry({ result: 'running' }), entry({})])).toHaveLength(3)
    expect(actsOf([running, entry({}), entry({ result: 'running' })])[0]).toBe(running)
  })

  it('knows that a scale begins at a service, and that a refusal never began', () => {
    const scale = { action: 'stack.scale' }
    expect(shapeOf([entry(scale), entry({ ...scale, target: 'shop/web', result: 'running' })])).toEqual(['shop ok'])
    expect(shapeOf([entry({ result: 'refused' }), entry({ result: 'running' })])).toEqual([
      'shop refused',
      'shop running',
    ])
  })
})

describe('changes to the cluster', () => {
  it('are not what somebody looked at, nor what they did to their account', () => {
    const acts = ['auth.login', 'token.create', 'container.exec', 'account.preferences', 'registry.test']
    expect(acts.filter((action) => isChange(entry({ action })))).toEqual([])
    const changes = ['stack.deploy', 'container.restart', 'host.add', 'registry.put', 'container.execute']
    expect(changes.filter((action) => isChange(entry({ action })))).toEqual(changes)
  })
})
