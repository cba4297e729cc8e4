import type { Db } from '../../prisma/client.ts'
import type { RoomRow } from '../domain/rooms.ts'

/** Who opened a direct room with the bot, where it was one. */
type Opened = { invitedBy?: string | undefined }

/**
 * Finds out what a room is that a restored database does not know: by the mark in its creation, by the room that it
 * replaces, or by who has invited the bot into it in person. Gives the row as it is then.
 */
export async function recognizeRoom(tx: Db, room: RoomRow, { invitedBy }: Opened): Promise<RoomRow> {
  const { id, kind, mark } = room
  if (kind !== null) return room
  if (mark?.startsWith('direct:')) return nameDirect(tx, id, mark.slice('direct:'.length))
  const before = room.replaces ? await tx.room.findUnique({ where: { id: room.replaces } }) : null
  if (before?.kind === 'direct' && before.personId) return nameDirect(tx, id, before.personId)
  if (invitedBy) return nameDirect(tx, id, invitedBy)
  const isSpace = mark === 'space' && (await tx.room.count({ where: { kind: 'space' } })) === 0
  return isSpace ? tx.room.update({ where: { id }, data: { kind: 'space' } }) : room
}

const nameDirect = (tx: Db, id: string, personId: string) =>
  tx.room.update({ where: { id }, data: { kind: 'direct', personId } })

/** Gives groups without a room the one that bears their mark: what was said there belongs to them. */
export async function linkGroups(tx: Db): Promise<void> {
  const groups = await tx.group.findMany({ where: { roomId: null }, select: { id: true } })
  for (const { id } of groups) {
    const room = await tx.room.findFirst({ where: { mark: id }, orderBy: { id: 'asc' } })
    if (!room) continue
    await tx.group.update({ where: { id }, data: { roomId: room.id } })
    await tx.room.update({ where: { id: room.id }, data: { kind: 'group' } })
  }
}
