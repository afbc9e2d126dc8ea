// What of a host could not be read although it answers, as a note on it: what is shown is old then, and must say so. Told to the log
// when it begins, ends or changes, not at each look.
import type { HostProblem } from '@/lib/contract/hosts'
import { isAppError, messageOf } from '@/server/errors'
import type { HostView } from './host-view'
import type { ListPart } from './reader'

/** `all`: the look itself failed. */
export type Unread = { part: ListPart | 'all'; error: unknown }

const clock = (ms: number) => new Date(ms).toISOString().slice(11, 19)

const listWords: Record<ListPart, (why: string) => string> = {
  networks: (why) => `Its networks could not be read: ${why}`,
  images: (why) => `Its images could not be read: ${why}`,
  volumes: (why) => `Its volumes could not be read: ${why}`,
}

const messageFor = ({ part, error }: Unread, readMs: number | null): string =>
  part === 'all'
    ? `It answers, but could not be read since ${clock(readMs ?? Date.now())} UTC; what is shown is of then: ${messageOf(error)}`
    : listWords[part](messageOf(error))

const noteOf = (unread: Unread, readMs: number | null): HostProblem => {
  const fix = isAppError(unread.error) ? unread.error.details?.fix : undefined
  return { code: 'unread', message: messageFor(unread, readMs), ...(fix === undefined ? {} : { fix }) }
}

const isUnread = ({ code }: HostProblem): boolean => code === 'unread'

/** Whether that is news. */
export function noteUnread(view: HostView, unread: readonly Unread[]): boolean {
  const before = view.notes.filter(isUnread)
  const now = unread.map((each) => noteOf(each, view.refreshedMs))
  if (JSON.stringify(before) === JSON.stringify(now)) return false
  view.notes = [...view.notes.filter((note) => !isUnread(note)), ...now]
  return true
}
