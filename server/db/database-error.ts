// SQLite's ways to refuse, as named errors: whoever reads "database is locked" should learn which file and what to do.
import { AppError, type ErrorCode, messageOf } from '@/server/errors'

const kinds: { code: ErrorCode; pattern: RegExp; says: string; fix: string }[] = [
  {
    code: 'database_locked',
    pattern: /SQLITE_BUSY|SQLITE_LOCKED|database (table )?is locked|P1008|SocketTimeout/,
    says: 'is locked by another process',
    fix: 'Stop the other program that has the file open (a second Lotse, a backup, a sqlite3 shell) and try again.',
  },
  {
    code: 'disk_full',
    pattern: /SQLITE_FULL|SQLITE_IOERR_WRITE|database or disk is full|ENOSPC/,
    says: 'cannot grow: the disk is full',
    fix: 'Free space on the disk that holds the data directory and try again.',
  },
  {
    code: 'database_readonly',
    pattern: /SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|readonly database|unable to open database|EACCES|EROFS|EPERM/,
    says: 'cannot be written',
    fix: 'Give the user that runs Lotse write access to the data directory and every file in it.',
  },
  {
    code: 'internal',
    pattern: /SQLITE_CORRUPT|SQLITE_NOTADB|malformed|file is not a database/,
    says: 'is damaged or not a database',
    fix: 'Restore it from a backup, or move it away to start with an empty one.',
  },
]

/** Everything a failure says about itself: codes and messages, of its causes and of the driver's error inside it. */
const wordsOf = (error: unknown, depth = 0): string => {
  if (depth > 5 || error === null || typeof error !== 'object') return String(error)
  const { code, cause, meta, originalCode, originalMessage, kind } = error as Record<string, unknown>
  const driver = (meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError
  return [
    messageOf(error),
    ...[code, originalCode, originalMessage, kind].filter((word) => typeof word === 'string'),
    ...[cause, driver].filter(Boolean).map((inner) => wordsOf(inner, depth + 1)),
  ].join(' ')
}

/** The named error for a failure of the database at `path`; undefined when it is none of them. */
export const databaseError = (path: string, error: unknown): AppError | undefined => {
  if (error instanceof AppError) return error
  const words = wordsOf(error)
  const kind = kinds.find(({ pattern }) => pattern.test(words))
  return (
    kind &&
    new AppError(kind.code, `The database ${path} ${kind.says}.`, { details: { fix: kind.fix, path }, cause: error })
  )
}
