import type { Db } from '../../prisma/client.ts'

/** Where a message was taken back. An event takes back only messages of its own room, whatever it names. */
export type Redaction = { eventId: string; roomId: string }

/** Whether the message that a redaction names was in that room; of messages before the bot's time the group's room counts. */
export async function isOfRoom(db: Db, { eventId, roomId }: Redaction, groupRoomId: string | null): Promise<boolean> {
  const row = await db.inboxEvent.findUnique({ where: { eventId }, select: { roomId: true } })
  return (row?.roomId ?? groupRoomId) === roomId
}

/** Whether anybody but this person has done something to an item, these actions left out. */
export async function othersActed(
  db: Db,
  itemId: string,
  personId: string,
  besides: readonly string[],
): Promise<boolean> {
  return (
    (await db.historyEntry.count({ where: { itemId, actorId: { not: personId }, action: { notIn: [...besides] } } })) >
    0
  )
}
