import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { Ending, readSettings, runCommand } from './command-line.ts'
import { type BackupFile, formatSize, measure, stampOf } from './files.ts'
import type { Manifest } from './manifest.ts'
import { dumpPostgres } from './postgres-dump.ts'
import { dumpSqlite } from './sqlite-dump.ts'
import { dumpStore } from './store-copy.ts'

/**
 * `npm run backup -- <folder>`, also while the bot runs. Writes the database, which holds everything but keys, after it
 * the encryption store, then a copy of the configuration, which holds no secrets, and last the manifest; each under another
 * name first. Only the owner may read them.
 */
await runCommand('Usage: npm run backup -- <folder>', async (folder) => {
  process.umask(0o077)
  const { config, file, env } = readSettings()
  const at = new Date()
  const base = `allmende-${stampOf(at)}`
  const isSqlite = config.database.startsWith('file:')
  const names = {
    database: `${base}.${isSqlite ? 'db' : 'dump'}`,
    configuration: `${base}.yaml`,
    store: `${base}.store`,
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (existsSync(join(folder, `${base}.json`))) throw new Ending(`${join(folder, base)} exists already.`)
  const part = (name: string) => join(folder, `.${name}.part`)
  try {
    const { migration, user, device } = isSqlite
      ? await dumpSqlite(config.database.slice('file:'.length), part(names.database), at)
      : await dumpPostgres(config.database, part(names.database), env)
    const hasStore = await dumpStore({ data: config.data, device }, part(names.store))
    copyFileSync(file, part(names.configuration))
    const files = {
      database: await put(folder, names.database),
      configuration: await put(folder, names.configuration),
      ...(hasStore ? { store: await put(folder, names.store) } : {}),
    }
    const database = isSqlite ? ('sqlite' as const) : ('postgresql' as const)
    const about = { version: version(), database, migration, at: at.toISOString(), user, device }
    const manifest: Manifest = { format: 1, ...about, files }
    writeFileSync(part(`${base}.json`), `${JSON.stringify(manifest, null, 2)}\n`)
    await put(folder, `${base}.json`)
    return `Written and checked: ${join(folder, names.database)}, ${formatSize(files.database.bytes)}, and beside it ${hasStore ? `${names.store}, ` : ''}${names.configuration} and ${base}.json.`
  } finally {
    for (const name of [...Object.values(names), `${base}.json`]) rmSync(part(name), { force: true })
  }

  /** Gives a file that is complete its name. */
  async function put(into: string, name: string): Promise<BackupFile> {
    chmodSync(part(name), 0o600)
    const measured = await measure(part(name))
    renameSync(part(name), join(into, name))
    return { name: basename(name), ...measured }
  }
})

function version(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version
}
