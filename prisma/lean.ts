import { type ColumnType, ColumnTypeEnum, type SqlQueryable } from '@prisma/driver-adapter-utils'
import { type Client, type Db, Prisma } from './client.ts'
import { wayOf, withWay } from './ways.ts'

/*
 * The short way to the database, for the few statements that every message needs: they go to the driver as they are,
 * in the same transaction as what goes through Prisma's client, which takes longer for each than SQLite does for ten.
 * Where the way is not open (a transaction of somebody else's making) they go through the client.
 */

/** A transaction like any other, in which the short way is open. */
export const transact = <Result>(db: Client, work: (tx: Db) => Promise<Result>): Promise<Result> =>
  withWay((open) =>
    db.$transaction((tx) => {
      open(tx)
      return work(tx)
    }),
  )

/** The rows of a statement; columns have the types that Prisma's client would give them, whole numbers that of numbers. */
export async function query<Row>(db: Db, sql: Prisma.Sql): Promise<Row[]> {
  const way = wayOf(db)
  if (!way) return db.$queryRaw<Row[]>(sql)
  return rowsOf(way, way.provider === 'sqlite' ? sql.sql : sql.text, sql.values)
}

const TEXT = { scalarType: 'string', arity: 'scalar' } as const

async function rowsOf<Row>(way: SqlQueryable, sql: string, args: unknown[]): Promise<Row[]> {
  const { columnNames, columnTypes, rows } = await way.queryRaw({ sql, args, argTypes: args.map(() => TEXT) })
  return rows.map((row) => {
    const read: Record<string, unknown> = {}
    for (const [index, name] of columnNames.entries()) read[name] = readValue(row[index], columnTypes[index])
    return read as Row
  })
}

function readValue(value: unknown, type: ColumnType | undefined): unknown {
  if (value === null) return null
  if (type === ColumnTypeEnum.DateTime) return new Date(String(value))
  if (type === ColumnTypeEnum.Boolean) return value === true || value === 1
  if (type === ColumnTypeEnum.Int64) return Number(value)
  return value
}

type Models = {
  Account: Prisma.AccountGetPayload<object>
  Room: Prisma.RoomGetPayload<object>
  RoomMember: Prisma.RoomMemberGetPayload<object>
  Group: Prisma.GroupGetPayload<object>
  Person: Prisma.PersonGetPayload<object>
  InboxEvent: Prisma.InboxEventGetPayload<object>
  OutboxMessage: Prisma.OutboxMessageGetPayload<object>
}
type Model = keyof Models

const column = (name: string) => Prisma.raw(`"${name}"`)

/** The columns that are equal to these values; null is equal to null. */
function equal(where: object): Prisma.Sql {
  const parts = Object.entries(where).map(([name, value]) =>
    value === null ? Prisma.sql`${column(name)} IS NULL` : Prisma.sql`${column(name)} = ${value}`,
  )
  return Prisma.join(parts, ' AND ')
}

/** All rows of a model that have these values. */
export const rowsWhere = <Name extends Model>(
  db: Db,
  model: Name,
  where: Partial<Models[Name]>,
): Promise<Models[Name][]> => query(db, Prisma.sql`SELECT * FROM ${column(model)} WHERE ${equal(where)}`)

/** The row that has these values, or undefined. */
export const rowWhere = async <Name extends Model>(
  db: Db,
  model: Name,
  where: Partial<Models[Name]>,
): Promise<Models[Name] | undefined> => (await rowsWhere(db, model, where))[0]

/** Writes values into the rows that have those of `where`; gives them as they are now. */
export function changeWhere<Name extends Model>(
  db: Db,
  model: Name,
  where: Partial<Models[Name]>,
  data: Partial<Models[Name]>,
): Promise<Models[Name][]> {
  const set = Object.entries(data).map(([name, value]) => Prisma.sql`${column(name)} = ${value}`)
  return query(db, Prisma.sql`UPDATE ${column(model)} SET ${Prisma.join(set)} WHERE ${equal(where)} RETURNING *`)
}
