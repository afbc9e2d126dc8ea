// Prisma's own schema engine as WebAssembly, because its native binary cannot be had from npm alone. It applies the
// migrations of prisma/migrations at start and tells the maintainers' script what the next one must contain.
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { bindMigrationAwareSqlAdapterFactory, type SqlDriverAdapter } from '@prisma/driver-adapter-utils'
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm/schema_engine_bg'
import { packageRoot } from '@/server/config/package-root'

export const prismaDirectory = path.join(packageRoot, 'prisma')
export const migrationsDirectory = path.join(prismaDirectory, 'migrations')
export const noFilters = { externalTables: [], externalEnums: [] }

type Glue = typeof import('@prisma/schema-engine-wasm/schema_engine_bg') & { __wbg_set_wasm(exports: unknown): void }

const loadGlue = async (): Promise<Glue> => {
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as Glue
  const script = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const { instance } = await WebAssembly.instantiate(await readFile(script.replace(/\.js$/, '.wasm')), {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
  })
  glue.__wbg_set_wasm(instance.exports)
  ;(instance.exports.__wbindgen_start as () => void)()
  return glue
}
let loading: Promise<Glue> | undefined

export const readSchema = async () => {
  const file = path.join(prismaDirectory, 'schema.prisma')
  return { files: [{ path: file, content: await readFile(file, 'utf8') }] }
}

/**
 * Runs `use` with the engine on one database; `:memory:` gives it one of its own. Afterwards its connections are closed:
 * the engine takes SQLite's exclusive lock and would otherwise keep it.
 */
export const withSchemaEngine = async <T>(databasePath: string, use: (engine: SchemaEngine) => Promise<T>) => {
  loading ??= loadGlue()
  const [glue, schema] = await Promise.all([loading, readSchema()])
  const factory = new PrismaBetterSqlite3({ url: databasePath === ':memory:' ? databasePath : `file:${databasePath}` })
  const connections: SqlDriverAdapter[] = []
  const connect = async () => {
    const connection = await factory.connect()
    connections.push(connection)
    return connection
  }
  try {
    const engine = await glue.SchemaEngine.new(
      { datamodels: schema.files.map(({ path: file, content }) => [file, content]) },
      () => {},
      bindMigrationAwareSqlAdapterFactory({
        provider: factory.provider,
        adapterName: factory.adapterName,
        connect,
        connectToShadowDb: connect,
      }),
    )
    return await use(engine)
  } finally {
    for (const connection of connections) await connection.dispose()
  }
}

export const readMigrations = async (baseDir = migrationsDirectory): Promise<MigrationList> => {
  const entries = await readdir(baseDir, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return {
    baseDir,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(path.join(baseDir, 'migration_lock.toml'), 'utf8').catch(() => null),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(path.join(baseDir, name, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  }
}

/** The SQL that turns what the migrations make into what schema.prisma says. Null: they agree. */
export const missingMigration = (): Promise<string | null> =>
  withSchemaEngine(':memory:', async (shadow) => {
    await shadow.applyMigrations({ migrationsList: await readMigrations(), filters: noFilters })
    const schema = await readSchema()
    const diff = await shadow.diff({
      from: { tag: 'schemaDatasource', configDir: prismaDirectory, ...schema },
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: true,
      filters: noFilters,
    })
    return diff.exitCode === 0 ? null : (diff.stdout ?? '')
  })
