import { type Client, Prisma } from '../prisma/client.ts'
import { changeWhere, query, rowWhere } from '../prisma/lean.ts'
import { sentence, undeliverable } from '../templates/incidents.ts'
import { type Chat, NotSent, Undeliverable } from './chat.ts'
import { raiseIncident } from './domain/incidents.ts'
import { isLeftBehind } from './domain/left-rooms.ts'
import type { Log } from './job.ts'

/** How long a homeserver surely remembers a transaction id. Synapse does for 24 hours. */
const REMEMBERED_MS = 20 * 3_600_000
/** How long a message rests whose room was left, before it is looked at again. */
const SETTLING_MS = 60_000
/** Why a message was set aside that is no fault. */
export const EXPIRED = 'not worth saying any more'
/** The longest time between two attempts. */
export const LONGEST_WAIT_MS = 5 * 60_000

type Row = Prisma.OutboxMessageGetPayload<object>

/** What sending needs; `random` spreads attempts. */
export type Sender = { db: Client; chat: Chat; clock(): Date; log: Log; random?: () => number }

/** A message that is due, and the room in which it was when it was looked for. */
export type Head = { position: number; roomId: string }

/**
 * What an attempt says: the homeserver takes messages, or none for so many milliseconds; or this one is to be looked for
 * anew, since it is to be said elsewhere or otherwise by now.
 */
export type Outcome = { sent(): void; limited(ms: number): void; anew(): void }

/**
 * One attempt. `firstTriedAt` is stored before it, so that after a crash the same request is made again under the same
 * transaction id and the homeserver recognises it. A message that may have arrived too long ago for that is looked for first.
 */
export async function sendRow(sender: Sender, { position, roomId }: Head, outcome: Outcome): Promise<void> {
  const { db, chat, clock, random = Math.random } = sender
  const fresh = await beginFirst(db, { position, roomId }, clock())
  const row = fresh ?? (await rowWhere(db, 'OutboxMessage', { position }))
  if (!row || row.sentAt || row.setAsideAt) return
  if (row.roomId !== roomId) return outcome.anew()
  if (row.notAfter && row.notAfter < clock() && !row.firstTriedAt) return expire(db, row, clock())
  if (!fresh && (await isLeft(db, row))) return postpone(db, row, clock())
  const update = async (data: Partial<Row>) => void (await changeWhere(db, 'OutboxMessage', { position }, data))
  const sent = (eventId: string) => update({ eventId, sentAt: clock(), content: null, lastError: null })
  try {
    const found = fresh ? undefined : await findForgotten(chat, row, clock())
    if (found) return await sent(found)
    await sent(
      await chat.send({
        id: row.id,
        roomId,
        type: row.type,
        content: JSON.parse(row.content ?? '{}'),
        ...(fresh ? {} : { triedSince: row.createdAt }),
      }),
    )
    outcome.sent()
  } catch (error) {
    if (error instanceof Undeliverable) return refuse(sender, row, error.message, outcome)
    const missed = error instanceof NotSent
    const isLimited = missed && error.retryAfterMs !== undefined
    if (isLimited) outcome.limited(error.retryAfterMs ?? 0) // all wait: this row needs no time of its own
    const attempts = row.attempts + 1
    const backOff = Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(attempts, 9)) * (0.5 + random() / 2)
    await update({
      ...(isLimited ? {} : { attempts, nextTryAt: new Date(+clock() + backOff) }),
      lastError: error instanceof Error ? error.message.slice(0, 300) : 'unknown',
      ...(missed && fresh ? { firstTriedAt: null } : {}),
    })
  }
}

/** Notes the first attempt and gives the row; undefined where it is not the first one, is said elsewhere, or comes too late. */
async function beginFirst(db: Client, { position, roomId }: Head, now: Date): Promise<Row | undefined> {
  const [row] = await query<Row>(
    db,
    Prisma.sql`UPDATE "OutboxMessage" SET "firstTriedAt" = ${now}
      WHERE "position" = ${position} AND "roomId" = ${roomId}
        AND "sentAt" IS NULL AND "setAsideAt" IS NULL AND "firstTriedAt" IS NULL
        AND ("notAfter" IS NULL OR "notAfter" >= ${now}) RETURNING *`,
  )
  return row
}

/** Whether nothing is said any more where the message was tried: it is settled first what became of it there. */
async function isLeft(db: Client, { roomId }: Row): Promise<boolean> {
  const room = await db.room.findUnique({ where: { id: roomId ?? '' }, select: { kind: true } })
  return room !== null && room.kind === null
}

const postpone = async (db: Client, { position }: Row, now: Date): Promise<void> =>
  void (await db.outboxMessage.updateMany({
    where: { position, sentAt: null },
    data: { nextTryAt: new Date(+now + SETTLING_MS) },
  }))

/**
 * The homeserver does not take it. Where the room was left meanwhile, that settles what becomes of it; a thread that is in
 * another room or gone is done without; all else is set aside.
 */
async function refuse({ db, clock, log }: Sender, row: Row, reason: string, outcome: Outcome): Promise<void> {
  const { position, key, roomId } = row
  if (await isLeftBehind(db, roomId ?? '')) return postpone(db, row, clock())
  const content = outsideThread(row.content ?? '{}')
  if (content !== undefined) {
    await db.outboxMessage.update({ where: { position }, data: { content } })
    return outcome.anew()
  }
  log('error', 'a message cannot be delivered and was set aside', { key, roomId, error: reason })
  await setAside(db, row, reason, clock())
}

/** The same words without what they relate to; undefined where that is nothing that a homeserver looks for. */
function outsideThread(stored: string): string | undefined {
  const { 'm.relates_to': relation, ...content } = JSON.parse(stored) as { 'm.relates_to'?: { rel_type?: string } }
  return relation?.rel_type ? JSON.stringify(content) : undefined
}

/** Sets a message aside, and lets operators know: once a day for each room. */
async function setAside(db: Client, row: Row, reason: string, now: Date): Promise<void> {
  const key = `undeliverable:${row.roomId}:${now.toISOString().slice(0, 10)}`
  await db.$transaction(async (tx) => {
    await tx.outboxMessage.update({ where: { position: row.position }, data: { setAsideAt: now, lastError: reason } })
    await raiseIncident(tx, key, sentence(undeliverable({ room: row.roomId ?? '', reason })), now)
  })
}

/** Nobody is told of what would only confuse by now; what may have been sent already is not touched. */
async function expire(db: Client, row: Row, now: Date): Promise<void> {
  await db.outboxMessage.update({
    where: { position: row.position },
    data: { setAsideAt: now, content: null, lastError: EXPIRED },
  })
}

/** Where an attempt may have arrived and the homeserver may have forgotten its id: the event that is there already. */
async function findForgotten(chat: Chat, row: Row, now: Date): Promise<string | undefined> {
  if (!row.firstTriedAt || !row.roomId) return undefined
  const age = +now - +row.firstTriedAt
  if (age >= 0 && age < REMEMBERED_MS) return undefined
  return chat.findSent(row.roomId, row.id, row.key, row.createdAt)
}
