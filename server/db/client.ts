// Opens the one SQLite file: private to its owner, migrated, in write-ahead mode. Every failure of a query that has to do
// with the file rather than with the query comes out as a named error.
import { chmodSync, closeSync, openSync } from 'node:fs'
import path from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaClient } from '@/prisma/generated/client'
import { AppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { databaseError } from './database-error'
import { makeDirectory } from './make-directory'
import { migrate } from './migrate'

export type Database = PrismaClient
export type DatabaseOptions = { log?: Log; busyTimeoutMs?: number }

const prepareFile = (file: string) => {
  try {
    makeDirectory(path.dirname(file))
    closeSync(openSync(file, 'a', 0o600))
    // A file made by other means, or under an older umask, may be open to others; it holds keys.
    chmodSync(file, 0o600)
  } catch (error) {
    throw (
      databaseError(file, error) ??
      new AppError('database_readonly', `The database ${file} cannot be made: ${messageOf(error)}.`, { cause: error })
    )
  }
}

export const openDatabase = async (file: string, options: DatabaseOptions = {}): Promise<Database> => {
  prepareFile(file)
  await migrate(file, options.log)
  // Queries run on the main thread: waiting for another process's lock stops everything else for as long.
  const busyTimeoutMs = options.busyTimeoutMs ?? 1_000
  const client = new PrismaClient({ adapter: new PrismaBetterSqlite3({ url: `file:${file}`, timeout: busyTimeoutMs }) })
  const database = client.$extends({
    query: {
      $allOperations: async ({ args, query }) => {
        try {
          return await query(args)
        } catch (error) {
          throw databaseError(file, error) ?? error
        }
      },
    },
  }) as unknown as Database
  try {
    await database.$queryRawUnsafe('PRAGMA journal_mode=WAL')
    for (const pragma of ['synchronous=NORMAL', 'foreign_keys=ON', `busy_timeout=${busyTimeoutMs}`]) {
      await database.$queryRawUnsafe(`PRAGMA ${pragma}`)
    }
    // A file on a read-only disk opens well and fails at the first write; better to know now.
    await database.$executeRawUnsafe('CREATE TABLE IF NOT EXISTS "_lotse_writable" ("x" INTEGER)')
    await database.$executeRawUnsafe('DROP TABLE "_lotse_writable"')
  } catch (error) {
    await client.$disconnect()
    throw (
      databaseError(file, error) ?? new AppError('internal', `The database ${file} does not open.`, { cause: error })
    )
  }
  return database
}
