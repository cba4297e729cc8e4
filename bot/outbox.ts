import type { Client, Db, Prisma } from '../prisma/client.ts'
import { type Chat, NotSent, Undeliverable } from './chat.ts'
import type { Log } from './job.ts'

/** What goes first where the homeserver limits the pace. */
export const priorities = { answer: 0, post: 1, edit: 2 } as const

/** How long a homeserver surely remembers a transaction id. Synapse does for 24 hours. */
const REMEMBERED_MS = 20 * 3_600_000
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
}

/** Promises to send a message; a key that was promised before is the same message and stays as it was. */
export async function enqueue(db: Db, { content, ...message }: Promised, now: Date) {
  if (await db.outboxMessage.findUnique({ where: { key: message.key }, select: { id: true } })) return
  const marked = { ...content, 'de.allmende.key': message.key }
  await db.outboxMessage.create({ data: { ...message, content: JSON.stringify(marked), createdAt: now } })
}

type Deps = { db: Client; chat: Chat; clock(): Date; log: Log; random?: () => number }

/**
 * Sends what was promised. In each room answers keep their order, and so do automatic posts; rooms go side by side,
 * answers first. Resolves, when nothing more can be sent now, with the moment at which it is worth looking again.
 */
export function createOutbox(deps: Deps) {
  /** The homeserver limits the account, not the room: one pause for all. */
  let pausedUntil = 0
  const pause = (ms: number) => {
    pausedUntil = Math.max(pausedUntil, +deps.clock() + ms)
  }
  const isPaused = () => pausedUntil > +deps.clock()

  async function drain(): Promise<Date | undefined> {
    for (;;) {
      if (isPaused()) return new Date(pausedUntil)
      const rows = await dueRows(deps.db, deps.clock())
      if (rows.length === 0) return nextDue(deps.db, deps.clock())
      await Promise.all(rows.map((row) => sendRow(deps, row, pause, isPaused)))
      if (isPaused()) return new Date(pausedUntil)
    }
  }
  return { drain }
}

/** The first unsent row of every lane (room and priority), answers before posts, at most one of a room at a time. */
async function dueRows(db: Db, now: Date): Promise<Row[]> {
  const waiting = await db.outboxMessage.findMany({
    where: { sentAt: null, setAsideAt: null, roomId: { not: null } },
    orderBy: [{ priority: 'asc' }, { position: 'asc' }],
    take: 500,
  })
  const lanes = new Set<string>()
  const rooms = new Set<string>()
  const due: Row[] = []
  for (const row of waiting) {
    if (row.notBefore && row.notBefore > now) continue
    const lane = `${row.priority} ${row.roomId}`
    const isHead = !lanes.has(lane)
    lanes.add(lane)
    if (!isHead || rooms.has(row.roomId ?? '') || (row.nextTryAt && row.nextTryAt > now)) continue
    rooms.add(row.roomId ?? '')
    due.push(row)
  }
  return due.slice(0, SIDE_BY_SIDE)
}

async function nextDue(db: Db, now: Date): Promise<Date | undefined> {
  const rows = await db.outboxMessage.findMany({
    where: { sentAt: null, setAsideAt: null, roomId: { not: null } },
    select: { nextTryAt: true, notBefore: true },
    take: 500,
  })
  const moments = rows.map(({ nextTryAt, notBefore }) => Math.max(+(nextTryAt ?? 0), +(notBefore ?? 0))).filter((at) => at > +now)
  return moments.length > 0 ? new Date(Math.min(...moments)) : undefined
}

/**
 * One attempt. `firstTriedAt` is stored before it, so that after a crash the same request is made again under the same
 * transaction id and the homeserver recognises it. A message that may have arrived too long ago for that is looked for first.
 */
async function sendRow({ db, chat, clock, log, random = Math.random }: Deps, row: Row, pause: (ms: number) => void, isPaused: () => boolean) {
  if (isPaused()) return
  const update = (data: Prisma.OutboxMessageUpdateInput) => db.outboxMessage.update({ where: { position: row.position }, data })
  const sent = (eventId: string) => update({ eventId, sentAt: clock(), content: null, lastError: null })
  try {
    const found = await findForgotten(chat, row, clock())
    if (found) return await sent(found)
    if (!row.firstTriedAt) await update({ firstTriedAt: clock() })
    await sent(await chat.send({ id: row.id, roomId: row.roomId ?? '', type: row.type, content: JSON.parse(row.content ?? '{}') }))
  } catch (error) {
    if (error instanceof Undeliverable) {
      log('error', 'a message cannot be delivered and was set aside', { key: row.key, roomId: row.roomId, error: error.message })
      return await update({ setAsideAt: clock(), lastError: error.message })
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

/** Where an attempt may have arrived and the homeserver may have forgotten its id: the event that is there already. */
async function findForgotten(chat: Chat, row: Row, now: Date): Promise<string | undefined> {
  if (!row.firstTriedAt || !row.roomId) return undefined
  const age = +now - +row.firstTriedAt
  if (age >= 0 && age < REMEMBERED_MS) return undefined
  return chat.findSent(row.roomId, row.id, row.key, row.createdAt)
}

