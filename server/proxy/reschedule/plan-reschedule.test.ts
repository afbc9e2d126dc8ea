import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import type { HostState } from '@/lib/contract/hosts'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { asksForRescheduling, planRescheduling } from './plan-reschedule'
import { forElsewhere } from './remembered'

const asking = {
  'com.docker.swarm.reschedule-policies': '["on-node-failure"]',
  'com.docker.swarm.id': 'f00',
}
const copy = (id: string, hostId: string, over: Partial<Container> = {}): Container => ({
  ...aContainer(aHost(hostId), id),
  id,
  hostId,
  hostName: hostId,
  name: 'web',
  labels: asking,
  createdAt: '2026-01-01T00:00:00Z',
  state: 'running',
  ...over,
})
const later = '2026-01-02T00:00:00Z'
const madeAnew = { createdAt: later, labels: { ...asking, 'io.lotse.rescheduled': '1' } }
const planned = (states: Record<string, HostState>, containers: Container[], isAwaited = false) =>
  planRescheduling(
    containers.map((each) => ({ ...each, known: each.known && states[each.hostId] === 'healthy' })),
    { stateOf: (id) => states[id], isAwaited },
  )
const plan = (states: Record<string, HostState>, ...containers: Container[]) =>
  planned(states, containers).operations.map(({ kind, container }) => `${kind} ${container.id}`)
const undecided = (states: Record<string, HostState>, ...containers: Container[]) =>
  planned(states, containers).undecided.map(({ copies }) => copies.map(({ id }) => id).join(' '))

describe('a container of a lost host', () => {
  it('is moved when it asks for it, and only then', () => {
    expect(plan({ n1: 'unreachable' }, copy('a', 'n1'))).toEqual(['move a'])
    for (const state of ['healthy', 'suspect', 'pending'] as const)
      expect(plan({ n1: state }, copy('a', 'n1'))).toEqual([])
    expect(plan({ n1: 'unreachable' }, copy('a', 'n1', { labels: {} }))).toEqual([])
    const off = { ...asking, 'com.docker.swarm.reschedule-policies': '["off"]' }
    expect(plan({ n1: 'unreachable' }, copy('a', 'n1', { labels: off }))).toEqual([])
    expect(asksForRescheduling({ labels: { 'com.docker.swarm.reschedule-policies': 'nonsense' } })).toBe(false)
    expect(plan({}, copy('a', 'gone'))).toEqual([])
  })
  it('is not moved while another copy lives, or a host that may have one has not answered yet', () => {
    expect(plan({ n1: 'unreachable', n2: 'healthy' }, copy('a', 'n1'), copy('b', 'n2'))).toEqual([])
    expect(plan({ n1: 'unreachable', n2: 'pending' }, copy('a', 'n1'), copy('b', 'n2'))).toEqual([])
  })
  it('is not moved when somebody was removing it, or is removing its other copy', () => {
    const going = { state: 'removing' } as const
    expect(plan({ n1: 'unreachable' }, copy('a', 'n1', going))).toEqual([])
    const both = [copy('old', 'n1', { state: 'exited' }), copy('new', 'n2', { ...madeAnew, ...going })] as const
    for (const n1 of ['unreachable', 'healthy'] as const) expect(plan({ n1, n2: 'healthy' }, ...both)).toEqual([])
  })
  it('is moved from where it was last when two hosts are lost', () => {
    const both = { n1: 'unreachable', n2: 'unreachable' } as const
    expect(plan(both, copy('old', 'n1'), copy('new', 'n2', { createdAt: later }))).toEqual(['move new'])
  })
})

describe('a copy that comes back with its host', () => {
  const up = { n1: 'healthy', n2: 'healthy' } as const
  it('goes, and the newer one stays', () => {
    expect(plan(up, copy('old', 'n1'), copy('new', 'n2', madeAnew))).toEqual(['remove old'])
  })
  it('is known by how often it was made anew where the clocks of the hosts differ', () => {
    const labels = { ...asking, 'io.lotse.rescheduled': '1' }
    const slow = copy('new', 'n2', { createdAt: '2025-12-31T00:00:00Z', labels })
    expect(plan(up, copy('old', 'n1'), slow)).toEqual(['remove old'])
  })
  it('stays when it runs and the newer one does not', () => {
    const dead = copy('new', 'n2', { ...madeAnew, state: 'exited' })
    expect(plan(up, copy('old', 'n1'), dead)).toEqual([])
    expect(plan(up, copy('old', 'n1', { state: 'exited' }), dead)).toEqual(['remove old'])
  })
  it('is left alone while its host does not answer well', () => {
    expect(plan({ n1: 'suspect', n2: 'healthy' }, copy('old', 'n1'), copy('new', 'n2', madeAnew))).toEqual([])
    expect(plan({ n1: 'healthy', n2: 'suspect' }, copy('old', 'n1'), copy('new', 'n2', madeAnew))).toEqual([])
  })
})

describe('what only looks like a copy', () => {
  const up = { n1: 'healthy', n2: 'healthy' } as const
  it("takes nobody's place: made of an image of the other, under another name, or not by us", () => {
    expect(plan(up, copy('old', 'n1'), copy('new', 'n2', { createdAt: later }))).toEqual([])
    expect(plan(up, copy('old', 'n1'), copy('new', 'n2', { ...madeAnew, name: 'backup' }))).toEqual([])
  })
})

describe('a copy that was never started', () => {
  const begun = { ...madeAnew, state: 'created', startedAt: null } as const
  it('goes, so that the lost one is made anew, or is alone when it is back', () => {
    for (const n1 of ['unreachable', 'healthy', 'suspect'] as const)
      expect(plan({ n1, n2: 'healthy' }, copy('old', 'n1'), copy('new', 'n2', begun))).toEqual(['clear new'])
  })
  it('stays where the lost one did not run either, and while its host does not answer', () => {
    const idle = copy('old', 'n1', { state: 'exited' })
    expect(plan({ n1: 'unreachable', n2: 'healthy' }, idle, copy('new', 'n2', begun))).toEqual(['forget old'])
    expect(plan({ n1: 'unreachable', n2: 'suspect' }, copy('old', 'n1'), copy('new', 'n2', begun))).toEqual([])
    const started = copy('new', 'n2', { ...madeAnew, state: 'exited' })
    expect(plan({ n1: 'unreachable', n2: 'healthy' }, copy('old', 'n1'), started)).toEqual(['forget old'])
  })
  const image = aContainer(aHost('n1'), 'any').image
  const then = { 'io.lotse.rescheduled.then': JSON.stringify({ id: 'f00', start: true, image, networks: [] }) }
  const owed = { ...begun, labels: { ...madeAnew.labels, ...then } }
  it('is finished by whoever finds it when no other one answers', () => {
    expect(plan({ n2: 'healthy' }, copy('new', 'n2', owed))).toEqual(['finish new'])
    expect(plan({ n1: 'unreachable', n2: 'healthy' }, copy('old', 'n1'), copy('new', 'n2', owed))).toEqual([
      'finish new',
    ])
    for (const n1 of ['suspect', 'healthy'] as const)
      expect(plan({ n1, n2: 'healthy' }, copy('old', 'n1'), copy('new', 'n2', owed))).toEqual(['clear new'])
  })
  it('is none of ours when it was made of an image that was committed of a copy', () => {
    expect(plan({ n2: 'healthy' }, copy('new', 'n2', { ...owed, image: 'backup:1' }))).toEqual([])
  })
  it('is owed nothing by an image, which cannot know what id the create gets', () => {
    const other = copy('new', 'n2', { ...owed, labels: { ...owed.labels, 'com.docker.swarm.id': 'b42' } })
    expect(plan({ n2: 'healthy' }, other)).toEqual([])
    expect(planned({ n2: 'unreachable' }, [other]).operations).toMatchObject([{ kind: 'move', wasUp: false }])
  })
  it('waits for a host that has not been heard of yet, and for its own', () => {
    expect(plan({ n1: 'pending', n2: 'healthy' }, copy('old', 'n1'), copy('new', 'n2', owed))).toEqual([])
    expect(planned({ n2: 'healthy' }, [copy('new', 'n2', owed)], true).operations).toEqual([])
    expect(plan({ n2: 'suspect' }, copy('new', 'n2', owed))).toEqual([])
  })
  it('is made anew to be started when its own host is lost too', () => {
    const { operations } = planned({ n2: 'unreachable' }, [copy('new', 'n2', owed)])
    expect(operations).toMatchObject([{ kind: 'move', container: { id: 'new' }, wasUp: true }])
  })
  it('stays as it is when the one that it was made of did not run', () => {
    const idle = {
      ...begun,
      labels: { ...madeAnew.labels, 'io.lotse.rescheduled.then': JSON.stringify({ id: 'f00', start: false, image }) },
    }
    expect(plan({ n2: 'healthy' }, copy('new', 'n2', idle))).toEqual([])
  })
})

describe('a copy of a host that is still lost', () => {
  it('is forgotten, so that nothing begins anew with it when the other one is removed', () => {
    const both = [copy('old', 'n1'), copy('new', 'n2', madeAnew)]
    expect(plan({ n1: 'unreachable', n2: 'healthy' }, ...both)).toEqual(['forget old'])
    expect(plan({ n1: 'unreachable', n2: 'suspect' }, ...both)).toEqual([])
    expect(plan({ n1: 'unreachable', n2: 'unreachable' }, ...both)).toEqual(['move new'])
  })
})

describe('a copy that was just read of a host that is coming back', () => {
  it('is neither forgotten nor moved, since nobody would read it again soon', () => {
    const states = { n1: 'unreachable', n2: 'healthy' } as const
    const stateOf = (id: string) => states[id as 'n1']
    const [old, anew] = [copy('old', 'n1'), copy('new', 'n2', madeAnew)]
    for (const known of [false, true]) {
      const of = (containers: Container[]) =>
        planRescheduling(containers, { stateOf, isAwaited: false }).operations.map(({ kind }) => kind)
      expect(of([{ ...old, known }, anew])).toEqual(known ? [] : ['forget'])
      expect(of([{ ...old, known }])).toEqual(known ? [] : ['move'])
    }
  })
})

describe('two that were made in one round', () => {
  const up = { n1: 'healthy', n2: 'healthy' } as const
  it('become one, the same whoever looks', () => {
    const [one, two] = [copy('a', 'n1', madeAnew), copy('b', 'n2', madeAnew)]
    expect(plan(up, one, two)).toEqual(['remove b'])
    expect(plan(up, two, one)).toEqual(['remove b'])
    expect(plan(up, { ...one, state: 'exited' }, two)).toEqual(['remove a'])
    expect(plan(up, one, { ...two, image: 'backup:1' })).toEqual([])
  })
})

describe('what nobody can decide', () => {
  const up = { n1: 'healthy', n2: 'healthy' } as const
  const unlabelled = [copy('old', 'n1'), copy('new', 'n2', { createdAt: later })] as const
  it('is told: copies of an earlier version, one that does not run beside one that does, one that was renamed', () => {
    expect(undecided(up, ...unlabelled)).toEqual(['new old'])
    expect(undecided(up, copy('old', 'n1'), copy('new', 'n2', { ...madeAnew, state: 'exited' }))).toEqual(['new old'])
    expect(undecided(up, copy('old', 'n1'), copy('new', 'n2', { ...madeAnew, name: 'web2' }))).toEqual(['new old'])
  })
  it('is not told while it is being settled, or a host does not answer, or of what only has the label', () => {
    expect(undecided(up, copy('old', 'n1'), copy('new', 'n2', madeAnew))).toEqual([])
    expect(undecided({ ...up, n1: 'suspect' }, ...unlabelled)).toEqual([])
    expect(undecided({ ...up, n1: 'unreachable' }, ...unlabelled)).toEqual([])
    const committed = { name: 'other', image: 'backup:1' }
    expect(undecided(up, copy('old', 'n1'), copy('new', 'n2', committed))).toEqual([])
    expect(undecided(up, copy('old', 'n1'), copy('new', 'n2', { ...madeAnew, ...committed }))).toEqual([])
  })
})

describe('what is made elsewhere', () => {
  it('keeps named volumes and gets new ones for those without a name', () => {
    const hash = 'a'.repeat(64)
    const { body } = forElsewhere(
      {
        Id: 'x'.repeat(64),
        Name: '/db',
        Image: 'sha256:1',
        Config: { Image: 'db:1', Volumes: { '/data': {} } },
        HostConfig: { NetworkMode: 'default', Binds: ['named:/named'] },
        Mounts: [
          { Type: 'volume', Name: hash, Destination: '/data', RW: true },
          { Type: 'volume', Name: 'named', Destination: '/named', RW: true },
        ],
      },
      null,
    )
    expect(JSON.stringify(body)).not.toContain(hash)
    expect(body.HostConfig.Binds).toEqual(['named:/named'])
    expect(body.Volumes).toEqual({ '/data': {} })
  })

  it('asks for the addresses that somebody chose, and not for those that Swarm mode gave', () => {
    const endpoint = { IPAMConfig: { IPv4Address: '10.0.1.9' }, IPAddress: '10.0.1.9', Aliases: ['db'] }
    const inspect = {
      Id: 'x'.repeat(64),
      Name: '/db',
      Image: 'sha256:1',
      Config: { Image: 'db:1' },
      HostConfig: { NetworkMode: 'net' },
      NetworkSettings: { Networks: { net: endpoint } },
    }
    const configOf = (...chosen: Parameters<typeof forElsewhere>[2][]) =>
      forElsewhere(inspect, null, ...chosen).body.NetworkingConfig
    const asked = { IPAMConfig: { IPv4Address: '10.0.1.9' }, Aliases: ['db'] }
    expect(configOf({ net: undefined })).toEqual({ EndpointsConfig: { net: { Aliases: ['db'] } } })
    expect(configOf({ net: { IPv4Address: '10.0.1.9' } })).toEqual({ EndpointsConfig: { net: asked } })
    expect(configOf()).toEqual({ EndpointsConfig: { net: asked } })
  })
})
