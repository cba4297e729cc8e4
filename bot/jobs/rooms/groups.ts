import { roomNotMade, sentence } from '../../../templates/incidents.ts'
import { Undeliverable } from '../../chat.ts'
import { nameWritten, topicWritten } from '../../domain/groups.ts'
import { clearIncident, raiseIncident } from '../../domain/incidents.ts'
import { isDone, markDone } from '../../domain/occasions.ts'
import { coordinatorsOf, type Group } from '../../domain/people.ts'
import { linkedToSpace, type RoomRow, serverOf } from '../../domain/rooms.ts'
import type { Work } from './attempt.ts'
import { makeRoom, storeRoom } from './creation.ts'
import { joinRuleSet, raised } from './state.ts'

/** The room of an active group, made when there is none. */
export async function ensureGroupRoom(
  work: Work,
  group: Group,
  space: RoomRow | undefined,
): Promise<RoomRow | undefined> {
  const { db, clock } = work
  if (group.roomId) return (await db.room.findUnique({ where: { id: group.roomId } })) ?? undefined
  if (group.archivedAt || (group.join === 'space' && !space)) return undefined
  try {
    await makeGroupRoom(work, group, space)
    await clearIncident(db, `room-not-made:${group.id}`, clock())
  } catch (error) {
    if (error instanceof Undeliverable)
      await raiseIncident(db, `room-not-made:${group.id}`, sentence(roomNotMade({ group: group.name })), clock())
    throw error
  }
  const fresh = await db.group.findUniqueOrThrow({ where: { id: group.id } })
  return fresh.roomId ? ((await db.room.findUnique({ where: { id: fresh.roomId } })) ?? undefined) : undefined
}

async function makeGroupRoom(work: Work, group: Group, space: RoomRow | undefined): Promise<void> {
  const { db, clock, installation } = work
  const moderators = (await coordinatorsOf(db, group.id)).map(({ personId }) => personId)
  const made = await makeRoom(work, {
    ...{ mark: group.id, name: group.name, kind: 'group', encrypted: installation.encryption, moderators },
    ...(group.topic ? { topic: group.topic } : {}),
    ...(space ? { spaceId: space.id } : {}),
    joinRule: group.join === 'space' ? 'restricted' : 'invite',
  })
  if (!made) return
  const { roomId, isFresh } = made
  // Of a room that was found nobody knows how far its making had come: there all of it is looked at.
  const written = isFresh
    ? [
        nameWritten(group.id),
        topicWritten(group.id),
        joinRuleSet(roomId, group, space?.id),
        ...moderators.map((id) => raised(roomId, id)),
      ]
    : []
  await db.$transaction(async (tx) => {
    await storeRoom(tx, { roomId, mark: group.id, kind: 'group', now: clock() })
    await tx.group.update({ where: { id: group.id }, data: { roomId } })
    for (const key of written) await markDone(tx, key, clock())
  })
}

/** Shows the room in the space, and the space in the room. */
export async function linkToSpace(
  { db, chat, clock, installation }: Work,
  roomId: string,
  spaceId: string,
): Promise<void> {
  const key = linkedToSpace(spaceId, roomId)
  if (await isDone(db, key)) return
  const via = [serverOf(installation.me)]
  await chat.setState(spaceId, 'm.space.child', roomId, { via, suggested: false })
  await chat.setState(roomId, 'm.space.parent', spaceId, { via, canonical: true })
  await markDone(db, key, clock())
}
