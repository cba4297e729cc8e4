import type { Db } from '../../prisma/client.ts'
import { usualAdministration } from './members.ts'
import { ensurePerson, type Group, inForce } from './people.ts'

/**
 * Somebody came into a group's room. Into one that is open to the space, whoever comes from one of the group's
 * administrations becomes a member; who was removed stays so.
 */
export async function recordJoin(db: Db, group: Group, personId: string, now: Date): Promise<void> {
  const where = { groupId_personId: { groupId: group.id, personId } }
  const known = await db.membership.findUnique({ where })
  if (known?.removedAt) return
  if (known) {
    if (known.leftAt || !known.joinedAt)
      await db.membership.update({ where, data: { leftAt: null, joinedAt: known.joinedAt ?? now } })
    return
  }
  if (group.join !== 'space' || group.archivedAt) return
  const administrationKey = await usualAdministration(db, personId, group.id)
  if (!administrationKey) return
  await ensurePerson(db, personId, now)
  await db.membership.create({
    data: {
      groupId: group.id,
      personId,
      role: 'member',
      administrationKey,
      fromConfig: false,
      createdAt: now,
      joinedAt: now,
    },
  })
}

/** Somebody left a group's room or did not accept the invitation. What happened before she was admitted (again) is past. */
export async function recordLeave(db: Db, groupId: string, personId: string, at: Date): Promise<void> {
  await db.membership.updateMany({
    where: { groupId, personId, ...inForce, createdAt: { lte: at } },
    data: { leftAt: at },
  })
}

/** Makes good what events could not tell: who is in the room has joined, who was and is no more has left. */
export async function settleMembers(db: Db, group: Group, now: Date, me: string): Promise<void> {
  if (!group.roomId) return
  const present = await db.roomMember.findMany({ where: { roomId: group.roomId, userId: { not: me } } })
  const members = await db.membership.findMany({ where: { groupId: group.id } })
  const known = new Map(members.map((member) => [member.personId, member]))
  for (const { userId, membership } of present) {
    const member = known.get(userId)
    if (membership === 'join' && (!member || member.leftAt || !member.joinedAt))
      await recordJoin(db, group, userId, now)
    if ((membership === 'leave' || membership === 'ban') && member?.joinedAt && !member.leftAt && !member.removedAt) {
      await recordLeave(db, group.id, userId, now)
    }
  }
}

/** Whoever is in a group's room without being a member in force, the bot apart. */
export async function othersInRoom(db: Db, group: Group, me: string): Promise<string[]> {
  if (!group.roomId) return []
  const present = await db.roomMember.findMany({
    where: { roomId: group.roomId, membership: 'join', userId: { not: me } },
    orderBy: { userId: 'asc' },
  })
  const members = new Set(
    (await db.membership.findMany({ where: { groupId: group.id, ...inForce } })).map(({ personId }) => personId),
  )
  return present.map(({ userId }) => userId).filter((userId) => !members.has(userId))
}
