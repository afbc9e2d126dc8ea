// After any sequence of changes a list that is put together from what was kept is, byte for byte, the one that is written anew.
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Container } from '@/lib/contract/containers'
import type { ClusterTap } from '@/server/cluster/types'
import { aContainer, aHost } from '@/server/testing/stack-builders'
import { createContainerListing } from './container-listing'
import { lastingSummary, statusOf } from './container-summary'
import { listingText } from './send-listing'

const host = aHost('n1')
const startMs = Date.parse('2026-01-01T00:00:00Z')
const states = ['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'] as const

const step = fc.record({
  at: fc.nat({ max: 11 }),
  act: fc.constantFrom('put', 'put', 'put', 'remove', 'list'),
  state: fc.constantFrom(...states),
  known: fc.boolean(),
  health: fc.constantFrom('none' as const, 'healthy' as const, 'starting' as const),
  label: fc.string({ maxLength: 8 }),
  createdS: fc.nat({ max: 5 }),
  sinceS: fc.option(fc.nat({ max: 400_000_000 })),
  ip: fc.constantFrom('10.0.0.1', '10.0.0.2'),
  sizes: fc.boolean(),
})

/** A cluster that is a map of containers. */
function aCluster() {
  const byId = new Map<string, Container>()
  const taps = new Set<ClusterTap>()
  return {
    container: (ref: string) => byId.get(ref),
    containersOf: () => [...byId.values()],
    tap: (tap: ClusterTap) => {
      taps.add(tap)
      return () => void taps.delete(tap)
    },
    put(container: Container) {
      byId.set(container.id, container)
      for (const tap of taps) tap.containers?.([container], [])
    },
    remove(id: string) {
      if (byId.delete(id)) for (const tap of taps) tap.containers?.([], [id])
    },
  }
}

const anew = (containers: Container[], ip: string, nowMs: number, more: ReadonlyMap<string, object>): string => {
  const sorted = containers.sort(
    (one, other) => Date.parse(other.createdAt) - Date.parse(one.createdAt) || (one.id < other.id ? -1 : 1),
  )
  const texts = sorted.map((each) =>
    JSON.stringify({ ...lastingSummary(each, ip), Status: statusOf(each, nowMs), ...more.get(each.id) }),
  )
  return `[${texts.join(',')}]\n`
}

afterEach(() => void vi.useRealTimers())

describe('the kept list of containers', () => {
  it('is the one that is written anew', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const cluster = aCluster()
        const listing = createContainerListing(cluster)
        const check = (ip: string, nowMs: number, more: ReadonlyMap<string, object>) => {
          const { bytes, encoding, pieces } = listingText(listing.newestFirst(), { nowMs, ipOf: () => ip, more })
          const sent = Buffer.concat([...pieces].map((text) => Buffer.from(text, encoding)))
          expect(sent.length).toBe(bytes)
          expect(sent.toString()).toBe(anew(cluster.containersOf(), ip, nowMs, more))
        }
        for (const [turn, { at, act, state, known, health, label, createdS, sinceS, ip, sizes }] of steps.entries()) {
          const id = at.toString(16).repeat(64)
          const since = sinceS === null ? null : new Date(startMs - sinceS * 1_000).toISOString()
          if (act === 'remove') cluster.remove(id)
          else if (act === 'list') check(ip, startMs + turn * 1_000, new Map(sizes ? [[id, { SizeRw: at }]] : []))
          else {
            cluster.put({
              ...aContainer(host, `web-${at}`, { state, known, health, labels: { label }, startedAt: since }),
              id,
              finishedAt: since,
              createdAt: new Date(startMs + createdS * 1_000).toISOString(),
            })
          }
        }
        check('10.0.0.1', startMs, new Map())
        listing.stop()
      }),
      { numRuns: 150 },
    )
  })

  it('is let go when nobody asks for it, and is whole again for the next who does', () => {
    vi.useFakeTimers()
    const cluster = aCluster()
    const listing = createContainerListing(cluster)
    cluster.put(aContainer(host, 'one'))
    const [kept] = listing.newestFirst()
    expect(listing.newestFirst()[0]).toBe(kept)
    vi.advanceTimersByTime(300_001)
    cluster.put(aContainer(host, 'two'))
    expect(listing.newestFirst()).toHaveLength(2)
    expect(listing.newestFirst().includes(kept as NonNullable<typeof kept>)).toBe(false)
    listing.stop()
  })
})
