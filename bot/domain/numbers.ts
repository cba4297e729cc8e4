import { type Db, Prisma } from '../../prisma/client.ts'
import { query } from '../../prisma/lean.ts'

/** What a number is of: `A`, `B` … of short ids, `IT-2026` of register numbers. */
export type Series = string

/** A number and what it is of. */
export type Given = { series: Series; number: number }

/** A number as it is shown: A17, IT-2026/014. */
export const formatNumber = ({ series, number }: Given): string =>
  isRegister(series) ? `${series}/${String(number).padStart(3, '0')}` : `${series}${number}`

const isRegister = (series: Series) => series.length > 1

/** A number as shown, or undefined. */
export function readNumber(text: string): Given | undefined {
  const [, letter, id, register, sequence] =
    /^(?:([A-Z])([1-9]\d{0,8})|(.{1,60}-\d{4})\/0*([1-9]\d{0,8}))$/.exec(text) ?? []
  const series = letter ?? register
  return series === undefined ? undefined : { series, number: Number(id ?? sequence) }
}

type Wanted = { counter: string; series: Series; eventId?: string | undefined }

/**
 * The next number of a counter. Those of an aborted transaction come back with it, so there are no gaps; the counter
 * stays locked until the transaction ends.
 *
 * After a restored backup the event gets the number that it had, where that is free, and no other event gets it.
 */
export async function nextNumber(db: Db, wanted: Wanted): Promise<number> {
  const { value, reserved } = await countUp(db, wanted.counter, wanted.series)
  if (reserved === 0) return value
  await db.counter.update({ where: { name: wanted.counter }, data: { value: { decrement: 1 } } })
  return amongReserved(db, wanted)
}

async function amongReserved(db: Db, { counter, series, eventId }: Wanted): Promise<number> {
  const reserved = await db.reservation.findMany({ where: { series }, orderBy: { number: 'asc' } })
  const own = reserved.find((row) => row.eventId === eventId && row.given === null)
  if (own && !(await isTaken(db, own))) {
    await raiseCounter(db, counter, own.number)
    await noteGiven(db, own, own.number)
    return own.number
  }
  const kept = new Set(reserved.map(({ number }) => number))
  let { value: number } = await countUp(db, counter, series)
  while (kept.has(number)) number = (await countUp(db, counter, series)).value
  if (own) await noteGiven(db, own, number)
  return number
}

/** Counts up, and tells how many numbers of the series are reserved: in one statement, for every item needs both. */
async function countUp(db: Db, name: string, series: Series): Promise<{ value: number; reserved: number }> {
  const statement = Prisma.sql`
    INSERT INTO "Counter" ("name", "value") VALUES (${name}, 1)
    ON CONFLICT ("name") DO UPDATE SET "value" = "Counter"."value" + 1
    RETURNING "value", (SELECT COUNT(*) FROM "Reservation" WHERE "series" = ${series}) AS "reserved"`
  const [row] = await query<{ value: number; reserved: number }>(db, statement)
  if (!row) throw new Error(`the counter ${name} does not count`)
  return { value: Number(row.value), reserved: Number(row.reserved) }
}

async function raiseCounter(db: Db, name: string, to: number): Promise<void> {
  await db.counter.upsert({ where: { name }, create: { name, value: to }, update: {} })
  await db.counter.updateMany({ where: { name, value: { lt: to } }, data: { value: to } })
}

const noteGiven = (db: Db, { series, number, eventId }: Given & { eventId: string }, given: number) =>
  db.reservation.update({ where: { series_number_eventId: { series, number, eventId } }, data: { given } })

async function isTaken(db: Db, number: Given): Promise<boolean> {
  const shown = formatNumber(number)
  const { series } = number
  return isRegister(series)
    ? (await db.decision.count({ where: { register: shown } })) > 0
    : (await db.item.count({ where: { id: shown } })) > 0
}

/** The numbers that an event has led to, as they are shown: those of items it made and of decisions it entered. */
export async function numbersOf(db: Db, eventId: string): Promise<string[]> {
  const statement = Prisma.sql`
    SELECT "id" AS "shown", 1 AS "kind", "number" AS "place" FROM "Item" WHERE "eventId" = ${eventId}
    UNION ALL
    SELECT "register", 2, "line"."id" FROM "HistoryEntry" AS "line" JOIN "Decision" ON "Decision"."id" = "line"."itemId"
    WHERE "line"."eventId" = ${eventId} AND "action" IN ('created', 'confirmed') AND "register" IS NOT NULL
    ORDER BY "kind", "place"`
  return (await query<{ shown: string }>(db, statement)).map(({ shown }) => shown)
}

/** Keeps a number for the event that it was given to, unless what bears it is that event's doing. */
export async function reserve(db: Db, shown: string, eventId: string): Promise<void> {
  const number = readNumber(shown)
  if (!number || (await numbersOf(db, eventId)).includes(shown)) return
  const where = { series_number_eventId: { ...number, eventId } }
  await db.reservation.upsert({ where, create: { ...number, eventId }, update: {} })
}

/**
 * Ends the reservations: counters go on after the highest number that was ever shown. Gives what has another number
 * now, and what has none because its message is gone, cannot be read, or was refused.
 */
export async function endReservations(db: Db): Promise<{ changed: { from: string; to: string }[]; lost: string[] }> {
  const rows = await db.reservation.findMany({ orderBy: [{ series: 'asc' }, { number: 'asc' }, { eventId: 'asc' }] })
  for (const { series, number } of rows) {
    const counter = await counterOf(db, series)
    if (counter) await raiseCounter(db, counter, number)
  }
  await dropReservations(db)
  const changed = rows.flatMap(({ series, number, given }) =>
    given === null || given === number
      ? []
      : [{ from: formatNumber({ series, number }), to: formatNumber({ series, number: given }) }],
  )
  return { changed, lost: rows.filter(({ given }) => given === null).map(formatNumber) }
}

/** Forgets the reservations but for those of messages that may be read later after all: they have a day for it. */
export async function dropReservations(db: Db): Promise<void> {
  const rows = await db.reservation.findMany({ select: { eventId: true }, distinct: ['eventId'] })
  for (const { eventId } of rows) {
    const waiting = { eventId, handledAt: null, setAsideAt: null }
    const isKept =
      (await db.unreadableEvent.count({ where: { eventId } })) + (await db.inboxEvent.count({ where: waiting }))
    if (isKept === 0) await db.reservation.deleteMany({ where: { eventId } })
  }
}

/** The counter of a series; undefined where its group is not there. */
async function counterOf(db: Db, series: Series): Promise<string | undefined> {
  if (!isRegister(series)) return series
  const [, prefix, year = ''] = /^(.+)-(\d{4})$/.exec(series) ?? []
  const group = prefix ? await db.group.findUnique({ where: { prefix } }) : null
  return group ? registerCounter(group.id, Number(year)) : undefined
}

/** Name of the counter of a group's register of a year. */
export const registerCounter = (groupId: string, year: number) => `register:${groupId}:${year}`
