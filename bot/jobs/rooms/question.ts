import type { Db } from '../../../prisma/client.ts'
import { type Group, inForce } from '../../domain/people.ts'

/** Names that a group had coordinators when it was last looked at. */
export const coordinatedKey = (groupId: string) => `coordinated:${groupId}`

/**
 * Of all groups those about whose people something may have to be said: somebody is in the room without a membership, or
 * coordinators came or went. A few queries for all of them, because most groups are as they were.
 */
export async function groupsInQuestion(db: Db, groups: readonly Group[], me: string): Promise<Group[]> {
  const memberships = await db.membership.findMany({
    where: inForce,
    select: { groupId: true, personId: true, role: true },
  })
  const present = await db.roomMember.findMany({
    where: { membership: 'join', userId: { not: me }, room: { kind: 'group' } },
    select: { roomId: true, userId: true },
  })
  const marks = await db.occasion.findMany({
    where: { key: { startsWith: coordinatedKey('') } },
    select: { key: true },
  })
  const members = new Set(memberships.map(({ groupId, personId }) => `${groupId} ${personId}`))
  const coordinated = new Set(memberships.flatMap(({ groupId, role }) => (role === 'coordinator' ? [groupId] : [])))
  const marked = new Set(marks.map(({ key }) => key))
  const groupOf = new Map(groups.map(({ id, roomId }) => [roomId, id]))
  const visited = new Set(
    present.flatMap(({ roomId, userId }) => {
      const groupId = groupOf.get(roomId)
      return groupId && !members.has(`${groupId} ${userId}`) ? [groupId] : []
    }),
  )
  return groups.filter(({ id }) => visited.has(id) || coordinated.has(id) !== marked.has(coordinatedKey(id)))
}
