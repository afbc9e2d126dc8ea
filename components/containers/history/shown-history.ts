// A container's past as lines of a timeline: one line an act, in words, with who or which engine says so. Pure.
import type { TimelineEntry } from '@/components/ui/timeline'
import { actsOf } from '@/lib/client/activity-acts'
import { activityWords } from '@/lib/client/activity-words'
import { said } from '@/lib/client/said'
import type { StateKind } from '@/lib/client/state-words'
import type { ActivityEntry } from '@/lib/contract/activity'
import type { HistoryEntry } from '@/lib/contract/history'
import type { Language } from '@/lib/texts/catalogue'
import { containerHistoryTexts } from '@/lib/texts/container-history'
import { stateTexts } from '@/lib/texts/states'
import { foldStops } from './fold-stops'
import { eventWords } from './history-words'

const marks: Record<ActivityEntry['result'], StateKind> = { ok: 'ok', failed: 'fail', refused: 'warn', running: 'busy' }

/** `entries` are newest first. */
export function shownHistory(entries: readonly HistoryEntry[], language: Language): TimelineEntry[] {
  const t = containerHistoryTexts[language]
  const { results } = stateTexts[language]
  const acts = new Set(actsOf(entries.flatMap((each) => (each.kind === 'activity' ? [each.entry] : []))))
  return foldStops(entries).flatMap((each, index): TimelineEntry[] => {
    if (each.kind === 'event') {
      const { mark, text } = eventWords(each, t)
      const id = `e${each.at}${each.action}${index}`
      return [{ id, at: each.at, mark, markWords: t.mark, text, detail: t.engine(each.hostName) }]
    }
    const { entry, at, about } = each
    if (!acts.has(entry)) return []
    const { text, detail } = activityWords(entry, language)
    const words = said(detail, language)
    const told = about === '' ? words : `${words}; ${t.here(said(about, language))}`
    return [{ id: `a${entry.id}`, at, mark: marks[entry.result], markWords: results[entry.result], text, detail: told }]
  })
}
