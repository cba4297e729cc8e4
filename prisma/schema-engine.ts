import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import { type Provider, readMigrations } from './migrate.ts'

const require = createRequire(import.meta.url)
const folder = import.meta.dirname

type Diff = { exitCode: number; stdout: string }
type Engine = { diff(request: object): Promise<Diff>; free(): void }
type EngineModule = {
  __wbg_set_wasm(exports: object): void
  SchemaEngine: { new (options: object, log: () => void, adapter: object): Engine }
}

let loaded: Promise<EngineModule> | undefined

/** The schema engine as WebAssembly: no binary is downloaded. One instance a process: a second one breaks the first. */
const loadEngine = () => (loaded ??= startEngine())

async function startEngine(): Promise<EngineModule> {
  const script = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
  const engine: EngineModule = await import(script)
  const compiled = new WebAssembly.Module(readFileSync(join(dirname(script), 'schema_engine_bg.wasm')))
  const { exports } = new WebAssembly.Instance(compiled, {
    './schema_engine_bg.js': engine as unknown as WebAssembly.ModuleImports,
  })
  engine.__wbg_set_wasm(exports)
  const start = exports['__wbindgen_start']
  if (typeof start === 'function') start()
  return engine
}

const filesOf = (provider: Provider) =>
  [`schema/${provider}.prisma`, ...readdirSync(join(folder, 'models')).map((file) => `models/${file}`)].map((path) => ({
    path,
    content: readFileSync(join(folder, path), 'utf8'),
  }))

const migrationsOf = (provider: Provider) => ({
  baseDir: `migrations/${provider}`,
  lockfile: { path: 'migration_lock.toml', content: `provider = "${provider}"\n` },
  shadowDbInitScript: '',
  migrationDirectories: readMigrations(join(folder, 'migrations', provider)).map(({ name, sql }) => ({
    path: name,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: sql } },
  })),
})

/** The SQL that leads from the migrations to the models; undefined when there is no difference. */
export async function drift(
  provider: Provider,
  shadow: SqlMigrationAwareDriverAdapterFactory,
): Promise<string | undefined> {
  const { SchemaEngine } = await loadEngine()
  const files = filesOf(provider)
  const create = SchemaEngine as unknown as {
    new: (options: object, log: () => void, adapter: object) => Promise<Engine>
  }
  const engine = await create.new(
    { datamodels: files.map(({ path, content }) => [path, content]) },
    () => {},
    bindMigrationAwareSqlAdapterFactory(shadow),
  )
  const { exitCode, stdout } = await engine.diff({
    from: { tag: 'migrations', ...migrationsOf(provider) },
    to: { tag: 'schemaDatamodel', files },
    script: true,
    exitCode: true,
    filters: { externalTables: [], externalEnums: [] },
  })
  engine.free()
  return exitCode === 2 ? stdout : undefined
}

/** The engine sends a whole migration as one statement: let it run as a script. */
export const asScripts = (adapter: SqlDriverAdapter): SqlDriverAdapter => ({
  ...adapter,
  async executeRaw(query) {
    if (query.args.length > 0) return adapter.executeRaw(query)
    await adapter.executeScript(query.sql)
    return 0
  },
})
