import type { Db } from '../../prisma/client.ts'
import { markDone } from './occasions.ts'

const PREFIX = 'left-room:'

/** A room in which nothing is said any more, and where it is said instead: another room, or wherever this person is spoken to. */
export type LeftRoom = { key: string; roomId: string; since: Date } & ({ to: string } | { personId: string })

/**
 * From now on nothing is said in this room. What was not tried yet goes along; what may have arrived already stays with
 * the room until that is known, for sent elsewhere it would be said twice. The room must be none of ours any more in the
 * same transaction.
 */
export async function leaveBehind(
  tx: Db,
  roomId: string,
  target: { to: string } | { personId: string },
  now: Date,
): Promise<void> {
  await tx.outboxMessage.updateMany({
    where: { roomId, sentAt: null, setAsideAt: null, firstTriedAt: null },
    data: placeOf(target),
  })
  await markDone(tx, `${PREFIX}${roomId} ${'to' in target ? target.to : target.personId}`, now)
}

/** Where what was meant for a room is to be said; without a room the person's is found or made. */
export const placeOf = (target: { to: string } | { personId: string }) =>
  'to' in target ? { roomId: target.to } : { roomId: null, personId: target.personId }

/** Whether what was tried in this room is still to be settled there: `leaveBehind` says so. */
export const isLeftBehind = async (db: Db, roomId: string): Promise<boolean> =>
  (await db.occasion.count({ where: { key: { startsWith: `${PREFIX}${roomId} ` } } })) > 0

/** Rooms whose messages are not all settled yet, or that are still to be left. */
export async function leftRooms(db: Db): Promise<LeftRoom[]> {
  const rows = await db.occasion.findMany({ where: { key: { startsWith: PREFIX } }, orderBy: { key: 'asc' } })
  return rows.map(({ key, at }) => {
    const [roomId = '', target = ''] = key.slice(PREFIX.length).split(' ')
    return { key, roomId, since: at, ...(target.startsWith('@') ? { personId: target } : { to: target }) }
  })
}
