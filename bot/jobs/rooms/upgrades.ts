import { foreignSuccessor, sentence } from '../../../templates/incidents.ts'
import { Undeliverable } from '../../chat.ts'
import { raiseIncident } from '../../domain/incidents.ts'
import { isDone, markDone } from '../../domain/occasions.ts'
import { handDown } from '../../domain/room-succession.ts'
import { type RoomRow, serverOf } from '../../domain/rooms.ts'
import { attempt, type Reach, type Work } from './attempt.ts'
import { findSpace } from './space.ts'

/** Follows rooms of ours that were replaced. The new room may not be open yet, so it is tried again at every tick. */
export async function followUpgrades(work: Work, reach: Reach): Promise<void> {
  const { db } = work
  const replaced = await db.room.findMany({
    where: { kind: { not: null }, replacedBy: { not: null } },
    orderBy: { id: 'asc' },
  })
  for (const old of replaced)
    await attempt(work, 'following a room upgrade', { roomId: old.id, newRoom: old.replacedBy }, () =>
      follow(work, old, reach),
    )
  if (reach === 'home') await straighten(work)
}

/**
 * Somebody replaced a room that was followed already once more: as far as the bot may, it leads people to where the group
 * is.
 */
async function straighten(work: Work): Promise<void> {
  const { db, chat, clock } = work
  const followed = await db.room.findMany({ where: { kind: { not: null }, replaces: { not: null } } })
  const left = { in: followed.flatMap(({ replaces }) => replaces ?? []) }
  for (const old of await db.room.findMany({ where: { id: left, kind: null, membership: 'join' } })) {
    const successor = followed.find(({ replaces }) => replaces === old.id)
    if (!successor || !old.replacedBy || old.replacedBy === successor.id) continue
    const key = `led-back:${old.id}:${old.replacedBy}`
    if (await isDone(db, key)) continue
    await attempt(work, 'leading people to the new room', { roomId: old.id, newRoom: successor.id }, async () => {
      try {
        await chat.setState(old.id, 'm.room.tombstone', '', { body: '', replacement_room: successor.id })
        await db.room.update({ where: { id: old.id }, data: { replacedBy: successor.id } })
      } catch (error) {
        if (!(error instanceof Undeliverable)) throw error
        await markDone(db, key, clock()) // without power there it stays as it is
      }
    })
  }
}

async function follow(work: Work, old: RoomRow, reach: Reach): Promise<void> {
  const { db, chat } = work
  const newId = old.replacedBy ?? ''
  if (await isDone(db, refused(old.id, newId))) return
  const successor = await db.room.findUnique({ where: { id: newId } })
  // The sync brings the new room's state; then it is looked at.
  if (successor?.membership !== 'join') {
    const ways = await waysInto(work, old)
    return ways.length > 1 === (reach === 'abroad') ? chat.join(newId, ways) : undefined
  }
  if (reach === 'abroad') return
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

async function moveTo(work: Work, old: RoomRow, newId: string): Promise<void> {
  const { db, chat, clock } = work
  if (old.kind === 'group') await hideInSpace(work, old.id)
  await db.$transaction((tx) => handDown(tx, old, newId, clock()))
  if (old.kind === 'direct') await chat.leave(old.id)
}

/** An empty link takes the old room out of the space; the new one's follows. Where the bot may not, the group moves all the same. */
async function hideInSpace(work: Work, roomId: string): Promise<void> {
  const space = await findSpace(work)
  if (space?.membership !== 'join') return
  try {
    await work.chat.setState(space.id, 'm.space.child', roomId, {})
  } catch (error) {
    if (!(error instanceof Undeliverable)) throw error
    work.log('warn', 'the room that was left cannot be taken out of the space', { roomId, space: space.id })
  }
}
