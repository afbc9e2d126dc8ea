// A line of Activity as a sentence: what was done to what, and what else the server says of it. Pure.
import type { ActivityEntry } from '@/lib/contract/activity'
import { activityTexts } from '@/lib/texts/activity'
import { actsDone } from '@/lib/texts/acts-done'
import { actsToDo } from '@/lib/texts/acts-to-do'
import type { Language } from '@/lib/texts/catalogue'
import { languageNow } from './language'

/** A text with its `{parts}` put in; a part that is not given stays as it stands. */
const filled = (text: string, parts: Record<string, string>): string =>
  text.replace(/\{(\w+)\}/g, (mark, name: string) => parts[name] ?? mark)

export function activityWords(
  entry: Pick<ActivityEntry, 'action' | 'target' | 'message' | 'result'>,
  language: Language = languageNow(),
): { text: string; note: string } {
  const texts: Record<string, string> = (entry.result === 'ok' ? actsDone : actsToDo)[language]
  const unknown = `${entry.action.replace('.', ' ').replaceAll('-', ' ')} {target}`
  const [network = '', container = ''] = entry.target.split(' ')
  const act = filled(texts[entry.action] ?? unknown, { target: entry.target, network, container })
  const text = entry.result === 'ok' ? act : activityTexts[language].beginnings[entry.result](act)
  const isTold = entry.message === '' || entry.message === entry.target || entry.message === text
  return { text, note: isTold ? '' : entry.message }
}
