'use client'
// Times: an age that counts on, a clock time, each with the exact moment and zone on hover.
import { useNowAs } from '@/lib/client/clock'
import { clockTime, dayAndClock, duration, exactTime, shortWhen } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { uiTexts } from '@/lib/texts/ui'

/** `5 m 26 s`, counting; `told` makes a moment of it: `5 m 26 s ago`. */
export function Ago({ at, told }: { at: string; told?: boolean }) {
  const t = useTexts(uiTexts)
  const began = Date.parse(at)
  const age = useNowAs((now) => duration(now - began))
  return (
    <time className="ago" dateTime={at} title={exactTime(at)}>
      {told ? t.ago(age) : age}
    </time>
  )
}

/** The clock time today, else the day. */
export function When({ at }: { at: string }) {
  const when = useNowAs((now) => shortWhen(at, now))
  return (
    <time className="num" dateTime={at} title={exactTime(at)}>
      {when}
    </time>
  )
}

/** When exactly enough to compare: for facts. */
export function Moment({ at }: { at: string }) {
  const when = useNowAs((now) => dayAndClock(at, now))
  return (
    <time className="num" dateTime={at} title={exactTime(at)}>
      {when}
    </time>
  )
}

export const Clock = ({ at }: { at: string | number }) => (
  <time className="num" dateTime={new Date(at).toISOString()} title={exactTime(at)}>
    {clockTime(at)}
  </time>
)
