import { fileURLToPath } from 'node:url'
import { MigrationError, readMigrations } from '../prisma/migrate.ts'
import { Ending, readSettings, runCommand } from './command-line.ts'
import { type Manifest, readBackup } from './manifest.ts'
import { restorePostgres } from './postgres-restore.ts'
import { restoreSqlite } from './sqlite-restore.ts'
import { keepStoresQuiet, restoreStore, type StoreKept } from './store-copy.ts'

/**
 * `npm run restore -- <backup>`, while no bot runs. The present database is kept under another name. At its next start
 * the bot makes up for what was written after the backup.
 */
await runCommand('Usage: npm run restore -- <file of a backup>', async (named) => {
  process.umask(0o077)
  const { config, env } = readSettings()
  const { manifest, path, store } = await readBackup(named)
  const isSqlite = config.database.startsWith('file:')
  check(manifest, { database: isSqlite ? 'sqlite' : 'postgresql', user: config.user })
  await keepStoresQuiet(config.data)
  const now = new Date()
  const common = { backup: path, at: new Date(manifest.at), now }
  const aside = await (isSqlite
    ? restoreSqlite({ ...common, path: config.database.slice('file:'.length) })
    : restorePostgres({ ...common, url: config.database, env })
  ).catch((error: unknown) => {
    throw error instanceof MigrationError ? new Ending(error.message) : error
  })
  const kept = aside ? `, the former database is kept as ${aside}` : ''
  const { device = '' } = manifest
  const became = store && restoreStore(store, { data: config.data, device, now })
  return `Restored: the state of ${manifest.at}${kept}${became ? sayStore(became) : ''}. Start the bot now: it takes in again what was written since, and tells the operators.`
})

function sayStore(became: StoreKept): string {
  if (became.isKept) return '; the present encryption store is whole and newer, so it stays'
  return `; the encryption store of the backup is in its place${became.aside ? `, the former one is kept as ${became.aside}` : ''}`
}

function check(manifest: Manifest, { database, user }: { database: Manifest['database']; user: string }): void {
  if (manifest.database !== database)
    throw new Ending(`The backup is of a ${manifest.database} database, the configuration names a ${database} one.`)
  if (manifest.user !== '' && manifest.user !== user)
    throw new Ending(`The backup belongs to ${manifest.user}, the configuration names ${user}.`)
  const folder = fileURLToPath(new URL(`../prisma/migrations/${database}`, import.meta.url))
  if (!readMigrations(folder).some(({ name }) => name === manifest.migration))
    throw new Ending(
      `The backup was made by a newer version (${manifest.version}, ${manifest.migration}). Install that version first.`,
    )
}
