import type { Client, Db } from '../../../prisma/client.ts'
import { transact } from '../../../prisma/lean.ts'
import type { Log } from '../../job.ts'
import { readEvent } from '../event.ts'
import { storeLate } from '../late-store.ts'
import type { ArrivedKey, Encryption } from './encryption.ts'
import { readOne, type Strictness, type Unread } from './reading.ts'

/** So long a message waits for its key. */
const KEPT_MS = 24 * 3_600_000

type Deps = Strictness & { db: Client; encryption: Encryption; me: string; clock(): Date; log: Log }

/** Keeps what could not be read; what is there already, or was read meanwhile, stays as it is. */
export async function keepUnread(tx: Db, unread: readonly Unread[], me: string, receivedAt: Date): Promise<void> {
  for (const { raw, roomId, sender, sessionId, withheld = null } of unread) {
    const event = readEvent(raw, receivedAt)
    if (!event || sender === me) continue
    const { eventId, sentAt } = event
    if (await tx.inboxEvent.findUnique({ where: { eventId }, select: { eventId: true } })) continue
    const row = { roomId, sender, sessionId, sentAt, receivedAt, withheld, payload: JSON.stringify(raw) }
    await tx.unreadableEvent.upsert({ where: { eventId }, create: { eventId, ...row }, update: { withheld } })
  }
}

/**
 * Tries again what could not be read: all of it, or what these keys are for. What can be read now goes to the inbox in
 * its order, once. Resolves with the rooms in which something waits by it.
 */
export async function retryUnread(deps: Deps, keys?: readonly ArrivedKey[]): Promise<string[]> {
  const { db, clock } = deps
  await db.unreadableEvent.deleteMany({ where: { receivedAt: { lt: new Date(+clock() - KEPT_MS) } } })
  const where = keys && { OR: keys.map(({ roomId, sessionId }) => ({ roomId, sessionId })) }
  const rows = await db.unreadableEvent.findMany({ ...(where ? { where } : {}), orderBy: { position: 'asc' } })
  const rooms = new Set<string>()
  for (const row of rows) {
    const { event, unread } = await readOne({ ...deps, log: () => {} }, row.roomId, JSON.parse(row.payload))
    if (unread) continue
    const isWaiting = await transact(db, async (tx) => {
      const { count } = await tx.unreadableEvent.deleteMany({ where: { eventId: row.eventId } })
      if (count === 0 || event === undefined) return false
      const { roomId, sentAt } = row
      return storeLate(tx, event, { roomId, sentAt, me: deps.me, receivedAt: clock() })
    })
    if (isWaiting) rooms.add(row.roomId)
    deps.log('info', 'a message can be read now', { eventId: row.eventId, roomId: row.roomId })
  }
  return [...rooms]
}
