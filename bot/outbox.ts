import type { Client, Db, Prisma } from '../prisma/client.ts'
import { sentence, undeliverable } from '../templates/incidents.ts'
import { type Chat, NotSent, Undeliverable } from './chat.ts'
import { raiseIncident } from './domain/incidents.ts'
import type { Log } from './job.ts'

/** What goes first where the homeserver limits the pace. */
export const priorities = { answer: 0, post: 1, edit: 2 } as const

/** How long a homeserver surely remembers a transaction id. Synapse does for 24 hours. */
const REMEMBERED_MS = 20 * 3_600_000
/** Why a message was set aside that is no fault. */
export const EXPIRED = 'not worth saying any more'
const SIDE_BY_SIDE = 8
const LONGEST_WAIT_MS = 5 * 60_000

type Row = Prisma.OutboxMessageGetPayload<object>
export type Promised = {
  key: string
  roomId: string | null
  personId?: string
  priority: number
  type?: string
  content: Record<string, unknown>
  itemId?: string | undefined
  causeEventId?: string
  notBefore?: Date | undefined
  notAfter?: Date | undefined
}

/** Promises to send a message; a key that was promised before is the same message and stays as it was. */
export async function enqueue(db: Db, { content, ...message }: Promised, now: Date) {
  if (await db.outboxMessage.findUnique({ where: { key: message.key }, select: { id: true } })) return
  const marked = { ...content, 'de.allmende.key': message.key }
  await db.outboxMessage.create({ data: { ...message, content: JSON.stringify(marked), createdAt: now } })
}

type Deps = { db: Client; chat: Chat; clock(): Date; log: Log; random?: () => number }

/**
 * Sends what was promised. In each room answers keep their order, and so do automatic posts; rooms go side by side and do
 * not wait for each other; answers go first.
 */
export function createOutbox(deps: Deps) {
  /** The homeserver limits the account, not the room: one pause for all. */
  let pausedUntil = 0
  let running: Promise<Date | undefined> | undefined
  let bell = Promise.withResolvers<void>()
  let hasRung = false
  const pause = (ms: number) => {
    pausedUntil = Math.max(pausedUntil, +deps.clock() + ms)
  }
  /** A clock that was set back must not make a pause of hours. */
  const isPaused = () => pausedUntil > +deps.clock() && pausedUntil - +deps.clock() < LONGEST_WAIT_MS

  /** Resolves, when nothing more can be sent now, with the moment at which it is worth looking again. */
  function flush(): Promise<Date | undefined> {
    hasRung = true
    bell.resolve()
    // Begins in a later turn, so that a drain that ends at once cannot clear `running` before it is set.
    running ??= Promise.resolve().then(drain)
    return running
  }

  async function drain(): Promise<Date | undefined> {
    const inFlight = new Map<string, Promise<void>>()
    try {
      for (;;) {
        hasRung = false
        bell = Promise.withResolvers<void>()
        const due = isPaused() ? [] : await dueRows(deps.db, deps.clock(), inFlight)
        for (const { position, roomId } of due.slice(0, SIDE_BY_SIDE - inFlight.size)) {
          inFlight.set(
            roomId,
            sendRow(deps, position, pause).finally(() => inFlight.delete(roomId)),
          )
        }
        if (inFlight.size > 0) await Promise.race([...inFlight.values(), bell.promise])
        else if (due.length === 0) {
          const next = isPaused() ? new Date(pausedUntil) : await nextDue(deps.db, deps.clock())
          if (!hasRung) return next // what was promised meanwhile is not left for later
        }
      }
    } finally {
      running = undefined
    }
  }
  return { flush }
}

const unsent = { sentAt: null, setAsideAt: null, roomId: { not: null } }

type Head = { position: number; roomId: string }

/** The first unsent row of every lane (room and priority), answers before posts, one of a room at a time. */
async function dueRows(db: Db, now: Date, busy: ReadonlyMap<string, unknown>): Promise<Head[]> {
  const waiting = await db.outboxMessage.findMany({
    // What must wait for the morning is left out here: a night's worth of it must not stand before what can go.
    where: { ...unsent, OR: [{ notBefore: null }, { notBefore: { lte: now } }] },
    orderBy: [{ priority: 'asc' }, { position: 'asc' }],
    select: { position: true, roomId: true, priority: true, nextTryAt: true },
    take: 500,
  })
  const lanes = new Set<string>()
  const rooms = new Set<string>(busy.keys())
  return waiting.flatMap(({ position, roomId, priority, nextTryAt }) => {
    if (!roomId) return []
    const lane = `${priority} ${roomId}`
    const isHead = !lanes.has(lane)
    lanes.add(lane)
    if (!isHead || rooms.has(roomId) || isWaiting(nextTryAt, now)) return []
    rooms.add(roomId)
    return [{ position, roomId }]
  })
}

/** A next attempt that lies further away than any back-off was set before the clock was set back. */
const isWaiting = (nextTryAt: Date | null, now: Date) =>
  nextTryAt !== null && nextTryAt > now && +nextTryAt - +now <= LONGEST_WAIT_MS

async function nextDue(db: Db, now: Date): Promise<Date | undefined> {
  const rows = await db.outboxMessage.findMany({
    where: { ...unsent, OR: [{ notBefore: { gt: now } }, { nextTryAt: { gt: now } }] },
    select: { nextTryAt: true, notBefore: true },
    take: 500,
  })
  const moments = rows
    .map(({ nextTryAt, notBefore }) => Math.max(+(nextTryAt ?? 0), +(notBefore ?? 0)))
    .filter((at) => at > +now)
  return moments.length > 0 ? new Date(Math.min(...moments)) : undefined
}

/**
 * One attempt. `firstTriedAt` is stored before it, so that after a crash the same request is made again under the same
 * transaction id and the homeserver recognises it. A message that may have arrived too long ago for that is looked for first.
 */
async function sendRow(
  { db, chat, clock, log, random = Math.random }: Deps,
  position: number,
  pause: (ms: number) => void,
): Promise<void> {
  const row = await db.outboxMessage.findUnique({ where: { position } })
  if (!row || row.sentAt) return
  if (row.notAfter && row.notAfter < clock() && !row.firstTriedAt) return expire(db, row, clock())
  const update = async (data: Prisma.OutboxMessageUpdateInput) =>
    void (await db.outboxMessage.update({ where: { position }, data }))
  const sent = (eventId: string) => update({ eventId, sentAt: clock(), content: null, lastError: null })
  try {
    const found = await findForgotten(chat, row, clock())
    if (found) return await sent(found)
    if (!row.firstTriedAt) await update({ firstTriedAt: clock() })
    await sent(
      await chat.send({
        id: row.id,
        roomId: row.roomId ?? '',
        type: row.type,
        content: JSON.parse(row.content ?? '{}'),
      }),
    )
  } catch (error) {
    if (error instanceof Undeliverable) {
      log('error', 'a message cannot be delivered and was set aside', {
        key: row.key,
        roomId: row.roomId,
        error: error.message,
      })
      return await setAside(db, row, error.message, clock())
    }
    const missed = error instanceof NotSent
    const retryAfter = missed ? error.retryAfterMs : undefined
    if (retryAfter !== undefined) pause(retryAfter)
    const attempts = row.attempts + 1
    const backOff = retryAfter ?? Math.min(LONGEST_WAIT_MS, 1000 * 2 ** Math.min(attempts, 9)) * (0.5 + random() / 2)
    await update({
      attempts: retryAfter === undefined ? attempts : row.attempts,
      nextTryAt: new Date(+clock() + backOff),
      lastError: error instanceof Error ? error.message.slice(0, 300) : 'unknown',
      ...(missed && !row.firstTriedAt ? { firstTriedAt: null } : {}),
    })
  }
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
