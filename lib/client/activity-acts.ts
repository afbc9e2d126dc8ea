// One line an act: long ones are recorded when they begin and again when they end, with the result. Pure.
import type { ActivityEntry } from '@/lib/contract/activity'

/** A scale begins as `stack/service` and ends as its stack. */
const keyOf = ({ actor, action, target }: ActivityEntry): string =>
  [actor, action, action.startsWith('stack.') ? target.split('/')[0] : target].join('\n')

/** `entries` are newest first. A beginning goes when its end is there; one without an end still runs and stays. */
export function actsOf(entries: readonly ActivityEntry[]): ActivityEntry[] {
  const ended = new Map<string, number>()
  return entries.filter((entry) => {
    const key = keyOf(entry)
    const ends = ended.get(key) ?? 0
    if (entry.result === 'running') {
      if (ends > 0) ended.set(key, ends - 1)
      return ends === 0
    }
    // What was refused never began, so no beginning stands before it.
    if (entry.result !== 'refused' && isLong(entry.action)) ended.set(key, ends + 1)
    return true
  })
}

const longActs = new Set(['image.pull', 'overlay.enable', 'overlay.disable', 'container.move', 'container.move-back'])
const isLong = (action: string): boolean =>
  longActs.has(action) || (action.startsWith('stack.') && action !== 'stack.cancel')

/** What somebody looked at, or did to their own account: on record in Activity, and no change to the cluster. */
export const outsideChanges = [
  'auth',
  'account',
  'token',
  'container.exec',
  'container.read-file',
  'container.download',
  'container.reveal',
  'network.doctor',
  'registry.test',
]

export const isChange = ({ action }: Pick<ActivityEntry, 'action'>): boolean =>
  !outsideChanges.some((left) => action === left || action.startsWith(`${left}.`))
