// Decisions of the real classic Swarm, kept with the code: ours must agree in ranking, ties and error texts, and the
// three ways to ask (schedule, rank, explain) must agree with each other.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { explain } from '@/server/scheduler/explain'
import { schedule } from '@/server/scheduler/schedule'
import { answer, difference, optionsOf, parseVectors, requestOf, stateOf } from './scheduler'

const vectors = parseVectors(readFileSync(new URL('../../server/scheduler/testdata/vectors.jsonl.gz', import.meta.url)))

describe('recorded decisions of classic Swarm', () => {
  it('are decided the same', () => {
    expect(vectors.length).toBe(600)
    expect(vectors.map(difference).filter((found) => found !== null)).toEqual([])
  })

  it('are explained as they are decided', () => {
    for (const vector of vectors) {
      const state = stateOf(vector)
      const request = requestOf(vector)
      const options = optionsOf(vector)
      const decision = schedule(state, request, options)
      const explained = explain(state, request, options)
      const { ranked, error } = answer(vector)
      expect(explained.error).toBe(error ?? null)
      expect(explained.chosenHostId).toBe(decision.placed ? decision.hostId : null)
      const eligible = explained.hosts.filter((host) => host.eligible).map(({ hostName }) => hostName)
      expect(eligible.sort()).toEqual((ranked ?? []).flat().sort())
      const chosen = explained.hosts.find((host) => host.chosen)
      if (chosen) expect(ranked?.[0]).toContain(chosen.hostName)
    }
  })

  it('are told apart from a wrong answer', () => {
    const placed = vectors.find(({ result }) => (result.ranked?.length ?? 0) > 1)
    if (!placed?.result.ranked) throw new Error('No vector with two groups')
    const reversed = { ...placed, result: { ranked: placed.result.ranked.toReversed() } }
    expect(difference(reversed)).not.toBeNull()
  })
})
