// What a state keeps from one question to the next is what counting again would give, whatever has changed.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { explain } from './explain'
import { hasSlot, slotsOf } from './host-set'
import { placedContainer } from './placed-container'
import { rank, schedule } from './schedule'
import type { PlacementState } from './state'
import {
  addContainer,
  createPlacementState,
  putHost,
  redescribeHost,
  removeContainer,
  removeHost,
} from './state-changes'
import { someContainer, someHost, someOptions, someRequest } from './testdata/arbitraries'
import { aHost } from './testdata/cluster'
import type { PlacementHost, PlacementOptions, PlacementRequest } from './types'

// Far more than they take, so that a busy machine does not fail them.
vi.setConfig({ testTimeout: 120_000 })

describe('kept preferences', () => {
  it('find the best of many hosts, also after containers went', () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 99 }), fc.boolean()), { minLength: 50, maxLength: 150, size: 'max' })
    fc.assert(
      fc.property(steps, fc.constantFrom('spread', 'binpack'), (changes, strategy) => {
        const names = Array.from({ length: 100 }, (_, index) => `n${String(index).padStart(2, '0')}`)
        const state = createPlacementState(names.toReversed().map((name) => aHost(name)))
        changes.forEach(([at, isNew], index) => {
          const id = `id-${names[at]}`
          if (isNew) addContainer(state, id, placedContainer({}, `c${index}`))
          else for (const earlier of changes.keys()) if (removeContainer(state, id, `c${earlier}`)) break
          const ranking = rank(state, {}, { strategy })
          const first = ranking.placed && ranking.groups[0]?.[0]?.hostId
          expect(schedule(state, {}, { strategy })).toMatchObject({ placed: true, hostId: first })
        })
      }),
      { numRuns: 15 },
    )
  })
})

type Change =
  | { do: 'put'; host: PlacementHost }
  | { do: 'redescribe'; host: PlacementHost }
  | { do: 'remove'; hostId: string }
  | { do: 'add'; hostId: string; container: ReturnType<typeof placedContainer> }
  | { do: 'take'; hostId: string; containerId: string }
  | { do: 'ask'; request: PlacementRequest; options: PlacementOptions }

// Few names, so that changes meet what is there.
const hostId = fc.nat({ max: 4 }).map((at) => `h${at}`)
const containerId = fc.nat({ max: 5 }).map((at) => `c${at}`)
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({ do: fc.constant('put' as const), host: someHost(fc.nat({ max: 4 })) }),
  fc.record({ do: fc.constant('redescribe' as const), host: someHost(fc.nat({ max: 4 })) }),
  fc.record({ do: fc.constant('remove' as const), hostId }),
  fc.record({ do: fc.constant('add' as const), hostId, container: someContainer(containerId) }),
  fc.record({ do: fc.constant('take' as const), hostId, containerId }),
  fc.record({ do: fc.constant('ask' as const), request: someRequest, options: someOptions }),
)

/** The same change on a plain model, from which a state can be built anew. */
function changeModel(model: Map<string, PlacementHost>, step: Change) {
  if (step.do === 'put') model.set(step.host.id, step.host)
  if (step.do === 'redescribe') {
    const before = model.get(step.host.id)
    if (before?.name === step.host.name) model.set(before.id, { ...step.host, containers: before.containers })
  }
  if (step.do === 'remove') model.delete(step.hostId)
  const host = 'hostId' in step ? model.get(step.hostId) : undefined
  if (!host) return
  const without = (id: string) => host.containers.filter((it) => it.id !== id)
  if (step.do === 'add') {
    model.set(host.id, { ...host, containers: [...without(step.container.id), step.container] })
  }
  if (step.do === 'take') model.set(host.id, { ...host, containers: without(step.containerId) })
}

function changeState(state: PlacementState, step: Change) {
  if (step.do === 'put') putHost(state, step.host)
  if (step.do === 'redescribe') redescribeHost(state, step.host)
  if (step.do === 'remove') removeHost(state, step.hostId)
  if (step.do === 'add') addContainer(state, step.hostId, step.container)
  if (step.do === 'take') removeContainer(state, step.hostId, step.containerId)
  if (step.do === 'ask') schedule(state, step.request, step.options)
}

/** Every kept answer, next to the one that counting again gives. */
function keptAnswers(state: PlacementState) {
  const records = state.records.filter((record) => record !== undefined)
  const watches = [...state.watches].flatMap(([key, { counts, present, countIn }]) =>
    records.map((record) => {
      const kept = counts[record.slot] as number
      const counted = [...record.containers.values()].reduce((sum, it) => sum + countIn(it, record), 0)
      return { key, kept: [kept, hasSlot(present, record.slot)], counted: [counted, counted > 0] }
    }),
  )
  const masks = [...state.masks].flatMap(([key, { hosts, passes }]) => {
    const counted = records.filter(({ host }) => passes(host)).map(({ slot }) => slot)
    return [{ key, kept: slotsOf(hosts), counted: counted.sort((a, b) => a - b) }]
  })
  return [...watches, ...masks]
}

describe('a state', () => {
  it('keeps its answers in step with every change', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 20, maxLength: 60, size: 'max' }), (steps) => {
        const state = createPlacementState([])
        for (const step of steps) {
          changeState(state, step)
          for (const { key, kept, counted } of keptAnswers(state)) expect([key, kept]).toEqual([key, counted])
        }
      }),
      { numRuns: 60 },
    )
  })

  it('after any changes decides and explains as one built anew', () => {
    fc.assert(
      fc.property(
        fc.array(change, { minLength: 20, maxLength: 60, size: 'max' }),
        fc.array(fc.tuple(someRequest, someOptions), { minLength: 3, maxLength: 6 }),
        (steps, questions) => {
          const model = new Map<string, PlacementHost>()
          const state = createPlacementState([])
          // Asked before, so that the kept answers exist and have to follow.
          for (const [request, options] of questions) schedule(state, request, options)
          for (const step of steps) {
            changeState(state, step)
            changeModel(model, step)
          }
          const anew = createPlacementState([...model.values()])
          for (const [request, options] of questions) {
            expect(explain(state, request, options)).toEqual(explain(anew, request, options))
            expect(rank(state, request, options)).toEqual(rank(anew, request, options))
            expect(schedule(state, request, options)).toEqual(schedule(anew, request, options))
          }
        },
      ),
      { numRuns: 120 },
    )
  })

  it('grows past its first size and forgets the questions asked least', () => {
    const state = createPlacementState([])
    for (let i = 0; i < 200; i++) {
      putHost(state, aHost(`n${String(i).padStart(3, '0')}`, { labels: { index: `i${i}` } }))
      const decision = schedule(state, {
        env: [`constraint:index==i${i}`, `affinity:container!=x${i}`],
        portBindings: [{ port: '80/tcp', hostIp: '', hostPort: String(i) }],
      })
      expect(decision).toMatchObject({ placed: true, hostId: `id-n${String(i).padStart(3, '0')}` })
    }
    for (let i = 0; i < 200; i++) schedule(state, { env: [`constraint:other!=x${i}`, `constraint:more!=x${i}`] })
    expect(state.watches.size).toBeLessThanOrEqual(100)
    expect(state.masks.size).toBeLessThanOrEqual(400)
  })
})
