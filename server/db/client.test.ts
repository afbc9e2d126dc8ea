import { chmodSync, copyFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { temporaryDatabase } from '@/server/testing/database'
import { openDatabase } from './client'
import { lockDataDirectory } from './data-lock'
import { databaseError } from './database-error'
import { missingMigration } from './schema-engine'

const open: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
const database = async () => {
  const opened = await temporaryDatabase()
  open.push(opened.close)
  return opened
}
const directory = () => {
  const made = mkdtempSync(path.join(tmpdir(), 'lotse-db-'))
  open.push(() => rmSync(made, { recursive: true, force: true }))
  return made
}

describe('the database', () => {
  it('has migrations that make what schema.prisma says', async () => {
    expect(await missingMigration()).toBeNull()
  })

  it('is private to its owner and in write-ahead mode', async () => {
    const data = path.join(directory(), 'data')
    const file = path.join(data, 'lotse.db')
    const db = await openDatabase(file)
    open.push(() => db.$disconnect())
    expect(statSync(data).mode & 0o777).toBe(0o700)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(await db.$queryRawUnsafe('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
    await db.setting.create({ data: { key: 'a', value: 'b' } })
    for (const name of readdirSync(data)) expect(statSync(path.join(data, name)).mode & 0o077).toBe(0)
  })

  it('closes a file that an older umask left open to others', async () => {
    const { file, db } = await database()
    await db.$disconnect()
    chmodSync(file, 0o644)
    const again = await openDatabase(file)
    open.push(() => again.$disconnect())
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  it('keeps its rows over a second opening', async () => {
    const { file, db } = await database()
    await db.setting.create({ data: { key: 'a', value: 'b' } })
    await db.$disconnect()
    const again = await openDatabase(file)
    open.push(() => again.$disconnect())
    expect(await again.setting.findMany()).toEqual([{ key: 'a', value: 'b' }])
  })

  it('refuses a database of a newer version and leaves it alone', async () => {
    const { file, db } = await database()
    await db.$executeRawUnsafe(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       VALUES ('x', 'y', 1, '29990101000000_future', 1, 1)`,
    )
    await db.$disconnect()
    await expect(openDatabase(file)).rejects.toMatchObject({ code: 'conflict', message: /newer/ })
  })

  it('names a file that is no database', async () => {
    const file = path.join(directory(), 'lotse.db')
    writeFileSync(file, 'this is no database, and it is long enough to be looked at by SQLite as a header'.repeat(20))
    await expect(openDatabase(file)).rejects.toThrow(/damaged or not a database/)
  })

  it('names a lock held by another process, and answers again once it is gone', async () => {
    const { file, db } = await database()
    const other = await openDatabase(file, { busyTimeoutMs: 20 })
    open.push(() => other.$disconnect())
    await db.$executeRawUnsafe('BEGIN EXCLUSIVE')
    await expect(other.setting.create({ data: { key: 'a', value: 'b' } })).rejects.toMatchObject({
      code: 'database_locked',
      status: 503,
    })
    await db.$executeRawUnsafe('ROLLBACK')
    await expect(other.setting.create({ data: { key: 'a', value: 'b' } })).resolves.toMatchObject({ key: 'a' })
  })

  it('names a full disk, keeps what was there and goes on when there is room', async () => {
    const { db } = await database()
    await db.setting.create({ data: { key: 'a', value: 'b' } })
    const [{ page_count }] = (await db.$queryRawUnsafe('PRAGMA page_count')) as [{ page_count: number }]
    await db.$queryRawUnsafe(`PRAGMA max_page_count=${page_count}`)
    const large = { key: 'large', value: 'x'.repeat(1_000_000) }
    await expect(db.setting.create({ data: large })).rejects.toMatchObject({ code: 'disk_full', status: 507 })
    await db.$queryRawUnsafe('PRAGMA max_page_count=100000')
    await db.setting.create({ data: large })
    expect(await db.setting.count()).toBe(2)
  })

  it('names a database that became read-only', async () => {
    const { db } = await database()
    await db.$queryRawUnsafe('PRAGMA query_only=ON')
    await expect(db.setting.create({ data: { key: 'a', value: 'b' } })).rejects.toMatchObject({
      code: 'database_readonly',
    })
    expect(await db.setting.count()).toBe(0)
  })

  it('rolls a transaction back when it fails half way', async () => {
    const { db } = await database()
    const both = db.$transaction(async (transaction) => {
      await transaction.setting.create({ data: { key: 'a', value: 'b' } })
      await transaction.setting.create({ data: { key: 'a', value: 'c' } })
    })
    await expect(both).rejects.toMatchObject({ code: 'P2002' })
    expect(await db.setting.count()).toBe(0)
  })

  it('says where it cannot be, at once', async () => {
    for (const file of ['/proc/none/deep/lotse.db', '/dev/null/lotse.db']) {
      await expect(openDatabase(file)).rejects.toMatchObject({ message: expect.stringContaining(file) })
    }
  })

  it('belongs to one process at a time', async () => {
    const data = directory()
    const unlock = await lockDataDirectory(data)
    await expect(lockDataDirectory(data)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(data),
    })
    await unlock()
    const again = await lockDataDirectory(data)
    await again()
  })

  it('does not take a damaged lock for another Lotse', async () => {
    const data = directory()
    writeFileSync(path.join(data, 'lotse.lock'), 'rubbish '.repeat(1000))
    await expect(lockDataDirectory(data)).rejects.toMatchObject({ message: expect.stringContaining('lotse.lock') })
  })

  it('opens a copy taken of the file', async () => {
    const { file, db } = await database()
    await db.setting.create({ data: { key: 'a', value: 'b' } })
    await db.$queryRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)')
    const copy = path.join(directory(), 'copy.db')
    copyFileSync(file, copy)
    const other = await openDatabase(copy)
    open.push(() => other.$disconnect())
    expect(await other.setting.count()).toBe(1)
  })
})

describe('a failure of the database', () => {
  it.each([
    [Object.assign(new Error('open'), { code: 'EACCES' }), 'database_readonly'],
    [Object.assign(new Error('write'), { code: 'ENOSPC' }), 'disk_full'],
    [Object.assign(new Error('wrapped'), { cause: { message: 'x', originalCode: 'SQLITE_BUSY' } }), 'database_locked'],
  ])('%s is %s', (error, code) => {
    expect(databaseError('/data/lotse.db', error)?.code).toBe(code)
  })

  it('is left alone when it has nothing to do with the file', () => {
    expect(databaseError('/data/lotse.db', new Error('Unique constraint failed'))).toBeUndefined()
  })
})
