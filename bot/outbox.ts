import { randomUUID } from 'node:crypto'
import { type Db, Prisma } from '../prisma/client.ts'
import { query } from '../prisma/lean.ts'
import { markOf } from './mark.ts'
import { type Head, LONGEST_WAIT_MS, type Outcome, type Sender, sendRow } from './sending.ts'

/** What goes first where the homeserver limits the pace. */
export const priorities = { delay: -1, answer: 0, post: 1, edit: 2 } as const

/** With fewer a burst comes to people in many small syncs, which cost a homeserver more than the messages. */
const SIDE_BY_SIDE = 24
/** So many sent one after the other without a limit, and several go side by side again. */
const TRUSTED = 3

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
  /** Numbers that were given with it, and occasions that it took care of beside its key. */
  numbers?: readonly string[] | undefined
  occasions?: readonly string[] | undefined
}

/**
 * Promises to send a message; a key that was promised before is the same message and stays as it was, and false is given.
 * One that was found in its room learns what it is the card of.
 */
export async function enqueue(
  db: Db,
  { content, numbers, occasions, ...message }: Promised,
  now: Date,
): Promise<boolean> {
  const { key, itemId, causeEventId } = message
  const marked = { ...content, ...markOf(key, { at: +now, itemId, causeEventId, numbers, occasions }) }
  if (await insertNew(db, { ...message, content: JSON.stringify(marked), createdAt: now })) return true
  if (itemId) await db.outboxMessage.updateMany({ where: { key, foundAt: { not: null } }, data: { itemId } })
  return false
}

type NewRow = Omit<Promised, 'content' | 'numbers' | 'occasions'> & { content: string; createdAt: Date }

/** One statement instead of a look before it; the random id is the transaction id that the message is sent under. */
async function insertNew(db: Db, row: NewRow): Promise<boolean> {
  const { key, roomId, personId = null, priority, type = 'm.room.message', content, createdAt } = row
  const { itemId = null, causeEventId = null, notBefore = null, notAfter = null } = row
  const insertion = Prisma.sql`
    INSERT INTO "OutboxMessage" ("id", "key", "roomId", "personId", "priority", "type", "content", "itemId",
      "causeEventId", "createdAt", "notBefore", "notAfter")
    VALUES (${randomUUID()}, ${key}, ${roomId}, ${personId}, ${priority}, ${type}, ${content}, ${itemId},
      ${causeEventId}, ${createdAt}, ${notBefore}, ${notAfter})
    ON CONFLICT ("key") DO NOTHING RETURNING "position"`
  return (await query(db, insertion)).length > 0
}

type Deps = Sender & {
  signal?: AbortSignal
  /** Called while the homeserver limits the pace, with the milliseconds that it asked to wait for the next message. */
  onLimited?(ms: number): Promise<void>
}

/**
 * Sends what was promised. In each room answers keep their order, and so do automatic posts; rooms go side by side and do
 * not wait for each other; answers go first.
 *
 * Where the homeserver limits the pace it limits the account, not the room: all wait, and then one goes after the other,
 * so that what goes first is not overtaken by what was tried at the same moment.
 */
export function createOutbox(deps: Deps) {
  let pausedUntil = 0
  let sentInRow = TRUSTED
  /** What the homeserver asks for between two messages; at first only what is left of it is known. */
  let [pace, isPaceKnown, isNews] = [0, false, false]
  let running: Promise<Date | undefined> | undefined
  let bell = Promise.withResolvers<void>()
  let hasRung = false
  const outcome: Outcome = {
    sent: () => {
      sentInRow += 1
    },
    anew: () => {
      hasRung = true
    },
    limited: (ms) => {
      const wait = Math.min(ms, LONGEST_WAIT_MS - 1)
      pausedUntil = Math.max(pausedUntil, +deps.clock() + wait)
      const isBeginning = sentInRow >= TRUSTED
      const isNext = !isBeginning && sentInRow > 0
      pace = isBeginning ? wait : Math.max(pace, wait)
      isPaceKnown = !isBeginning && (isPaceKnown || isNext)
      isNews ||= isPaceKnown
      sentInRow = 0
    },
  }
  const width = () => (sentInRow < TRUSTED ? 1 : SIDE_BY_SIDE)
  /** A clock that was set back must not make a pause of hours. */
  const isPaused = () => pausedUntil > +deps.clock() && pausedUntil - +deps.clock() < LONGEST_WAIT_MS

  /** Something was promised; resolves, when nothing more can be sent now, with the moment at which it is worth looking again. */
  function flush(): Promise<Date | undefined> {
    hasRung = true
    bell.resolve()
    return settled()
  }

  /** The same for who has promised nothing: does not look again where all that there was is being sent already. */
  function settled(): Promise<Date | undefined> {
    // Begins in a later turn, so that a drain that ends at once cannot clear `running` before it is set.
    running ??= Promise.resolve().then(drain)
    return running
  }

  async function drain(): Promise<Date | undefined> {
    const inFlight = new Map<string, Promise<void>>()
    let heads: Head[] = []
    let isAll = false
    try {
      for (;;) {
        // What was found before is still right until something is promised or fails: who is in it has no other under way.
        if (hasRung || isPaused()) [heads, isAll] = [[], false]
        hasRung = false
        bell = Promise.withResolvers<void>()
        if (deps.signal?.aborted) return void (await Promise.all(inFlight.values()))
        if (heads.length === 0 && !isAll && !isPaused() && inFlight.size < width())
          ({ heads, isAll } = await dueHeads(deps.db, deps.clock(), inFlight))
        for (const head of heads.splice(0, Math.max(0, width() - inFlight.size)))
          inFlight.set(
            head.roomId,
            sendRow(deps, head, outcome).finally(() => inFlight.delete(head.roomId)),
          )
        if (inFlight.size > 0) await Promise.race([...inFlight.values(), bell.promise])
        else if (heads.length === 0) {
          if (isNews) await tellWaiting()
          const next = isPaused() ? new Date(pausedUntil) : await nextDue(deps.db, deps.clock())
          if (!hasRung) return next // what was promised meanwhile is not left for later
        }
      }
    } finally {
      running = undefined
    }
  }

  /** Lets those know who wait because of a limited pace, where it is one. */
  async function tellWaiting(): Promise<void> {
    isNews = false
    if (isPaused() && isPaceKnown) await deps.onLimited?.(pace)
  }
  return { flush, settled, tellWaiting }
}

/** Whether a message of these has waited for the homeserver: what is not sent and not meant for later. */
export const unsent = { sentAt: null, setAsideAt: null, roomId: { not: null } }

/** What must wait for the morning is left out: a night's worth of it must not stand before what can go. */
export const sendable = (now: Date) => ({ ...unsent, OR: [{ notBefore: null }, { notBefore: { lte: now } }] })

type Lane = { roomId: string; waiting: number; position: number; nextTryAt: Date | string | null }

/** The first unsent row of every lane (room and priority), answers before posts, one of a room. `isAll`: nothing is behind them. */
async function dueHeads(
  db: Db,
  now: Date,
  busy: ReadonlyMap<string, unknown>,
): Promise<{ heads: Head[]; isAll: boolean }> {
  // Of a lane only the head is ever tried, so its next attempt is the highest.
  const statement = Prisma.sql`
    SELECT "roomId", COUNT(*) AS "waiting", MIN("position") AS "position", MAX("nextTryAt") AS "nextTryAt"
    FROM "OutboxMessage"
    WHERE "sentAt" IS NULL AND "setAsideAt" IS NULL AND "roomId" IS NOT NULL AND ("notBefore" IS NULL OR "notBefore" <= ${now})
    GROUP BY "priority", "roomId" ORDER BY "priority", "position"`
  const lanes = await query<Lane>(db, statement)
  const rooms = new Set<string>(busy.keys())
  const heads = lanes.flatMap(({ roomId, position, nextTryAt }) => {
    if (rooms.has(roomId) || isWaiting(nextTryAt === null ? null : new Date(nextTryAt), now)) return []
    rooms.add(roomId)
    return [{ position, roomId }]
  })
  return { heads, isAll: heads.length === lanes.length && lanes.every(({ waiting }) => waiting === 1) }
}

/** A next attempt that lies further away than any back-off was set before the clock was set back. */
const isWaiting = (nextTryAt: Date | null, now: Date) =>
  nextTryAt !== null && nextTryAt > now && +nextTryAt - +now <= LONGEST_WAIT_MS

async function nextDue(db: Db, now: Date): Promise<Date | undefined> {
  const statement = Prisma.sql`
    SELECT "nextTryAt", "notBefore" FROM "OutboxMessage"
    WHERE "sentAt" IS NULL AND "setAsideAt" IS NULL AND "roomId" IS NOT NULL
      AND ("notBefore" > ${now} OR "nextTryAt" > ${now}) LIMIT 500`
  const rows = await query<{ nextTryAt: Date | null; notBefore: Date | null }>(db, statement)
  const moments = rows
    .map(({ nextTryAt, notBefore }) => Math.max(+(nextTryAt ?? 0), +(notBefore ?? 0)))
    .filter((at) => at > +now)
  return moments.length > 0 ? new Date(Math.min(...moments)) : undefined
}
