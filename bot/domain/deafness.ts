import type { Db } from '../../prisma/client.ts'
import type { RoomRow } from './rooms.ts'

/** A room that the bot can neither read nor speak in: encrypted, where the installation has no encryption. */
export const isDeafIn = ({ encrypted }: Pick<RoomRow, 'encrypted'>, { encryption }: { encryption: boolean }): boolean =>
  encrypted && !encryption

/** Within this time an encrypted direct room is left; shorter than the longest back-off, which is not believed beyond. */
const UNTIL_LEFT_MS = 270_000

/** Rooms of ours like that. */
export const deafRooms = (db: Db): Promise<RoomRow[]> =>
  db.room.findMany({ where: { kind: { not: null }, membership: 'join', encrypted: true }, orderBy: { id: 'asc' } })

/**
 * What becomes of a room at the moment from which the bot is deaf there: what waits to be handled or said there is not;
 * what was for one person is said to her elsewhere. Call it in the transaction that learns of it.
 */
export async function fallSilent(tx: Db, { id, kind }: RoomRow, now: Date): Promise<void> {
  // In this order: an answer that is being stored right now is waited for, and found.
  await tx.inboxEvent.updateMany({
    where: { roomId: id, handledAt: null, type: { not: 'm.room.member' } },
    data: { handledAt: now, payload: null, outcome: 'ignored' },
  })
  const waiting = { roomId: id, sentAt: null, setAsideAt: null }
  if (kind === 'direct') {
    const personal = { ...waiting, personId: { not: null } }
    await tx.outboxMessage.updateMany({ where: { ...personal, firstTriedAt: null }, data: { roomId: null } })
    // What may have arrived is not tried again here; what became of it is settled when the room is left.
    await tx.outboxMessage.updateMany({ where: personal, data: { nextTryAt: new Date(+now + UNTIL_LEFT_MS) } })
  }
  await tx.outboxMessage.updateMany({
    where: kind === 'direct' ? { ...waiting, personId: null } : waiting,
    data: { setAsideAt: now, content: null, lastError: 'the room is encrypted' },
  })
}
