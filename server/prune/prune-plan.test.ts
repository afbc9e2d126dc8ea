import { describe, expect, it } from 'vitest'
import { aVolume } from '@/server/testing/inventory-builders'
import { aContainer, aHost, anImage } from '@/server/testing/stack-builders'
import { planImagePrune, planVolumePrune, volumeUsers } from './prune-plan'

const n1 = aHost('n1')
const n2 = aHost('n2')
const lost = aHost('n3', { state: 'unreachable' })
const hosts = [n1, n2, lost]
const image = (tag: string, on: (typeof n1)[], extra = {}) => anImage(tag, on, { sizeBytes: 100, ...extra })

describe('images to clean up', () => {
  const used = image('web:1', [n1, n2])
  const untagged = image('old:1', [n1, lost], { id: 'sha256:0123456789abcdef', tags: [], digests: [] })
  const rollback = image('web:0', [n2], { tags: [], digests: ['web@sha256:before'] })
  const containers = [aContainer(n1, 'web', { imageId: used.id, state: 'exited' })]
  const own = new Map([[`${n1.id} ${untagged.id}`, 30]])
  const plan = planImagePrune(
    { hosts, containers },
    [used, untagged, rollback],
    new Map([['sha256:before', ['shop r2']]]),
    own,
  )

  it('are those that no container uses on a host, also none that is stopped', () => {
    expect(plan.items.map(({ name, hostNames, reason }) => [name, hostNames, reason])).toEqual([
      ['0123456789ab', ['n1'], 'untagged'],
      ['web:1', ['n2'], 'unused'],
      ['web@sha256:before', ['n2'], 'untagged'],
    ])
    expect(plan.kept).toEqual([{ name: 'web:1', hostNames: ['n1'], usedBy: ['web'] }])
    expect(plan.silentHosts).toEqual(['n3'])
  })

  it('are proposed when they have no name and no revision goes back to them', () => {
    expect(plan.items.map(({ proposed }) => proposed)).toEqual([true, false, false])
    expect(plan.items[2]?.wantedBy).toEqual(['shop r2'])
  })

  it('free at least what they share with no other, and at most their size', () => {
    expect(plan.items[0]).toMatchObject({ leastBytes: 30, mostBytes: 100 })
    expect(plan.items[1]).toMatchObject({ leastBytes: null, mostBytes: 100 })
  })
})

describe('volumes to clean up', () => {
  const volume = (name: string, extra = {}) => aVolume(n1, name, extra)
  const unnamed = 'c'.repeat(64)

  it('are those that nothing mounts; only those without a name are proposed', () => {
    const volumes = [
      volume('shop_data', { stack: 'shop' }),
      volume('gone_data', { stack: 'gone' }),
      volume(unnamed),
      volume('used', { usedBy: ['db'] }),
      volume('far', { hostId: lost.id, hostName: 'n3' }),
    ]
    const sizes = new Map([[`${n1.id} ${unnamed}`, 7]])
    const plan = planVolumePrune(
      { hosts, containers: [] },
      volumes,
      volumeUsers(volumes, () => undefined),
      new Set(['shop']),
      sizes,
    )
    expect(plan.items.map(({ id, proposed, wantedBy, mostBytes }) => [id, proposed, wantedBy, mostBytes])).toEqual([
      [unnamed, true, [], 7],
      ['gone_data', false, [], null],
      ['shop_data', false, ['shop'], null],
    ])
    expect(plan.kept).toEqual([{ name: 'used', hostNames: ['n1'], usedBy: ['db'] }])
    expect(plan.silentHosts).toEqual(['n3'])
  })
  it('are none that another host uses through a driver of many hosts, also one that is silent, nor copies of a move', () => {
    const volumes = [
      volume('everywhere', { driver: 'ceph' }),
      volume('everywhere', { driver: 'ceph', hostId: lost.id, hostName: 'n3', usedBy: ['db'] }),
      volume('data'),
      volume('data', { hostId: lost.id, hostName: 'n3', usedBy: ['db'] }),
      volume(unnamed, { labels: { 'io.lotse.move': 'm1' } }),
    ]
    const usersOf = volumeUsers(volumes, ({ labels }) => (labels['io.lotse.move'] === 'm1' ? 'wiki' : undefined))
    const plan = planVolumePrune({ hosts, containers: [] }, volumes, usersOf, new Set(), new Map())
    expect(plan.items.map(({ id }) => id)).toEqual(['data'])
    expect(plan.kept.map(({ name, usedBy }) => [name, usedBy])).toEqual([
      ['everywhere', ['n3/db']],
      [unnamed, ['the move of wiki']],
    ])
    expect(volumeUsers(volumes, () => undefined)({ hostId: n1.id, name: unnamed })).toEqual([])
  })
})
