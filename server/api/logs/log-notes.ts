// What happens to the containers of a merged log, told between their lines. Pure.
import type { Container } from '@/lib/contract/containers'
import type { LogNote, LogNoteCode } from '@/lib/contract/logs'
import { isAppError, messageOf } from '@/server/errors'

type Named = Pick<Container, 'hostName' | 'name'>
export const nameOf = ({ hostName, name }: Named): string => `${hostName}/${name}`

type NoteParts = Partial<Omit<LogNote, 'code' | 'name'>>
export const noteOf = (nowMs: number, code: LogNoteCode, name: string, parts: NoteParts = {}): LogNote => ({
  at: new Date(nowMs).toISOString(),
  code,
  name,
  source: null,
  text: '',
  exitCode: null,
  ...parts,
})

const isUp = ({ state }: Container) => state === 'running' || state === 'paused' || state === 'restarting'

/** What its stack counts it as, or its name on its host: who stands there next has recreated it. */
export const placeOf = ({ stack, service, number, hostId, name }: Container): string =>
  stack !== null && service !== null && number !== null ? `${stack}\n${service}\n${number}` : `${hostId}\n${name}`

/** Null: nothing that a reader of logs must know. */
export function changeOf(before: Container, after: Container): { code: LogNoteCode; exitCode: number | null } | null {
  if (!before.known || !after.known) return null
  if (isUp(before) && !isUp(after)) return { code: 'ended', exitCode: after.exitCode }
  if (isUp(after) && before.startedAt !== null && before.startedAt !== after.startedAt)
    return { code: 'started', exitCode: null }
  return null
}

const unreadable = /does not support reading|not support(ed)? .*read/i

/** Why a log could not be read, or not to its end. */
export const failureCode = (error: unknown): Extract<LogNoteCode, 'unreadable' | 'host-silent' | 'broken'> => {
  if (unreadable.test(messageOf(error))) return 'unreadable'
  return isAppError(error) && error.code === 'host_unreachable' ? 'host-silent' : 'broken'
}
