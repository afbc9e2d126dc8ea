// A container's past as lines of a timeline: one line an act, in words, with who or which engine says so. Pure.
import type { TimelineEntry } from '@/components/ui/timeline'
import { actsOf } from '@/lib/client/activity-acts'
import { activityWords } from '@/lib/client/activity-words'
import { said } from '@/lib/client/said'
import type { StateKind } from '@/lib/client/state-words'
import type { ActivityEntry } from '@/lib/contract/activity'
import type { Death } from '@/lib/contract/deaths'
import type { HistoryEntry } from '@/lib/contract/history'
import type { Language } from '@/lib/texts/catalogue'
import { containerHistoryTexts } from '@/lib/texts/container-history'
import { deathTexts } from '@/lib/texts/deaths'
import { stateTexts } from '@/lib/texts/states'
import { foldStops } from './fold-stops'
import { eventWords } from './history-words'

const marks: Record<ActivityEntry['result'], StateKind> = { ok: 'ok', failed: 'fail', refused: 'warn', running: 'busy' }

export type ShownEntry = TimelineEntry & { death?: Death }

/** An engine's event and what was kept of the same end differ by the time it took to notice. */
const sameEndMs = 3_000

/** `entries` and `deaths` are newest first. */
export function shownHistory(
  entries: readonly HistoryEntry[],
  deaths: readonly Death[],
  language: Language,
): ShownEntry[] {
  const t = containerHistoryTexts[language]
  const { results } = stateTexts[language]
  const acts = new Set(actsOf(entries.flatMap((each) => (each.kind === 'activity' ? [each.entry] : []))))
  const left = new Set(deaths)
  const deathOf = (at: string, hostName: string): Death | undefined => {
    const death = [...left].find(
      (each) => each.hostName === hostName && Math.abs(Date.parse(each.at) - Date.parse(at)) <= sameEndMs,
    )
    if (death) left.delete(death)
    return death
  }
  const shown = foldStops(entries).flatMap((each, index): ShownEntry[] => {
    if (each.kind === 'event') {
      const death = each.action === 'die' ? deathOf(each.at, each.hostName) : undefined
      const { mark, text } = eventWords(each, t)
      const id = `e${each.at}${each.action}${index}`
      const line = { id, at: each.at, mark, markWords: t.mark, text, detail: t.engine(each.hostName) }
      return [death === undefined ? line : { ...line, death }]
    }
    const { entry, at, about } = each
    if (!acts.has(entry)) return []
    const { text, note } = activityWords(entry, language)
    const words = note === '' ? entry.actor : `${entry.actor}, ${said(note, language)}`
    const told = about === '' ? words : `${words.replace(/\.$/, '')}; ${t.here(said(about, language))}`
    return [{ id: `a${entry.id}`, at, mark: marks[entry.result], markWords: results[entry.result], text, detail: told }]
  })
  // What no engine remembers any more.
  const kept = [...left].map((death): ShownEntry => {
    const { at, exitCode, hostName } = death
    const event = { kind: 'event', at, action: 'die', exitCode, detail: '', hostName } as const
    const { mark, text } = eventWords(event, t)
    const detail = `${hostName}, ${deathTexts[language].keptHere}`
    return { id: `d${death.id}`, at, mark, markWords: t.mark, text, detail, death }
  })
  return [...shown, ...kept].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
}
