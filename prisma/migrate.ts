import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { openSqlite, type SqliteHandle } from './sqlite-handle.ts'

/** The two databases. */
export type Provider = 'sqlite' | 'postgresql'
export type Migration = { name: string; sql: string; checksum: string }

/** The schema of the database does not fit this version; the message says what to do. */
export class MigrationError extends Error {}

/** Prisma's own engine takes this advisory lock, so that both can be used side by side. */
const PRISMA_LOCK = 72707369

/** The migrations of a folder in their order; the checksum is Prisma's (SHA-256 of the bytes). */
export function readMigrations(folder: string): Migration[] {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'migration.sql')))
    : []
  return names.sort().map((name) => {
    const bytes = readFileSync(join(folder, name, 'migration.sql'))
    return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') }
  })
}

type Applied = { migration_name: string; checksum: string; finished_at: unknown; rolled_back_at: unknown }

/** What is still to be applied. Throws where the history does not fit: changed, unknown, half finished, out of order. */
export function pending(known: Migration[], applied: Applied[]): Migration[] {
  const rows = applied.filter((row) => row.rolled_back_at === null)
  for (const row of rows) checkApplied(row, known)
  const done = rows.map((row) => row.migration_name).sort()
  const todo = known.filter(({ name }) => !done.includes(name))
  const last = done.at(-1)
  const late = last && todo.find(({ name }) => name < last)
  if (late) throw new MigrationError(`Migration ${late.name} is older than ${last}, which is applied already.`)
  return todo
}

function checkApplied(row: Applied, known: Migration[]) {
  const migration = known.find(({ name }) => name === row.migration_name)
  if (row.finished_at === null)
    throw new MigrationError(`Migration ${row.migration_name} stopped half-way. Restore a backup.`)
  if (!migration)
    throw new MigrationError(
      `The database was made by a newer version (${row.migration_name}). Start that version, or restore a backup.`,
    )
  if (migration.checksum !== row.checksum)
    throw new MigrationError(`Migration ${row.migration_name} was changed after it was applied.`)
}

/** Brings the database up to date, all or nothing; starters at the same moment wait for each other. */
export async function migrate(provider: Provider, target: string, folder: string) {
  const known = readMigrations(folder)
  return provider === 'sqlite' ? migrateSqlite(target, known) : migratePostgres(target, known)
}

const HISTORY = 'SELECT migration_name, checksum, finished_at, rolled_back_at FROM "_prisma_migrations"'

function migrateSqlite(path: string, known: Migration[]) {
  const db = openSqlite(path)
  try {
    // Rebuilt tables would take their children with them; the switch has no effect inside a transaction.
    db.exec('PRAGMA busy_timeout = 60000; PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE')
    const done = applySqlite(db, known)
    db.exec('COMMIT')
    return done
  } finally {
    db.close()
  }
}

function applySqlite(db: SqliteHandle, known: Migration[]) {
  db.exec(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" ("id" TEXT PRIMARY KEY NOT NULL, "checksum" TEXT NOT NULL, "finished_at" DATETIME,
    "migration_name" TEXT NOT NULL, "logs" TEXT, "rolled_back_at" DATETIME, "started_at" DATETIME NOT NULL DEFAULT current_timestamp, "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0)`)
  const { rows } = db.all(HISTORY, [])
  const applied = rows.map(([name, checksum, finished, rolledBack]) => ({
    migration_name: String(name),
    checksum: String(checksum),
    finished_at: finished,
    rolled_back_at: rolledBack,
  }))
  const todo = pending(known, applied)
  for (const { name, sql, checksum } of todo) {
    db.exec(sql)
    if (!db.inTransaction()) throw new MigrationError(`Migration ${name} must not end the transaction.`)
    db.exec(
      `INSERT INTO "_prisma_migrations" (id, checksum, finished_at, migration_name, applied_steps_count) VALUES ('${randomUUID()}', '${checksum}', current_timestamp, '${name}', 1)`,
    )
  }
  const broken = db.all('PRAGMA foreign_key_check', []).rows
  if (broken.length > 0) throw new MigrationError(`A migration broke ${broken.length} references between tables.`)
  return todo.map(({ name }) => name)
}

async function migratePostgres(url: string, known: Migration[]) {
  const client = new pg.Client({ connectionString: url, application_name: 'allmende-migrate' })
  await client.connect()
  try {
    await client.query(`SET lock_timeout = '60s'; BEGIN`)
    await client.query('SELECT pg_advisory_xact_lock($1)', [PRISMA_LOCK])
    const done = await applyPostgres(client, known)
    await client.query('COMMIT')
    return done
  } finally {
    await client.end()
  }
}

async function applyPostgres(client: pg.Client, known: Migration[]) {
  await client.query(`CREATE TABLE IF NOT EXISTS "_prisma_migrations" (id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`)
  const { rows } = await client.query<Applied>(HISTORY)
  const todo = pending(known, rows)
  for (const { name, sql, checksum } of todo) {
    await client.query(sql)
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, started_at, finished_at, migration_name, applied_steps_count) VALUES ($1, $2, clock_timestamp(), clock_timestamp(), $3, 1)',
      [randomUUID(), checksum, name],
    )
  }
  return todo.map(({ name }) => name)
}
