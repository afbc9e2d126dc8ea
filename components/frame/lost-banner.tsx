'use client'
// Says that what is shown is no longer live, since when, and when the next try comes.
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { useNow } from '@/lib/client/clock'
import { clockTime, duration } from '@/lib/client/format'
import { retryLive } from '@/lib/client/live'
import { useLiveStatus, useLostSince } from '@/lib/client/use-live'

export function LostBanner() {
  const lostAt = useLostSince()
  const { lastEventAt, nextTryAt } = useLiveStatus()
  useNow()
  if (lostAt === null) return null
  const nowMs = Date.now()
  const seen = lastEventAt === null ? '' : `What you see is from ${clockTime(lastEventAt)}. `
  return (
    <Banner
      kind="fail"
      title={`Connection to Lotse lost ${duration(nowMs - lostAt)} ago.`}
      end={
        <>
          <span className="dim" aria-hidden="true">
            {nextTryAt !== null && nextTryAt > nowMs ? `next try in ${duration(nextTryAt - nowMs)}` : 'trying'}
          </span>
          <Button size="small" onClick={retryLive}>
            Try now
          </Button>
        </>
      }
    >
      {seen}Nothing can be changed until it is back. Your containers are not affected.
    </Banner>
  )
}
