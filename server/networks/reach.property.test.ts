import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import type { Network } from '@/lib/contract/networks'
import { aLocalNetwork, aNetwork } from '@/server/testing/inventory-builders'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { partyOf, reachOf } from './reach'
import { type ReachSnapshot, reachIndex } from './reach-index'

const hosts = ['n1', 'n2', 'n3'].map((name) => aHost(name))
const networks: Network[] = [
  ...['front', 'back'].map((name) => aNetwork(name)),
  ...hosts.flatMap((host) =>
    ['bridge', 'lan'].map((name) => aLocalNetwork(host, name, { predefined: name === 'bridge' })),
  ),
]

const drawn = fc.record({
  host: fc.nat(2),
  on: fc.uniqueArray(fc.constantFrom('front', 'back', 'bridge', 'lan'), { maxLength: 3 }),
  mode: fc.constantFrom('', '', '', 'host', 'none', 'container:id-0', 'container:id-1'),
  service: fc.option(fc.constantFrom('api', 'web', 'db'), { nil: null }),
  running: fc.boolean(),
})

const clusters = fc.array(drawn, { minLength: 2, maxLength: 12 }).map((all): ReachSnapshot => {
  const containers = all.map(({ host, on, mode, service, running }, index): Container => {
    const place = hosts[host]!
    const joined = mode === '' ? on : []
    return aContainer(place, `c${index}`, {
      id: `id-${index}`,
      stack: service ? 'shop' : null,
      service,
      labels: {},
      state: running ? 'running' : 'exited',
      networkMode: mode,
      networks: joined.map((name) => ({
        networkId: ['front', 'back'].includes(name) ? `net-${name}` : `${place.name}-${name}`,
        name,
        ipAddress: `10.0.0.${index + 2}`,
        aliases: service ? [service] : [],
      })),
    })
  })
  return { containers, networks }
})

test('who reaches it, it is reached by; over a network it goes both ways', () => {
  fc.assert(
    fc.property(clusters, (snapshot) => {
      const index = reachIndex(snapshot)
      const answers = new Map([...index.parties.values()].map((party) => [party.key, reachOf(index, party)]))
      for (const [key, answer] of answers) {
        for (const { party, ways } of answer.reachedBy) {
          const back = answers.get(party.key)!
          expect(back.reaches.find((row) => row.party.key === key)?.ways).toEqual(ways)
          const both = ways.filter(({ kind }) => kind !== 'gateway').map(({ kind, lane }) => `${kind} ${lane}`)
          const row = back.reachedBy.find((each) => each.party.key === key)
          const returned = row?.ways.filter(({ kind }) => kind !== 'gateway').map(({ kind, lane }) => `${kind} ${lane}`)
          expect(returned ?? []).toEqual(expect.arrayContaining(both))
        }
        expect(answer.counts.reachedBy + answer.counts.cannot).toBe(answers.size - 1)
      }
    }),
  )
})

test('nobody reaches across networks: each way is a network that both are on, a namespace, or a host’s own bridge', () => {
  fc.assert(
    fc.property(clusters, (snapshot) => {
      const index = reachIndex(snapshot)
      const lanesOf = (id: string) => index.members.get(id)?.endpoints.map(({ lane }) => lane) ?? []
      for (const party of index.parties.values()) {
        for (const { party: other, ways } of reachOf(index, party).reachedBy) {
          const from = index.parties.get(other.key)!.members
          for (const { kind, lane, names } of ways) {
            if (kind === 'localhost') {
              expect(from.some(({ space }) => party.members.some((each) => each.space === space))).toBe(true)
              continue
            }
            expect(party.members.some(({ container }) => lanesOf(container.id).includes(lane!))).toBe(true)
            if (kind === 'gateway') expect(from.some(({ space }) => space.startsWith('host '))).toBe(true)
            else expect(from.some(({ container }) => lanesOf(container.id).includes(lane!))).toBe(true)
            if (lane?.endsWith('/bridge')) expect(names).toEqual([])
          }
        }
      }
    }),
  )
})

test('one container of a service is reached by whoever reaches the service over its networks', () => {
  fc.assert(
    fc.property(clusters, (snapshot) => {
      const index = reachIndex(snapshot)
      for (const party of index.parties.values()) {
        const whole = new Set(reachOf(index, party).reachedBy.map((row) => row.party.key))
        const parts = party.members.flatMap(({ container }) =>
          reachOf(index, partyOf(index, container.id)!).reachedBy.map((row) => row.party.key),
        )
        expect(new Set(parts.filter((key) => key !== party.key))).toEqual(whole)
      }
    }),
  )
})
