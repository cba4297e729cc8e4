import type { Db, Prisma } from '../../prisma/client.ts'

/** So long nobody is bothered about a key that may still come. */
const PATIENCE_MS = 5 * 60_000

export type Unreadable = Prisma.UnreadableEventGetPayload<object>

/** Of every session whose key has not come in time the first message that waits for it, in rooms of ours. */
export async function overdueUnreadable(db: Db, now: Date): Promise<Unreadable[]> {
  const rows = await db.unreadableEvent.findMany({
    where: { receivedAt: { lte: new Date(+now - PATIENCE_MS) } },
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
