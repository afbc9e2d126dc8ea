// What holds for any cluster and any request.
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { explain, inquire } from './explain'
import { placedContainer } from './placed-container'
import { rank, schedule } from './schedule'
import { addContainer, createPlacementState } from './state-changes'
import { someHosts, someOptions, someRequest } from './testdata/arbitraries'
import { aHost } from './testdata/cluster'
import type { PlacementHost, PlacementOptions, PlacementRequest } from './types'

// Far more than they take, so that a busy machine does not fail them.
vi.setConfig({ testTimeout: 120_000 })

const runs = { numRuns: 200 }

const scenario = fc.tuple(someHosts, someRequest, someOptions)

const clashes = (a: string, b: string) => a === b || ['', '0.0.0.0', '::'].some((all) => a === all || b === all)

/** Told anew and slowly, from the host alone: may the request never go there? */
function isExcluded(host: PlacementHost, request: PlacementRequest, { ports }: PlacementOptions): boolean {
  const { containers, labels, total } = host
  const limit = Number(labels.containerslots ?? Number.NaN)
  const bound = containers.flatMap((it) => [...(it.requestedPorts ?? []), ...(it.actualPorts ?? [])])
  const asked = request.networkMode === 'host' ? [] : (request.portBindings ?? [])
  const sum = (of: 'cpus' | 'memoryBytes') =>
    containers.reduce((total, { reservation }) => total + (reservation?.[of] ?? 0), request[of] ?? 0)
  const env = request.env ?? []
  const replicas = containers.filter((it) => it.stack === request.stack && it.service === request.service).length
  return (
    host.health === 0 ||
    host.availability !== 'active' ||
    containers.length >= limit ||
    asked.some(({ port, hostPort, hostIp }) =>
      bound.some(
        (held) =>
          hostPort !== '' &&
          held.hostPort === hostPort &&
          clashes(held.hostIp, hostIp) &&
          (held.port.endsWith('/udp') === port.endsWith('/udp') || ports === 'classic'),
      ),
    ) ||
    (request.networkMode === 'host' &&
      containers.some(
        (it) => it.networkMode === 'host' && it.exposedPorts?.some((port) => request.exposedPorts?.includes(port)),
      )) ||
    ((request.cpus ?? 0) > 0 && sum('cpus') > total.cpus + 1e-6) ||
    ((request.memoryBytes ?? 0) > 0 && sum('memoryBytes') > total.memoryBytes) ||
    (env.includes('constraint:zone==eu') && labels.zone !== 'eu') ||
    (env.includes('constraint:zone!=eu') && labels.zone === 'eu') ||
    (env.includes('constraint:node!=host-1') && host.name === 'host-1') ||
    (env.includes('affinity:container==web') && !containers.some(({ name }) => name === 'web')) ||
    (env.includes('affinity:app==shop') && !containers.some((it) => it.labels?.app === 'shop')) ||
    (env.includes('affinity:app!=/o/') && containers.some((it) => it.labels?.app === 'shop')) ||
    (env.includes('affinity:image==nginx') && !host.images?.some(({ id }) => id === 'sha256:1')) ||
    (env.includes('whitelist:node==host-1|host-2|host-3') && !/^host-[123]$/.test(host.name)) ||
    (request.platform !== undefined && host.platform?.architecture !== 'x86_64') ||
    replicas >= (request.maxReplicasPerHost ?? Number.POSITIVE_INFINITY)
  )
}

describe('one host at a time', () => {
  it('says the same without words as with them, and no more than a decision for all', () => {
    fc.assert(
      fc.property(scenario, ([hosts, request, options]) => {
        const state = createPlacementState(hosts)
        const ids = hosts.map(({ id }) => id)
        const inquiry = inquire(state, request, options)
        const asked = ids.map((id) => inquiry.verdictOn(id)).filter((verdict) => verdict !== undefined)
        expect(ids.filter((id) => inquiry.isTakenBy(id))).toEqual(
          asked.filter(({ eligible }) => eligible).map(({ hostId }) => hostId),
        )
        const decision = schedule(state, request, options)
        if (decision.placed) expect(asked.map(({ hostId, eligible }) => eligible && hostId)).toContain(decision.hostId)
      }),
      runs,
    )
  })
})

describe('a decision', () => {
  it('never falls on an excluded host or over capacity', () => {
    fc.assert(
      fc.property(scenario, ([hosts, request, options]) => {
        const decision = schedule(createPlacementState(hosts), request, options)
        const chosen = hosts.find(({ id }) => decision.placed && id === decision.hostId)
        expect(chosen !== undefined).toBe(decision.placed)
        expect(chosen !== undefined && isExcluded(chosen, request, options)).toBe(false)
      }),
      runs,
    )
  })

  it('is the same for the same input, in whatever order the hosts are told', () => {
    fc.assert(
      fc.property(scenario, ([hosts, request, options]) => {
        const once = schedule(createPlacementState(hosts), request, options)
        expect(schedule(createPlacementState(hosts.toReversed()), request, options)).toEqual(once)
      }),
      runs,
    )
  })

  it('is of the first rank, and the one that is explained', () => {
    fc.assert(
      fc.property(scenario, ([hosts, request, options]) => {
        const state = createPlacementState(hosts)
        const decision = schedule(state, request, options)
        const ranking = rank(state, request, options)
        const explained = explain(state, request, options)
        expect(ranking.placed).toBe(decision.placed)
        expect(explained.chosenHostId).toBe(decision.placed ? decision.hostId : null)
        expect(explained.error).toBe(decision.placed ? null : decision.error)
        if (!decision.placed || !ranking.placed) return
        const [first] = ranking.groups
        if (options.strategy === 'random') expect(first?.map(({ hostId }) => hostId)).toContain(decision.hostId)
        else expect(first?.[0]?.hostId).toBe(decision.hostId)
        expect(explained.softRulesDropped).toBe(decision.softRulesDropped)
        const ranked = ranking.groups.flat().map(({ hostId }) => hostId)
        const eligible = explained.hosts.filter((host) => host.eligible).map(({ hostId }) => hostId)
        expect(eligible.sort()).toEqual(ranked.sort())
      }),
      runs,
    )
  })
})

describe('an explanation', () => {
  it('gives every host that is out at least one failing rule, and none to blame to the others', () => {
    fc.assert(
      fc.property(scenario, ([hosts, request, options]) => {
        const { rules, hosts: verdicts, softRulesDropped } = explain(createPlacementState(hosts), request, options)
        for (const verdict of verdicts) {
          expect(verdict.cells.length).toBe(rules.length)
          const binding = verdict.cells.filter((_, index) => !(softRulesDropped && rules[index]?.soft))
          expect(binding.every(({ ok }) => ok) || !verdict.eligible).toBe(true)
          if (!verdict.eligible) expect(verdict.cells.some(({ ok }) => !ok)).toBe(true)
          if (verdict.eligible) expect(verdict.fix).toBeNull()
        }
        expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length)
      }),
      runs,
    )
  })
})

describe('spread', () => {
  it('never leaves two hosts more than one container apart when nothing else tells them apart', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 150 }), (hosts, containers) => {
        const state = createPlacementState(Array.from({ length: hosts }, (_, index) => aHost(`n${index}`)))
        for (let i = 0; i < containers; i++) {
          const decision = schedule(state, {})
          if (decision.placed) addContainer(state, decision.hostId, placedContainer({}, `c${i}`))
        }
        const counts = explain(state, {}).hosts.map((host) => host.containers)
        expect(counts.reduce((a, b) => a + b, 0)).toBe(containers)
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 60 },
    )
  })
})
