import type { SQLInputValue } from 'node:sqlite'
import { type ArgType, type ColumnType, ColumnTypeEnum, DriverAdapterError } from '@prisma/driver-adapter-utils'

const DECLARED: Record<string, ColumnType> = {
  DECIMAL: ColumnTypeEnum.Numeric,
  REAL: ColumnTypeEnum.Double,
  INT: ColumnTypeEnum.Int32,
  INTEGER: ColumnTypeEnum.Int32,
  BIGINT: ColumnTypeEnum.Int64,
  DATETIME: ColumnTypeEnum.DateTime,
  TEXT: ColumnTypeEnum.Text,
  BLOB: ColumnTypeEnum.Bytes,
  BOOLEAN: ColumnTypeEnum.Boolean,
  JSONB: ColumnTypeEnum.Json,
}

/** The column's type: as declared, else by its first value (expressions have no declared type). */
export function columnType(declared: string | null | undefined, rows: unknown[][], column: number): ColumnType {
  const known = declared && DECLARED[declared.toUpperCase()]
  if (known !== undefined && known !== null && known !== '') return known
  const value = rows.find((row) => row[column] !== null)?.[column]
  if (typeof value === 'string') return ColumnTypeEnum.Text
  if (typeof value === 'bigint') return ColumnTypeEnum.Int64
  if (typeof value === 'number') return ColumnTypeEnum.Double
  return value === undefined ? ColumnTypeEnum.Int32 : ColumnTypeEnum.Bytes
}

/** What Prisma hands over, as SQLite stores it: instants as ISO text in UTC. */
export function toSqlite(value: unknown, type: ArgType | undefined): SQLInputValue {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return isoText(value)
  if (typeof value !== 'string') return value as SQLInputValue
  switch (type?.scalarType) {
    case 'int':
      return Number.parseInt(value, 10)
    case 'float':
    case 'decimal':
      return Number.parseFloat(value)
    case 'bigint':
      return BigInt(value)
    case 'bytes':
      return Buffer.from(value, 'base64')
    case 'datetime':
      return isoText(new Date(value))
    default:
      return value
  }
}

const isoText = (at: Date) => at.toISOString().replace('Z', '+00:00')

/** What SQLite gives back, as Prisma expects it. */
export function fromSqlite(value: unknown, type: ColumnType): unknown {
  if (typeof value !== 'bigint') return value
  if (type === ColumnTypeEnum.DateTime) return new Date(Number(value)).toISOString()
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
}

const BUSY = 5
const CONSTRAINTS: Record<number, 'UniqueConstraintViolation' | 'NullConstraintViolation'> = {
  2067: 'UniqueConstraintViolation',
  1555: 'UniqueConstraintViolation',
  1299: 'NullConstraintViolation',
}
const FOREIGN_KEY = [787, 1811]

/** Translates an error of SQLite into the one that Prisma knows (P2002, P2003 …). */
export function toPrismaError(error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error)) return error
  const code = Number(error.errcode)
  const about = { originalCode: String(code), originalMessage: error.message }
  const constraint = CONSTRAINTS[code]
  if (constraint)
    return new DriverAdapterError({ ...about, kind: constraint, constraint: { fields: fieldsOf(error.message) } })
  if (FOREIGN_KEY.includes(code))
    return new DriverAdapterError({ ...about, kind: 'ForeignKeyConstraintViolation', constraint: { foreignKey: {} } })
  if ((code & 255) === BUSY) return new DriverAdapterError({ ...about, kind: 'SocketTimeout' })
  return new DriverAdapterError({ ...about, kind: 'sqlite', extendedCode: code || 1, message: error.message })
}

/** `UNIQUE constraint failed: Task.id, Task.x` → id, x */
const fieldsOf = (message: string) =>
  (message.split('constraint failed: ')[1] ?? '').split(', ').map((name) => name.split('.').at(-1) ?? name)
