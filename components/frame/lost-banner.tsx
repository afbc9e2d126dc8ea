'use client'
// Says that what is shown is no longer live, since when, and when the next try comes.
import { Banner } from '@/components/ui/banner'
import { Button } from '@/components/ui/button'
import { useNow } from '@/lib/client/clock'
import { clockTime, duration } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { retryLive } from '@/lib/client/live'
import { useSessionOver } from '@/lib/client/session-end'
import { useLiveStatus, useLostSince } from '@/lib/client/use-live'
import { frameTexts } from '@/lib/texts/frame'

export function LostBanner() {
  const t = useTexts(frameTexts).lost
  const lostAt = useLostSince()
  const { lastEventAt, nextTryAt } = useLiveStatus()
  const isSessionOver = useSessionOver()
  useNow()
  // A session that has ended is asked for by a dialog of its own.
  if (lostAt === null || isSessionOver) return null
  const nowMs = Date.now()
  const seen = lastEventAt === null ? '' : `${t.seen(clockTime(lastEventAt))} `
  return (
    <Banner
      kind="fail"
      title={t.title(duration(nowMs - lostAt))}
      end={
        <>
          <span className="dim" aria-hidden="true">
            {nextTryAt !== null && nextTryAt > nowMs ? t.nextTry(duration(nextTryAt - nowMs)) : t.trying}
          </span>
          <Button size="small" onClick={retryLive}>
            {t.tryNow}
          </Button>
        </>
      }
    >
      {seen}
      {t.calm}
    </Banner>
  )
}
