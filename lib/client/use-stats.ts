// What a container uses, live: streamed while somebody looks at it, the last ten minutes kept while its page is open.
import { useEffect, useState } from 'react'
import { keptStatsSamples, type StatsSample, statsSample } from '@/lib/contract/stats'
import { isApiError, open } from './api'
import { readValues } from './read-lines'

export type StatsState = {
  samples: StatsSample[]
  phase: 'reading' | 'live' | 'ended' | 'broken'
  error: unknown
}

const flushMs = 200
const retryMs = 3000
/** Nobody looks at a page that was in the background for so long. */
const patienceHiddenMs = 60_000

/** Of the last container alone, so that a look at its log loses nothing. */
let kept: { id: string; samples: StatsSample[] } = { id: '', samples: [] }

/** The server tells again what it still has; `fresh` is in order. */
export function joinSamples(known: readonly StatsSample[], fresh: readonly StatsSample[]): StatsSample[] {
  const last = known.at(-1)?.at ?? ''
  return [...known, ...fresh.filter(({ at }) => at > last)].slice(-keptStatsSamples)
}

function useIsLookedAt(): boolean {
  const [isSeen, setSeen] = useState(true)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const onChange = () => {
      clearTimeout(timer)
      if (document.visibilityState === 'visible') setSeen(true)
      else timer = setTimeout(() => setSeen(false), patienceHiddenMs)
    }
    document.addEventListener('visibilitychange', onChange)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', onChange)
    }
  }, [])
  return isSeen
}

/** `wanted` false: its host does not answer, so that asking is useless. A change to true asks anew. */
export function useStats(containerId: string, wanted: boolean): StatsState {
  const isLookedAt = useIsLookedAt()
  const [state, setState] = useState<StatsState>(() => ({
    samples: kept.id === containerId ? kept.samples : [],
    phase: 'reading',
    error: null,
  }))
  useEffect(() => {
    if (kept.id !== containerId) kept = { id: containerId, samples: [] }
    if (!wanted || !isLookedAt) return
    const abort = new AbortController()
    const { signal } = abort
    let fresh: StatsSample[] = []
    let retry: ReturnType<typeof setTimeout> | undefined
    const flush = () => {
      if (fresh.length === 0 || signal.aborted) return
      const samples = joinSamples(kept.samples, fresh)
      fresh = []
      kept = { id: containerId, samples }
      setState({ samples, phase: 'live', error: null })
    }
    const timer = setInterval(flush, flushMs)
    const read = async () => {
      try {
        const response = await open(`/containers/${encodeURIComponent(containerId)}/stats`, { signal })
        for await (const value of readValues(response)) fresh.push(statsSample.parse(value))
        flush()
        if (!signal.aborted) setState((now) => ({ ...now, phase: 'ended' }))
      } catch (error) {
        if (signal.aborted) return
        flush()
        setState((now) => ({ ...now, phase: 'broken', error }))
        // Only what may pass by itself is tried again.
        if (isApiError(error) && error.status >= 400 && error.status < 500) return
        retry = setTimeout(() => void read(), retryMs)
      }
    }
    setState((now) => ({ ...now, samples: kept.samples, phase: 'reading', error: null }))
    void read()
    return () => {
      abort.abort()
      clearInterval(timer)
      clearTimeout(retry)
    }
  }, [containerId, wanted, isLookedAt])
  return state
}
