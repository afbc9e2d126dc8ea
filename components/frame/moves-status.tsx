'use client'
// Moves under way in the status bar, each a link to where it is seen whole.
import Link from 'next/link'
import { doneSteps, moveTitle } from '@/components/board/move/move-words'
import { Ring } from '@/components/ui/progress'
import { useTexts } from '@/lib/client/language'
import type { Move } from '@/lib/contract/moves'
import { frameTexts } from '@/lib/texts/frame'
import { movesTexts } from '@/lib/texts/moves'

export function MovesStatus({ moves }: { moves: readonly Move[] }) {
  const t = useTexts(frameTexts).status
  const words = useTexts(movesTexts).progress
  return moves.map((move) => (
    <Link key={move.id} className="op" href={`/board?move=${encodeURIComponent(move.id)}`}>
      <Ring fraction={move.steps.length === 0 ? 0 : doneSteps(move) / move.steps.length} />
      {words.title(moveTitle(move), move.hostName)}: {t.steps(doneSteps(move), move.steps.length)}
    </Link>
  ))
}
