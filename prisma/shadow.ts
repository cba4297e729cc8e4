import {
  type ColumnType,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { asScripts } from './schema-engine.ts'
import { adapterOver } from './sqlite-adapter.ts'
import { openSqlite } from './sqlite-handle.ts'

const inMemory = async () => asScripts(adapterOver(openSqlite(':memory:')))

/** Scratch databases in memory, for comparing migrations and models. */
export const sqliteShadow: SqlMigrationAwareDriverAdapterFactory = {
  provider: 'sqlite',
  adapterName: 'shadow',
  connect: inMemory,
  connectToShadowDb: inMemory,
}

const C = ColumnTypeEnum
/** Catalogue types by their object id; Prisma's own adapter cannot read "char" (18). */
const TYPES: Record<number, ColumnType> = {
  16: C.Boolean,
  18: C.Character,
  19: C.Text,
  20: C.Int64,
  21: C.Int32,
  22: C.Int32Array,
  23: C.Int32,
  25: C.Text,
  26: C.Int64,
  28: C.Int64,
  700: C.Float,
  701: C.Double,
  1000: C.BooleanArray,
  1002: C.CharacterArray,
  1003: C.TextArray,
  1005: C.Int32Array,
  1007: C.Int32Array,
  1009: C.TextArray,
  1015: C.TextArray,
  1028: C.Int64Array,
  1042: C.Text,
  1043: C.Text,
  1114: C.DateTime,
  1184: C.DateTime,
  3802: C.Json,
}

/** Scratch databases on a PostgreSQL server, made and dropped. */
export const postgresShadow = (url: string): SqlMigrationAwareDriverAdapterFactory => ({
  provider: 'postgres',
  adapterName: 'shadow',
  connect: () => connect(url),
  async connectToShadowDb() {
    const name = `shadow_${process.pid}_${process.hrtime.bigint()}`
    await statement(url, `CREATE DATABASE "${name}"`)
    const shadowUrl = new URL(url)
    shadowUrl.pathname = name
    return connect(shadowUrl.toString(), () => statement(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`))
  },
})

async function statement(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}

async function connect(url: string, afterwards?: () => Promise<void>): Promise<SqlDriverAdapter> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const run = async ({ sql, args }: Pick<SqlQuery, 'sql' | 'args'>) => {
    const types = { getTypeParser: parserOf }
    const results = await client
      .query({ text: sql, values: args.length > 0 ? args : undefined, rowMode: 'array', types })
      .catch(rethrow)
    return Array.isArray(results) ? (results.at(-1) as typeof results) : results
  }
  return {
    provider: 'postgres',
    adapterName: 'shadow',
    async queryRaw(query) {
      const { fields, rows } = await run(query)
      return {
        columnNames: fields.map(({ name }) => name),
        columnTypes: fields.map(({ dataTypeID }) => TYPES[dataTypeID] ?? C.Text),
        rows,
      }
    },
    executeRaw: async (query) => (await run(query)).rowCount ?? 0,
    executeScript: async (script) => void (await client.query(script).catch(rethrow)),
    startTransaction: () => Promise.reject(new Error('not needed for comparing')),
    getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: true }),
    async dispose() {
      await client.end()
      await afterwards?.()
    },
  }
}

const LISTS = [1000, 1002, 1003, 1005, 1007, 1009, 1015, 1028]
const NUMBERS = [21, 23, 26]

function parserOf(oid: number): (value: string) => unknown {
  if (LISTS.includes(oid)) return pg.types.getTypeParser(oid)
  if (NUMBERS.includes(oid)) return Number
  return oid === 16 ? (value) => value === 't' : (value) => value
}

function rethrow(error: pg.DatabaseError): never {
  throw new DriverAdapterError({
    kind: 'postgres',
    code: error.code ?? '',
    severity: error.severity ?? '',
    message: error.message,
    detail: error.detail,
    column: error.column,
    hint: error.hint,
  })
}
