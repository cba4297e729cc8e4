import type { Db } from '../../../prisma/client.ts'
import { removalRefused, sentence } from '../../../templates/incidents.ts'
import { removalReason } from '../../../templates/members.ts'
import { Undeliverable } from '../../chat.ts'
import { raiseIncident } from '../../domain/incidents.ts'
import { isKnown } from '../../domain/members.ts'
import { isDone, markDone } from '../../domain/occasions.ts'
import type { Group } from '../../domain/people.ts'
import { attempt, type Work } from './attempt.ts'

/** Takes those out of a group's room whom a command removed, each once; out of the space too when nothing is left for them there. */
export async function removeFormer(work: Work, group: Group, space: { id: string } | undefined): Promise<void> {
  if (!group.roomId) return
  const { db, clock, installation } = work
  for (const { personId, removedAt } of await db.membership.findMany({
    where: { groupId: group.id, removedAt: { not: null } },
  })) {
    const key = removalOf(group.id, personId, removedAt)
    if (await isDone(db, key)) continue
    const rooms =
      (await isKnown(db, personId, installation.operators)) || !space ? [group.roomId] : [group.roomId, space.id]
    await attempt(work, 'a removal', { groupId: group.id, personId }, async () => {
      for (const roomId of rooms) await removeFrom(work, group, roomId, personId)
      await markDone(db, key, clock())
    })
  }
}

const removalOf = (groupId: string, personId: string, removedAt: Date | null) =>
  `removed:${groupId}:${personId}:${removedAt?.getTime()}`

/** Whether somebody is in the room only because the removal has not come to it yet. */
export async function isBeingRemoved(db: Db, group: Group, personId: string): Promise<boolean> {
  const former = await db.membership.findFirst({ where: { groupId: group.id, personId, removedAt: { not: null } } })
  return former !== null && !(await isDone(db, removalOf(group.id, personId, former.removedAt)))
}

async function removeFrom(
  { db, chat, clock, installation }: Work,
  group: Group,
  roomId: string,
  userId: string,
): Promise<void> {
  const where = { roomId_userId: { roomId, userId } }
  const member = await db.roomMember.findUnique({ where })
  if (member?.membership !== 'join' && member?.membership !== 'invite') return
  const reason = removalReason()({ lang: installation.language, timeZone: installation.timeZone }).source
  try {
    await chat.remove(roomId, userId, reason)
    await db.roomMember.update({ where, data: { membership: 'leave' } })
  } catch (error) {
    if (!(error instanceof Undeliverable)) throw error
    await raiseIncident(
      db,
      `removal:${roomId}:${userId}:${clock().toISOString()}`,
      sentence(removalRefused({ personId: userId, group: group.name })),
      clock(),
    )
  }
}
