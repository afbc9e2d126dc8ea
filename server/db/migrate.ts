// Brings the database to the schema of this program at start. It refuses what it cannot mend, before anything is changed.

import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { AppError, messageOf } from '@/server/errors'
import type { Log } from '@/server/log'
import { databaseError } from './database-error'
import { noFilters, readMigrations, withSchemaEngine } from './schema-engine'

/** What the engine says of a database that was just made. */
const noMigrationsTable = 'P1014'

const refuseWhatCannotBeMended = async (engine: SchemaEngine, migrationsList: MigrationList, databasePath: string) => {
  const found = await engine
    .diagnoseMigrationHistory({ migrationsList, optInToShadowDatabase: false, filters: noFilters })
    .catch((error: unknown) => {
      if ((error as { code?: string }).code === noMigrationsTable) return { history: null, failedMigrationNames: [] }
      throw error
    })
  const history = found.history?.diagnostic
  if (history === 'migrationsDirectoryIsBehind' || history === 'historiesDiverge') {
    throw new AppError('conflict', `The database ${databasePath} was written by a newer or different Lotse.`, {
      details: { fix: 'Start the version of Lotse that wrote it, or restore a copy made before that version ran.' },
    })
  }
  if (found.failedMigrationNames.length > 0) {
    const names = found.failedMigrationNames.join(', ')
    throw new AppError('conflict', `The database ${databasePath} holds a half-applied migration: ${names}.`, {
      details: { fix: 'Restore the database from a backup taken before the upgrade and start again.' },
    })
  }
}

/**
 * Nearly every start finds nothing to do, and the table alone says so: the engine takes a third of a second to load and its code
 * stays in memory. Whatever is unusual is left to it.
 */
const isUpToDate = async (databasePath: string, { migrationDirectories }: MigrationList): Promise<boolean> => {
  try {
    const connection = await new PrismaBetterSqlite3({ url: `file:${databasePath}`, timeout: 1 }).connect()
    try {
      const { rows } = await connection.queryRaw({
        sql: 'SELECT migration_name, finished_at IS NOT NULL AND rolled_back_at IS NULL FROM _prisma_migrations ORDER BY migration_name',
        args: [],
        argTypes: [],
      })
      return (
        rows.length === migrationDirectories.length &&
        rows.every(([name, isWell], at) => Number(isWell) === 1 && name === migrationDirectories[at]?.path)
      )
    } finally {
      await connection.dispose()
    }
  } catch {
    return false
  }
}

/** Names of the migrations that were applied now. */
export const migrate = async (databasePath: string, log?: Log): Promise<string[]> => {
  try {
    const migrationsList = await readMigrations()
    if (await isUpToDate(databasePath, migrationsList)) return []
    const applied = await withSchemaEngine(databasePath, async (engine) => {
      await refuseWhatCannotBeMended(engine, migrationsList, databasePath)
      return (await engine.applyMigrations({ migrationsList, filters: noFilters })).appliedMigrationNames
    })
    if (applied.length > 0) log?.info({ migrations: applied }, 'database migrated')
    return applied
  } catch (error) {
    throw (
      databaseError(databasePath, error) ??
      new AppError('internal', `The database ${databasePath} cannot be migrated: ${messageOf(error)}`, { cause: error })
    )
  }
}
