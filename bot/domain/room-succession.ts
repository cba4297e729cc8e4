import type { Db } from '../../prisma/client.ts'
import { leaveBehind } from './left-rooms.ts'
import { isDone, markDone } from './occasions.ts'
import type { RoomRow } from './rooms.ts'

/** A group keeps its identity, a person her direct room, and the space its rooms; what waits to be said goes along. */
export async function handDown(tx: Db, old: RoomRow, newId: string, now: Date): Promise<void> {
  await tx.group.updateMany({ where: { roomId: old.id }, data: { roomId: newId } })
  await tx.room.update({ where: { id: newId }, data: { kind: old.kind, personId: old.personId } })
  await tx.room.update({ where: { id: old.id }, data: { kind: null, personId: null } })
  await leaveBehind(tx, old.id, { to: newId }, now)
  const raised = await tx.occasion.findMany({ where: { key: { startsWith: `raised:${old.id}:` } } })
  for (const { key } of raised) await markDone(tx, key.replace(old.id, newId), now)
  if (await isDone(tx, `read-only:${old.id}`)) await markDone(tx, `read-only:${newId}`, now)
}

/** Whether a room that the bot has entered takes the place of one of ours, which names it, and has not got it yet. */
export async function isSuccessor(db: Db, roomId: string): Promise<boolean> {
  const room = await db.room.findUnique({ where: { id: roomId } })
  if (room?.kind !== null || room.membership !== 'join' || !room.replaces) return false
  const old = await db.room.findUnique({ where: { id: room.replaces } })
  return old !== null && old.kind !== null && old.replacedBy === roomId
}
