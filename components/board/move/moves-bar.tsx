'use client'
// Moves under way, and the last one that can still be taken back: on the board whoever began them, until they are hidden.
import { Undo2, X } from 'lucide-react'
import { useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { StateMark } from '@/components/ui/state'
import { useKnownNow } from '@/lib/client/clock'
import { useTexts } from '@/lib/client/language'
import { useMoves } from '@/lib/client/use-moves'
import type { Move } from '@/lib/contract/moves'
import { movesTexts } from '@/lib/texts/moves'
import { doneSteps, isUnderWay, moveKinds, moveTitle } from './move-words'

const shownMoves = 3
/** How long one that has ended stays in sight. */
const shownMs = 10 * 60_000

const isFresh = ({ finishedAt }: Move, now: number) => finishedAt !== null && now - Date.parse(finishedAt) < shownMs

type Props = { onShow: (id: string) => void; onUndo: (move: Move) => void }

export function MovesBar({ onShow, onUndo }: Props) {
  const t = useTexts(movesTexts).progress
  const now = useKnownNow()
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set())
  const shown = (useMoves().data ?? [])
    .filter((move) => isUnderWay(move) || (isFresh(move, now) && move.undoneBy === null && !hidden.has(move.id)))
    .slice(0, shownMoves)
  if (shown.length === 0) return null
  return (
    <ul className="moves" aria-label={t.list}>
      {shown.map((move) => (
        <li key={move.id} data-move={move.state}>
          <StateMark kind={moveKinds[move.state]} />
          <b className="cut">{t.title(moveTitle(move), move.hostName)}</b>
          <span className="dim">
            {t.state[move.state]}
            {isUnderWay(move) && `, ${t.steps(doneSteps(move), move.steps.length)}`}
          </span>
          <span className="push" />
          <Button size="small" look="ghost" onClick={() => onShow(move.id)}>
            {t.show}
          </Button>
          {move.canUndo && (
            <Button size="small" look="ghost" icon={Undo2} onClick={() => onUndo(move)}>
              {t.undo}
            </Button>
          )}
          {!isUnderWay(move) && (
            <IconButton
              icon={X}
              label={t.dismiss}
              onClick={() => setHidden((before) => new Set([...before, move.id]))}
            />
          )}
        </li>
      ))}
    </ul>
  )
}
