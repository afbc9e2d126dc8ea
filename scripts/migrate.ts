// `npm run migrate -- new NAME` writes the migration that brings the database to schema.prisma; `-- check` says whether one is due.
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { migrationsDirectory, missingMigration } from '@/server/db/schema-engine'

const [command, name] = process.argv.slice(2)
await mkdir(migrationsDirectory, { recursive: true })

if (command === 'check') {
  const sql = await missingMigration()
  console.log(sql === null ? 'schema.prisma and the migrations agree.' : `A migration is due:\n${sql}`)
  process.exitCode = sql === null ? 0 : 1
} else if (command === 'new' && name !== undefined && /^[a-z0-9_]+$/.test(name)) {
  const sql = await missingMigration()
  if (sql === null) {
    console.log('schema.prisma and the migrations agree: nothing to write.')
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const directory = path.join(migrationsDirectory, `${stamp}_${name}`)
    await mkdir(directory)
    await writeFile(path.join(directory, 'migration.sql'), sql)
    await writeFile(path.join(migrationsDirectory, 'migration_lock.toml'), 'provider = "sqlite"\n')
    console.log(`wrote ${path.relative('.', directory)}/migration.sql`)
  }
} else {
  console.error('usage: npm run migrate -- new NAME (a-z, 0-9, _) | check')
  process.exitCode = 2
}
