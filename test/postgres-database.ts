import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { openDb } from '../prisma/client.ts'
import type { TestDatabase } from './database.ts'

type Rows = { table: string; rows: string | null }[]

const server = () => {
  const url = process.env['TEST_POSTGRES_URL']
  if (!url) throw new Error('TEST_DATABASE=postgresql needs TEST_POSTGRES_URL; npm run test:postgres sets both')
  return url
}

const databaseUrl = (name: string) => Object.assign(new URL(server()), { pathname: name }).toString()

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return work(client).finally(() => client.end())
}

/** Making and dropping databases waits for the disk, so those that are done with are emptied and used again. */
const free: string[] = []

/** A database with the contents of another one, or empty. */
export async function postgresDatabase(contents: Rows = []): Promise<TestDatabase> {
  const name = (await usedDatabase()) ?? (await makeDatabase())
  await withClient(databaseUrl(name), (client) => fill(client, contents))
  return {
    url: databaseUrl(name),
    open: () => openDb(databaseUrl(name)),
    copy: async () => postgresDatabase(await withClient(databaseUrl(name), contentsOf)),
    drop: async () => {
      free.push(name)
    },
  }
}

/** One that is free and whole: a story may have broken its own on purpose. */
async function usedDatabase(): Promise<string | undefined> {
  for (let name = free.pop(); name; name = free.pop()) {
    const isWhole = await withClient(databaseUrl(name), async (client) => {
      const { tables } = await schemaOf(client)
      const { tables: present } = await readSchema(client)
      return tables.every((table) => present.includes(table))
    })
    if (isWhole) return name
  }
  return undefined
}

async function makeDatabase(): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await withClient(server(), (client) => client.query(`CREATE DATABASE ${name}`))
  await (await openDb(databaseUrl(name))).close()
  return name
}

type Schema = { tables: string[]; setNumbers: string }
let schema: Promise<Schema> | undefined

/** The same for all databases; asked for once. */
const schemaOf = (client: pg.Client) => {
  schema ??= readSchema(client)
  return schema
}

async function readSchema(client: pg.Client): Promise<Schema> {
  const tables = await client.query<{ table: string }>(
    `SELECT quote_ident(tablename) AS table FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  )
  const numbers = await client.query<{ sequence: string; table: string; column: string }>(
    `SELECT s.oid::regclass::text AS sequence, d.refobjid::regclass::text AS table, quote_ident(a.attname) AS column
     FROM pg_class s JOIN pg_depend d ON d.objid = s.oid AND d.deptype IN ('a', 'i')
     JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid WHERE s.relkind = 'S'`,
  )
  const set = numbers.rows.map(
    ({ sequence, table, column }) =>
      `SELECT setval('${sequence}', (SELECT COALESCE(MAX(${column}), 0) + 1 FROM ${table}), false);`,
  )
  return { tables: tables.rows.map(({ table }) => table), setNumbers: set.join('') }
}

async function contentsOf(client: pg.Client): Promise<Rows> {
  const { tables } = await schemaOf(client)
  const each = tables.map((table) => `SELECT '${table}' AS table, json_agg(t)::text AS rows FROM ${table} t`)
  const { rows } = await client.query<Rows[number]>(each.join(' UNION ALL '))
  return rows
}

/** References are not looked at while everything is exchanged; numbers go on behind the highest that is there. */
async function fill(client: pg.Client, contents: Rows): Promise<void> {
  const { tables, setNumbers } = await schemaOf(client)
  await client.query(
    `SET session_replication_role = replica; ${tables.map((table) => `DELETE FROM ${table};`).join('')}`,
  )
  for (const { table, rows } of contents) {
    if (rows)
      await client.query(`INSERT INTO ${table} SELECT * FROM json_populate_recordset(NULL::${table}, $1)`, [rows])
  }
  await client.query(setNumbers)
}
