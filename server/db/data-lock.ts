// One Lotse for one data directory: two would both act on the same stacks. The lock is SQLite's own on a file beside the
// database, so the operating system drops it however the process ends.
import { closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { AppError, messageOf } from '@/server/errors'
import { databaseError } from './database-error'
import { makeDirectory } from './make-directory'

/** Throws conflict while another process holds it. Returns what gives it back. */
export const lockDataDirectory = async (directory: string): Promise<() => Promise<void>> => {
  const file = path.join(directory, 'lotse.lock')
  try {
    makeDirectory(directory)
    closeSync(openSync(file, 'a', 0o600))
  } catch (error) {
    throw new AppError('database_readonly', `The data directory ${directory} cannot be used: ${messageOf(error)}.`, {
      details: { fix: 'Choose one with --data that the user who runs Lotse can write to.' },
      cause: error,
    })
  }
  const connection = await new PrismaBetterSqlite3({ url: `file:${file}`, timeout: 0 }).connect()
  try {
    await connection.executeScript('PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE')
  } catch (error) {
    await connection.dispose()
    const named = databaseError(file, error)
    if (named && named.code !== 'database_locked') throw named
    throw new AppError('conflict', `Another Lotse is using the data directory ${directory}.`, {
      details: { fix: 'End it first, or give this one a directory of its own with --data.' },
      cause: error,
    })
  }
  return () => connection.dispose()
}
