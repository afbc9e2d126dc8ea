// What holds for every plan, whatever the files and the hosts.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import type { Operation } from '@/lib/contract/deployments'
import type { Host } from '@/lib/contract/hosts'
import type { ComposeModel } from '@/server/compose/model'
import type { Service } from '@/server/compose/model-service'
import { aHost, aModel, anImage, aPlanInput, applied, aService, aSnapshot } from '@/server/testing/stack-builders'
import { planStack } from './plan'

const names = ['a', 'b', 'c', 'd']
const images = ['web:1', 'web:2', 'db:1']

const serviceArbitrary = (index: number): fc.Arbitrary<Service> =>
  fc
    .record({
      image: fc.constantFrom(...images),
      replicas: fc.integer({ min: 0, max: 4 }),
      mode: fc.constantFrom('replicated', 'replicated', 'replicated', 'global'),
      port: fc.option(fc.constantFrom('8080', '8081'), { nil: undefined }),
      storage: fc.option(fc.constantFrom('ssd', 'disk', 'tape'), { nil: undefined }),
      perHost: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
      memory: fc.option(fc.constantFrom(1e9, 3e9), { nil: undefined }),
      volume: fc.boolean(),
      order: fc.option(fc.constantFrom('start-first' as const, 'stop-first' as const), { nil: undefined }),
      condition: fc.constantFrom('service_started', 'service_healthy', 'service_completed_successfully'),
      dependsOn: index === 0 ? fc.constant([]) : fc.subarray(names.slice(0, index)),
      shares:
        index === 0
          ? fc.constant(undefined)
          : fc.option(fc.constantFrom(...names.slice(0, index)), { nil: undefined, freq: 6 }),
    })
    .map(({ image, replicas, mode, port, storage, perHost, memory, volume, order, condition, dependsOn, shares }) =>
      aService(names[index] ?? 'x', {
        image,
        ...(shares ? { network_mode: `service:${shares}`, networks: {} } : {}),
        ...(port && !shares ? { ports: [{ target: 80, published: port, protocol: 'tcp', mode: 'ingress' }] } : {}),
        ...(volume ? { volumes: [{ type: 'volume', source: 'data', target: '/data' }] } : {}),
        depends_on: Object.fromEntries(
          [...new Set([...dependsOn, ...(shares ? [shares] : [])])].map((name) => [
            name,
            { condition: condition as 'service_started', required: true },
          ]),
        ),
        deploy: {
          mode,
          ...(mode === 'global' ? {} : { replicas }),
          ...(order ? { update_config: { order } } : {}),
          placement: {
            ...(storage ? { constraints: [`node.labels.storage == ${storage}`] } : {}),
            ...(perHost ? { max_replicas_per_node: perHost } : {}),
          },
          resources: memory ? { reservations: { memory } } : {},
        },
      }),
    )

const modelArbitrary: fc.Arbitrary<ComposeModel> = fc
  .tuple(...names.map((_, index) => serviceArbitrary(index)))
  .chain((services) => fc.integer({ min: 1, max: names.length }).map((count) => services.slice(0, count)))
  .map((services) => aModel(services, { volumes: { data: { name: 'shop_data' } } }))

const hostsArbitrary: fc.Arbitrary<Host[]> = fc
  .array(
    fc.record({
      storage: fc.constantFrom('ssd', 'disk'),
      availability: fc.constantFrom('active' as const, 'active' as const, 'active' as const, 'paused' as const),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((all) =>
    all.map(({ storage, availability }, index) =>
      aHost(`n${index + 1}`, { labels: { storage }, availability, swarm: index === 0 ? 'manager' : 'worker' }),
    ),
  )

const begin = (model: ComposeModel, hosts: Host[]) =>
  aPlanInput(model, aSnapshot(hosts, { images: images.map((tag) => anImage(tag, hosts.slice(0, 2))) }))

const isAcyclic = (operations: readonly Operation[]): boolean => {
  const seen = new Set<string>()
  return operations.every(({ id, after }) => {
    seen.add(id)
    return after.every((before) => seen.has(before))
  })
}

/** Performs the operations one by one, any that is ready next, and counts what runs of each service meanwhile. */
function fewestServing(operations: Operation[], containers: Container[], roll: () => number): Map<string, number> {
  const up = new Map(containers.map(({ id, service }) => [id, service ?? '']))
  const count = (service: string) => [...up.values()].filter((name) => name === service).length
  const fewest = new Map([...new Set(up.values())].map((service) => [service, count(service)]))
  const stopped = new Map<string, { id: string; service: string }>()
  const done = new Set<string>()
  while (done.size < operations.length) {
    const ready = operations.filter(({ id, after }) => !done.has(id) && after.every((before) => done.has(before)))
    const next = ready[roll() % ready.length]
    if (next === undefined) throw new Error('a circle')
    done.add(next.id)
    const lane = String(next.input.lane)
    if (next.kind === 'stop-container') {
      const id = String(next.input.containerId)
      const service = up.get(id) ?? ''
      up.delete(id)
      stopped.set(lane, { id, service })
      fewest.set(service, Math.min(fewest.get(service) ?? 0, count(service)))
    }
    // Before the old one stops the new one only adds to it.
    const old = next.kind === 'start-container' ? stopped.get(lane) : undefined
    if (old !== undefined) up.set(old.id, old.service)
    if (next.kind === 'start-container' && old === undefined) {
      const second = operations.find(({ kind, input }) => kind === 'stop-container' && input.lane === next.input.lane)
      const id = String(second?.input.containerId)
      if (second !== undefined) up.set(`${id} again`, up.get(id) ?? '')
    }
  }
  return fewest
}

describe('every plan', { timeout: 120_000 }, () => {
  it('is settled by being applied: planned again, everything stays', () => {
    fc.assert(
      fc.property(modelArbitrary, hostsArbitrary, (model, hosts) => {
        const input = begin(model, hosts)
        const result = planStack(input)
        fc.pre(result.plan.problems.length === 0)
        const again = planStack(aPlanInput(model, applied(input, result), { revision: 2 }))
        expect(again.plan.problems).toEqual([])
        expect(again.plan.operations).toEqual([])
        expect(again.plan.containers.every(({ action }) => action === 'keep')).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('orders its operations without a circle, from scratch and from another version', () => {
    fc.assert(
      fc.property(modelArbitrary, modelArbitrary, hostsArbitrary, (first, second, hosts) => {
        const input = begin(first, hosts)
        const result = planStack(input)
        expect(isAcyclic(result.plan.operations)).toBe(true)
        const snapshot = result.plan.problems.length === 0 ? applied(input, result) : input.snapshot
        const next = planStack(aPlanInput(second, snapshot, { revision: 2 }))
        expect(isAcyclic(next.plan.operations)).toBe(true)
        const stops = next.plan.operations.filter(({ kind }) => kind === 'stop-container')
        const ids = new Set(next.plan.operations.map(({ id }) => id))
        expect(next.plan.operations.every(({ after }) => after.every((id) => ids.has(id)))).toBe(true)
        expect(new Set(stops.map(({ input: given }) => given.containerId)).size).toBe(stops.length)
      }),
      { numRuns: 150 },
    )
  })

  it('never puts two containers on one fixed port of a host, nor more on a host than its rules allow', () => {
    fc.assert(
      fc.property(modelArbitrary, hostsArbitrary, (model, hosts) => {
        const { plan } = planStack(begin(model, hosts))
        fc.pre(plan.problems.length === 0)
        const ports = plan.ports.map(({ port, hostName }) => `${hostName} ${port.split(':')[0]}`)
        expect(new Set(ports).size).toBe(ports.length)
        for (const service of Object.values(model.services)) {
          const { constraints, max_replicas_per_node: most } = service.deploy?.placement ?? {}
          const own = plan.containers.filter((item) => item.service === service.name)
          for (const host of hosts) {
            const here = own.filter(({ hostId }) => hostId === host.id)
            if (most !== undefined && service.deploy?.mode !== 'global') expect(here.length).toBeLessThanOrEqual(most)
            if (constraints && here.length > 0)
              expect(constraints[0]).toBe(`node.labels.storage == ${host.labels.engine.storage}`)
            if (host.availability === 'paused') expect(here).toEqual([])
          }
        }
      }),
      { numRuns: 150 },
    )
  })

  it('says for each container it cannot place why not, and then does nothing at all', () => {
    fc.assert(
      fc.property(modelArbitrary, hostsArbitrary, (model, hosts) => {
        const { plan } = planStack(begin(model, hosts))
        const blocked = plan.containers.filter(({ action }) => action === 'blocked')
        for (const { explanation, reason, hostId } of blocked) {
          expect(hostId).toBeNull()
          expect(explanation?.hosts).toHaveLength(hosts.length)
          expect(reason).not.toBe('')
        }
        if (blocked.length > 0) expect(plan.problems.length).toBeGreaterThanOrEqual(blocked.length)
        if (plan.problems.length > 0) expect(plan.operations).toEqual([])
        else expect(plan.containers.every(({ hostId }) => hostId !== null)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('interrupts a service no more than it says, in whatever order its operations end', () => {
    fc.assert(
      fc.property(
        modelArbitrary,
        modelArbitrary,
        hostsArbitrary,
        fc.infiniteStream(fc.nat()),
        (first, second, hosts, dice) => {
          const input = begin(first, hosts)
          const result = planStack(input)
          fc.pre(result.plan.problems.length === 0)
          const snapshot = applied(input, result)
          const ticked = snapshot.containers.map(({ id }) => id)
          const { plan } = planStack(aPlanInput(second, snapshot, { revision: 2, removeOrphans: ticked }))
          fc.pre(plan.operations.length > 0)
          const fewest = fewestServing(plan.operations, snapshot.containers, () => dice.next().value ?? 0)
          for (const { service, serving, kind, running } of plan.gaps) {
            expect(fewest.get(service)).toBeGreaterThanOrEqual(serving)
            expect(running).toBe(snapshot.containers.filter((container) => container.service === service).length)
            if (kind === 'none') expect(serving).toBe(running)
            if (kind === 'gap' || kind === 'ends') expect(serving).toBe(0)
          }
          const listed = plan.gaps.map(({ service }) => service)
          for (const [service, left] of fewest) {
            const all = snapshot.containers.filter((container) => container.service === service).length
            if (!listed.includes(service)) expect(left).toBe(all)
          }
        },
      ),
      { numRuns: 100 },
    )
  })

  it('gives the same answer to the same question', () => {
    fc.assert(
      fc.property(modelArbitrary, hostsArbitrary, (model, hosts) => {
        expect(planStack(begin(model, hosts))).toEqual(planStack(begin(model, hosts)))
      }),
      { numRuns: 50 },
    )
  })
})
