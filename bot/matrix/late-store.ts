import type { Db } from '../../prisma/client.ts'
import { rowWhere } from '../../prisma/lean.ts'
import { isDirectRoom, namesOf } from './addressed.ts'
import { readEvent } from './event.ts'
import { storeEvents } from './inbox.ts'

type Late = { roomId: string; sentAt: Date; me: string; receivedAt: Date }

/** Takes in an event that came before and can be read only now, as if it had just come; says whether it waits to be handled, or only repeats another. */
export async function storeLate(
  tx: Db,
  raw: unknown,
  { roomId, sentAt, me, receivedAt }: Late,
): ReturnType<typeof storeEvents> {
  const event = readEvent(raw, receivedAt)
  const room = await rowWhere(tx, 'Room', { id: roomId })
  const account = await rowWhere(tx, 'Account', { id: 1 })
  if (!event || !room) return { isWaiting: false, repeated: [] }
  const self = await rowWhere(tx, 'RoomMember', { roomId, userId: me })
  return storeEvents(tx, [{ ...event, sentAt }], {
    ...{ roomId, me, receivedAt, obeyIndex: 0, isDeaf: false, isEncrypted: room.encrypted },
    obeyFrom: account?.obeyFrom ?? new Date(0),
    section: room.membership === 'join' ? 'join' : 'leave',
    isDirect: isDirectRoom(room),
    names: namesOf(me, self?.displayName),
  })
}
