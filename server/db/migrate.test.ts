import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { migrate } from './migrate'
import * as schemaEngine from './schema-engine'

vi.mock(import('./schema-engine'), async (load) => {
  const real = await load()
  return { ...real, withSchemaEngine: vi.fn(real.withSchemaEngine) as typeof real.withSchemaEngine }
})

let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'lotse-migrate-'))
  file = path.join(directory, 'lotse.db')
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

it('loads the engine only when something may be to be done', async () => {
  const engine = vi.mocked(schemaEngine.withSchemaEngine)
  const applied = await migrate(file)
  expect(applied.length).toBeGreaterThan(0)
  expect(engine).toHaveBeenCalledTimes(1)
  expect(await migrate(file)).toEqual([])
  expect(engine).toHaveBeenCalledTimes(1)

  const database = await new PrismaBetterSqlite3({ url: `file:${file}` }).connect()
  const last = `'${applied.at(-1)}'`
  await database.executeScript(`UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = ${last}`)
  await database.dispose()
  await expect(migrate(file)).rejects.toThrow('half-applied')
  expect(engine).toHaveBeenCalledTimes(2)
})
