import type { Db } from '../../../prisma/client.ts'
import { foreignSuccessor, sentence } from '../../../templates/incidents.ts'
import { raiseIncident } from '../../domain/incidents.ts'
import { isDone, markDone } from '../../domain/occasions.ts'
import { type RoomRow, serverOf } from '../../domain/rooms.ts'
import { attempt, type Work } from './attempt.ts'
import { findSpace } from './space.ts'

/** Follows rooms of ours that were replaced. The new room may not be open yet, so it is tried again at every tick. */
export async function followUpgrades(work: Work): Promise<void> {
  const { db } = work
  const replaced = await db.room.findMany({
    where: { kind: { not: null }, replacedBy: { not: null } },
    orderBy: { id: 'asc' },
  })
  for (const old of replaced)
    await attempt(work, 'following a room upgrade', { roomId: old.id, newRoom: old.replacedBy }, () =>
      follow(work, old),
    )
}

async function follow(work: Work, old: RoomRow): Promise<void> {
  const { db, chat } = work
  const newId = old.replacedBy ?? ''
  if (await isDone(db, refused(old.id, newId))) return
  const successor = await db.room.findUnique({ where: { id: newId } })
  // The sync brings the new room's state; then it is looked at.
  if (successor?.membership !== 'join') return chat.join(newId, await waysInto(work, old))
  if (successor.version === null) return
  if (successor.replaces !== old.id) return refuse(work, old, newId)
  await moveTo(work, old, newId)
}

const refused = (oldId: string, newId: string) => `no-successor:${oldId}:${newId}`

/** Servers of those who are in the old room: one of them has made the new one. */
async function waysInto({ db, installation }: Work, { id }: RoomRow): Promise<string[]> {
  const members = await db.roomMember.findMany({ where: { roomId: id, membership: 'join' } })
  return [...new Set([serverOf(installation.me), ...members.map(({ userId }) => serverOf(userId))])].slice(0, 10)
}

/** A room that does not name ours as its predecessor could be anybody's. */
async function refuse({ db, chat, clock, log }: Work, old: RoomRow, newId: string): Promise<void> {
  log('warn', 'a room names a successor that does not name it', { roomId: old.id, newRoom: newId })
  await chat.leave(newId)
  await markDone(db, refused(old.id, newId), clock())
  await raiseIncident(db, refused(old.id, newId), sentence(foreignSuccessor({ room: old.name ?? old.id })), clock())
}

/** A group keeps its identity, a person her direct room, and the space its rooms; what waits to be said goes along. */
async function moveTo(work: Work, old: RoomRow, newId: string): Promise<void> {
  const { db, chat, clock } = work
  if (old.kind === 'group') await hideInSpace(work, old.id)
  await db.$transaction(async (tx: Db) => {
    await tx.group.updateMany({ where: { roomId: old.id }, data: { roomId: newId } })
    await tx.room.update({ where: { id: newId }, data: { kind: old.kind, personId: old.personId } })
    await tx.room.update({ where: { id: old.id }, data: { kind: null, personId: null } })
    await tx.outboxMessage.updateMany({
      where: { roomId: old.id, sentAt: null, setAsideAt: null },
      data: { roomId: newId },
    })
    const raised = await tx.occasion.findMany({ where: { key: { startsWith: `raised:${old.id}:` } } })
    for (const { key } of raised) await markDone(tx, key.replace(old.id, newId), clock())
    if (await isDone(tx, `read-only:${old.id}`)) await markDone(tx, `read-only:${newId}`, clock())
  })
  if (old.kind === 'direct') await chat.leave(old.id)
}

/** An empty link takes the old room out of the space; the new one's follows. */
async function hideInSpace(work: Work, roomId: string): Promise<void> {
  const space = await findSpace(work)
  if (space?.membership === 'join') await work.chat.setState(space.id, 'm.space.child', roomId, {})
}
