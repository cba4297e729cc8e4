import type { Db, Prisma } from '../../prisma/client.ts'
import { dropReservations } from './numbers.ts'

/** So long nobody is bothered about a key that may still come. */
const PATIENCE_MS = 5 * 60_000

/** So long a message waits for its key. */
const KEPT_MS = 24 * 3_600_000

export type Unreadable = Prisma.UnreadableEventGetPayload<object>

/**
 * Of every session whose key has not come in time the first message that waits for it, in rooms of ours. Time in which
 * nothing came from the homeserver does not count: the key may be among what it has not told yet.
 */
export async function overdueUnreadable(db: Db, now: Date): Promise<Unreadable[]> {
  const { syncedAt } = await db.account.findUniqueOrThrow({ where: { id: 1 }, select: { syncedAt: true } })
  const heardUntil = Math.min(+now, +(syncedAt ?? 0))
  const rows = await db.unreadableEvent.findMany({
    where: { receivedAt: { lte: new Date(heardUntil - PATIENCE_MS) } },
    orderBy: { position: 'asc' },
  })
  const first = new Map<string, Unreadable>()
  for (const row of rows) {
    const session = `${row.roomId} ${row.sessionId}`
    if (!first.has(session)) first.set(session, row)
  }
  const ids = [...new Set(rows.map(({ roomId }) => roomId))]
  const own = await db.room.findMany({
    where: { id: { in: ids }, membership: 'join', kind: { in: ['group', 'direct'] } },
  })
  return [...first.values()].filter(({ roomId }) => own.some(({ id }) => id === roomId))
}

/** Gives up what has waited too long. It counts as seen, so that it does not begin to wait anew when it is told again. */
export async function forgetUnreadable(db: Db, now: Date): Promise<void> {
  const rows = await db.unreadableEvent.findMany({ where: { receivedAt: { lt: new Date(+now - KEPT_MS) } } })
  for (const { eventId, roomId, sender, sentAt } of rows) {
    const seen = { roomId, sender, type: 'm.room.encrypted', sentAt, handledAt: now }
    await db.inboxEvent.upsert({ where: { eventId }, create: { eventId, ...seen }, update: {} })
    await db.unreadableEvent.deleteMany({ where: { eventId } })
  }
  // Until a restored backup is made up for, all numbers stay reserved.
  if ((await db.account.count({ where: { restoredFrom: null } })) > 0) await dropReservations(db)
}
