// Histories of hosts that come and go, of managers that are killed at any moment, and of people who act meanwhile: after all has
// come to rest at most one copy runs, or a person is asked, and none is ever removed that was the last.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import type { HostState } from '@/lib/contract/hosts'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { onceMore, roundOf } from './copy-labels'
import { isUp, planRescheduling, type Rescheduling } from './plan-reschedule'

const names = ['n1', 'n2', 'n3', 'n4']
type Host = { name: string; isOn: boolean; containers: Map<string, Container> }
/** What a manager has seen: the last of each host, whether that answers or not. */
type Manager = { states: Map<string, HostState>; seen: Map<string, Map<string, Container>> }

const labels = {
  'com.docker.swarm.reschedule-policies': '["on-node-failure"]',
  'com.docker.swarm.id': 'f00',
}
const first: Container = {
  ...aContainer(aHost('n1'), 'c0'),
  id: 'c0',
  hostId: 'n1',
  hostName: 'n1',
  name: 'web',
  labels,
  createdAt: '2026-01-01T00:00:00Z',
  startedAt: '2026-01-01T00:00:00Z',
  state: 'running',
}

const afresh = (): Manager => ({ states: new Map(names.map((name) => [name, 'pending'])), seen: new Map() })

/** `restarts`: engines start again what ran when they ended. */
function createWorld(restarts: boolean) {
  const hosts = names.map((name): Host => ({ name, isOn: true, containers: new Map() }))
  let manager = afresh()
  let serial = 0
  function hostOf(name: string): Host {
    return hosts.find((each) => each.name === name) as Host
  }
  function turn(name: string, isOn: boolean) {
    const host = hostOf(name)
    if (host.isOn === isOn) return
    host.isOn = isOn
    if (!isOn) return
    for (const each of host.containers.values())
      if (isUp(each)) host.containers.set(each.id, { ...each, state: restarts ? 'running' : 'exited' })
  }
  /** That it is there again is known before what is on it. */
  function hear(name: string) {
    manager.states.set(name, hostOf(name).isOn ? 'healthy' : 'unreachable')
  }
  function look(name: string) {
    const { isOn, containers } = hostOf(name)
    hear(name)
    if (isOn) manager.seen.set(name, new Map([...containers].map(([id, each]) => [id, { ...each }])))
  }
  function plan() {
    const { states, seen } = manager
    const isAwaited = [...states].some(([, state]) => state === 'pending')
    const all = [...seen.values()].flatMap((each) => [...each.values()])
    const told = all.map((each) => ({ ...each, known: states.get(each.hostId) === 'healthy' }))
    return planRescheduling(told, { stateOf: (id) => states.get(id), isAwaited })
  }
  function set(hostName: string, id: string, over: Partial<Container>) {
    const { containers } = hostOf(hostName)
    const found = containers.get(id)
    if (found) containers.set(id, { ...found, ...over })
  }
  /** `steps`: how far it comes before its manager is killed, or before whatever happens next. */
  function act(operation: Rescheduling, steps: number, target: string) {
    const { container } = operation
    const at = container.hostId
    const reach = (name: string) => hostOf(name).isOn
    const thereIs = ({ hostId, id }: Container) => (reach(hostId) ? hostOf(hostId).containers.get(id) : undefined)
    switch (operation.kind) {
      case 'forget':
        return void manager.seen.get(at)?.delete(container.id)
      case 'finish':
        if (reach(at)) set(at, container.id, { state: 'running', startedAt: '2026-01-02T00:00:00Z' })
        break
      case 'clear': {
        const { of } = operation
        const there = manager.states.get(of.hostId) === 'unreachable' ? of : thereIs(of)
        const isIdle = !isUp(hostOf(at).containers.get(container.id) ?? container)
        if (reach(at) && there && isUp(there) && isIdle) remove(at, container.id)
        break
      }
      case 'remove': {
        const { stays } = operation
        const there = thereIs(stays)
        if (reach(at) && there && (isUp(there) || !isUp(container))) remove(at, container.id)
        break
      }
      case 'move': {
        if (!reach(target) || manager.states.get(target) !== 'healthy' || target === at) return
        // The engine has one of that name.
        if (hostOf(target).containers.size > 0) return
        serial += 1
        const id = `c${serial}`
        const made = onceMore(
          { body: { Labels: container.labels, HostConfig: {} }, networks: [] },
          container,
          operation.wasUp,
        )
        const state = operation.wasUp && steps > 1 ? 'running' : 'created'
        hostOf(target).containers.set(id, {
          ...container,
          ...{
            id,
            hostId: target,
            hostName: target,
            state,
            createdAt: new Date(Date.UTC(2026, 1, serial)).toISOString(),
          },
          ...{
            startedAt: state === 'running' ? '2026-01-02T00:00:00Z' : null,
            labels: made.body.Labels as Record<string, string>,
          },
        })
        if (steps > 2) manager.seen.get(at)?.delete(container.id)
        if (steps > 3) look(target)
        return
      }
    }
    if (steps > 3) look(at)
  }
  function remove(name: string, id: string) {
    hostOf(name).containers.delete(id)
    expect(all().length, 'the last one was removed').toBeGreaterThan(0)
  }
  function all() {
    return hosts.flatMap(({ containers }) => [...containers.values()])
  }
  function settle() {
    for (const { name } of hosts) turn(name, true)
    for (let round = 0; round < 30; round++) {
      for (const { name } of hosts) look(name)
      const { operations } = plan()
      if (operations.length === 0) return
      for (const operation of operations)
        act(operation, 9, names.find((each) => each !== operation.container.hostId) as string)
    }
    expect.fail('it does not come to rest')
  }
  hosts[0]?.containers.set(first.id, { ...first })
  for (const { name } of hosts) look(name)
  return {
    ...{ turn, hear, look, plan, act, all, settle, set, remove },
    containersOn: (name: string) => (hostOf(name).isOn ? [...hostOf(name).containers.values()] : []),
    /** `isKept`: the next one knows from a file what was seen. */
    killManager(isKept: boolean) {
      manager = isKept ? { ...afresh(), seen: manager.seen } : afresh()
    },
  }
}

const host = fc.constantFrom(...names)
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('turn' as const), host, isOn: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('look' as const), host }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('act' as const), host, steps: fc.integer({ min: 1, max: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hear' as const), host }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const), isKept: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('stop' as const, 'start' as const, 'rm' as const), host }) },
)

const happen = (
  world: ReturnType<typeof createWorld>,
  steps: (typeof step extends fc.Arbitrary<infer T> ? T : never)[],
) => {
  for (const each of steps) {
    if (each.do === 'turn') world.turn(each.host, each.isOn)
    if (each.do === 'look') world.look(each.host)
    if (each.do === 'hear') world.hear(each.host)
    if (each.do === 'kill') world.killManager(each.isKept)
    if (each.do === 'act') {
      const [operation] = world.plan().operations
      if (operation) world.act(operation, each.steps, each.host)
    }
    // Not the last one: of that nothing may be left.
    if (each.do === 'rm' && world.all().length > 1)
      for (const { id } of world.containersOn(each.host)) world.remove(each.host, id)
    if (each.do === 'stop' || each.do === 'start')
      for (const { id } of world.containersOn(each.host))
        world.set(
          each.host,
          id,
          each.do === 'stop'
            ? { state: 'exited', startedAt: first.startedAt }
            : { state: 'running', startedAt: first.startedAt },
        )
  }
}

test.each([true, false])('at rest at most one runs, and one is there (engines start what ran: %s)', (restarts) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const world = createWorld(restarts)
      happen(world, steps)
      world.settle()
      const all = world.all()
      expect(all.length).toBeGreaterThan(0)
      const told = world.plan().undecided.flatMap(({ copies }) => copies)
      // Where one was stopped and another runs a person is asked; never may two run.
      expect(all.filter(isUp).length).toBeLessThanOrEqual(1)
      if (all.length > 1) expect(told.map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort())
      expect(new Set(all.map(roundOf)).size).toBe(all.length)
    }),
    { numRuns: 3_000 },
  )
})

test('what ran runs again when its host is lost, whenever its manager is killed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.boolean(), host, (steps, isKilled, target) => {
      const world = createWorld(false)
      world.turn('n1', false)
      world.look('n1')
      const [operation] = world.plan().operations
      if (!operation || target === 'n1') return
      world.act(operation, steps, target)
      if (isKilled) world.killManager(false)
      for (let round = 0; round < 5; round++) {
        for (const name of names) world.look(name)
        for (const each of world.plan().operations) world.act(each, 4, target)
      }
      const there = world.all().filter(({ hostId }) => hostId !== 'n1')
      expect(there.map(({ state }) => state)).toEqual(['running'])
    }),
    { numRuns: 200 },
  )
})
