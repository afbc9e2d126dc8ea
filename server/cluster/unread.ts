// What of a host could not be read although it answers, as notes on it: what is shown is old then, and must say so. Told to the log
// when it begins, ends or changes, not at each look.
import type { HostProblem } from '@/lib/contract/hosts'
import { isAppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import type { HostView } from './host-view'
import type { ListPart, Unread } from './reader'
import type { HostPart } from './types'

/** `all`: a full look failed. */
type Subject = ListPart | 'all'

const messages: Record<Subject, (why: string) => string> = {
  all: (why) => `It answers, but cannot be read whole; what is shown may be old: ${why}`,
  networks: (why) => `Its networks could not be read: ${why}`,
  images: (why) => `Its images could not be read: ${why}`,
  volumes: (why) => `Its volumes could not be read: ${why}`,
}

const noteOf = (subject: Subject, error: unknown, sinceMs: number): HostProblem => {
  const fix = isAppError(error) ? error.details?.fix : undefined
  const since = new Date(sinceMs).toISOString()
  return { code: 'unread', message: messages[subject](messageOf(error)), since, ...(fix === undefined ? {} : { fix }) }
}

export type UnreadNotes = {
  /** These were read, but for those that failed: whatever was said of them before is over. */
  read(parts: readonly HostPart[], failed: readonly Unread[]): void
  lookFailed(error: unknown): void
}

export function createUnreadNotes(view: HostView, changed: () => void, log: Log): UnreadNotes {
  const notes = new Map<Subject, HostProblem>()
  const isListed = (part: HostPart): part is ListPart => part in messages

  const show = () => {
    view.notes = [...view.notes.filter(({ code }) => code !== 'unread'), ...notes.values()]
    changed()
  }
  /** Whether that is news; since when, is kept. */
  const note = (subject: Subject, error: unknown, sinceMs: number): boolean => {
    const before = notes.get(subject)
    const now = noteOf(subject, error, before?.since === undefined ? sinceMs : Date.parse(before.since))
    if (before?.message === now.message) return false
    notes.set(subject, now)
    log.warn({ host: view.record.address, err: error }, `its ${subject} could not be read`)
    return true
  }
  return {
    read(parts, failed) {
      const over: Subject[] = parts.filter(isListed).filter((part) => !failed.some((each) => each.part === part))
      if (parts.includes('info') && parts.includes('containers')) over.push('all')
      const isOver = over.map((subject) => notes.delete(subject)).some(Boolean)
      const isNews = failed.map(({ part, error }) => note(part, error, Date.now())).some(Boolean)
      if (!isOver && !isNews) return
      if (notes.size === 0) log.info({ host: view.record.address }, 'all of it is read again')
      show()
    },
    lookFailed(error) {
      if (note('all', error, view.refreshedMs ?? Date.now())) show()
    },
  }
}
