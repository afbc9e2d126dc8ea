// A migrated database in a directory of its own, for tests.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Database, openDatabase } from '@/server/db/client'

export type TemporaryDatabase = { db: Database; directory: string; file: string; close(): Promise<void> }

export const temporaryDatabase = async (): Promise<TemporaryDatabase> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'lotse-test-'))
  const file = path.join(directory, 'lotse.db')
  const db = await openDatabase(file)
  return {
    db,
    directory,
    file,
    close: async () => {
      await db.$disconnect()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
