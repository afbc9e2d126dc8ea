'use client'
// The foot of the board while containers are held: where they would go and what is said there, how many hosts take them.
import { elapsed } from '@/lib/client/format'
import { useTexts } from '@/lib/client/language'
import { errorSaid } from '@/lib/client/said'
import { frameTexts } from '@/lib/texts/frame'
import { movesTexts } from '@/lib/texts/moves'
import { placementTexts } from '@/lib/texts/placement'
import { verdictText } from '../drag/verdict-words'
import { volumesOf } from './held-containers'
import type { BoardMove } from './use-board-move'

export function HeldFoot({ move: { held, target, judged, groups, drag } }: { move: BoardMove }) {
  const t = useTexts(movesTexts)
  const words = useTexts(placementTexts)
  const caps = useTexts(frameTexts).caps
  if (held === null) return null
  const { verdicts, tookMs, error } = judged
  const verdict = target === null ? undefined : verdicts?.get(target)
  const host = groups.flatMap((group) => group.hosts).find(({ id }) => id === target)
  const all = [...(verdicts?.values() ?? [])]
  const others = all.filter(({ kind }) => kind !== 'here').length
  const fits = all.filter(({ kind }) => kind === 'fits').length
  const volumes = volumesOf(held.containers)
  return (
    <section className="board-foot of-held" aria-label={held.title}>
      <p className="board-say">
        <b>{t.progress.title(held.title, host?.name ?? '…')}</b>
        <span>{host && verdict ? verdictText(verdict, words) : host ? words.asking : t.noHost}</span>
        {verdict?.kind === 'fits' && volumes.length > 0 && <span>{t.volumes(volumes.join(', '))}</span>}
        {error !== null && <span className="fail">{t.cannotAsk(errorSaid(error))}</span>}
      </p>
      {verdicts && (
        <span className="dim small nw hide-s">
          {t.fitting(fits, others)}, {t.answered(elapsed(Math.max(1, tookMs)))}
        </span>
      )}
      <span className="push nw small dim hide-s">
        {drag.lifted?.by === 'keys' && (
          <>
            <kbd>←</kbd>
            <kbd>→</kbd> {t.keys.host} <kbd>↑</kbd>
            <kbd>↓</kbd> {t.keys.fitting} <kbd>{caps.Enter}</kbd> {t.keys.drop}{' '}
          </>
        )}
        <kbd>{caps.Esc}</kbd> {t.keys.back}
      </span>
    </section>
  )
}
