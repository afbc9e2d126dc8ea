import { describe, expect, it } from 'vitest'
import type { PullProgress } from '@/lib/contract/inventory'
import { foldPull, type Pull, pullFraction } from './pulls'

const begun: Pull = { id: 1, reference: 'redis:7', hosts: [], error: null, isRunning: true }
const step = (hostName: string, state: PullProgress['state'], fraction: number | null): PullProgress => ({
  hostId: hostName,
  hostName,
  state,
  detail: '',
  fraction,
  error: state === 'failed' ? 'no room' : null,
})

describe('a pull', () => {
  it('has the last word of each host, in the order of their names', () => {
    const told = [step('kiel', 'running', 0.2), step('emden', 'running', null), step('kiel', 'done', 1)]
    const { hosts } = told.reduce(foldPull, begun)
    expect(hosts.map(({ hostName, state }) => `${hostName} ${state}`)).toEqual(['emden running', 'kiel done'])
  })

  it('is as far as its hosts are; one that failed has no further to go', () => {
    expect(pullFraction(begun)).toBe(0)
    const told = [step('kiel', 'done', 1), step('emden', 'failed', null), step('husum', 'running', 0.5)]
    expect(pullFraction(told.reduce(foldPull, begun))).toBeCloseTo(2.5 / 3)
    expect(pullFraction(foldPull(begun, step('kiel', 'running', null)))).toBe(0)
  })
})
