'use client'
// Follows the log or holds it still; held, it says what came meanwhile.
import { Pause, Play } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { useTexts } from '@/lib/client/language'
import type { LogPhase } from '@/lib/client/log-store'
import { logTexts } from '@/lib/texts/logs'

type Props = { phase: LogPhase; isHeld: boolean; waiting: number; onHold: (isHeld: boolean) => void }

export function FollowButton({ phase, isHeld, waiting, onHold }: Props) {
  const t = useTexts(logTexts)
  if (phase === 'complete') {
    return (
      <Button icon={Pause} disabledReason={t.completeWhy}>
        {t.complete}
      </Button>
    )
  }
  return (
    <Button
      icon={isHeld ? Play : Pause}
      look={isHeld && waiting > 0 ? 'primary' : 'default'}
      onClick={() => onHold(!isHeld)}
    >
      {isHeld ? (waiting > 0 ? t.followNew(waiting) : t.follow) : t.pause}
    </Button>
  )
}
