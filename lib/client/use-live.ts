// The connection's status for components: whether what is shown is live, and why nothing can be changed when it is not.

import { useSyncExternalStore } from 'react'
import { frameTexts } from '@/lib/texts/frame'
import { noticeMs, useNow } from './clock'
import { useTexts } from './language'
import { liveStatus, subscribeLive } from './live'
import type { LiveStatus } from './live-connection'

const unknown: LiveStatus = { state: 'connecting', lostAt: null, lastEventAt: null, nextTryAt: null }

export const useLiveStatus = (): LiveStatus => useSyncExternalStore(subscribeLive, liveStatus, () => unknown)

/** When the connection was lost, once that has lasted; else null. */
export function useLostSince(): number | null {
  const { lostAt } = useLiveStatus()
  useNow()
  return lostAt !== null && Date.now() - lostAt > noticeMs ? lostAt : null
}

/** The reason why acts are impossible just now. */
export function useActBlocked(): string | undefined {
  const t = useTexts(frameTexts).lost
  return useLostSince() === null ? undefined : t.blocked
}
