import type { Db } from '../../prisma/client.ts'
import { placeName } from './administrations.ts'
import { inForce, localPart } from './people.ts'

/** Where a name is looked up: among the members of a group, and whoever is in a room. */
export type Where = { groupId?: string; roomId?: string }

/** Somebody who may be meant by a name. `administration`: the place she works for, such as Seevetal. */
export type Choice = { personId: string; name: string; administration?: string; isMember: boolean }

/** Everybody who can be named there, by name: members in force, and others who are in the room. */
export async function peopleHere(db: Db, { groupId, roomId }: Where): Promise<Choice[]> {
  const memberships = groupId
    ? await db.membership.findMany({ where: { groupId, ...inForce }, include: { person: true, group: true } })
    : []
  const room = roomId ?? memberships[0]?.group.roomId ?? undefined
  const present = room
    ? await db.roomMember.findMany({ where: { roomId: room, membership: { in: ['join', 'invite'] } } })
    : []
  const shown = new Map(present.map(({ userId, displayName }) => [userId, displayName]))
  const places = await placesOf(db, memberships)
  const members = memberships.map(({ personId, person, administrationKey }) => ({
    personId,
    name: shown.get(personId) || person.displayName || localPart(personId),
    ...(administrationKey ? { administration: places.get(administrationKey) ?? administrationKey } : {}),
    isMember: true,
  }))
  const own = new Set(members.map(({ personId }) => personId))
  const others = present
    .filter(({ userId }) => !own.has(userId))
    .map(({ userId, displayName }) => ({
      personId: userId,
      name: displayName || localPart(userId),
      isMember: !groupId,
    }))
  return [...members, ...others].sort((a, b) =>
    a.name === b.name ? (a.personId < b.personId ? -1 : 1) : a.name < b.name ? -1 : 1,
  )
}

async function placesOf(db: Db, memberships: readonly { administrationKey: string | null }[]) {
  const keys = [...new Set(memberships.flatMap(({ administrationKey }) => administrationKey ?? []))]
  const rows = await db.administration.findMany({ where: { key: { in: keys } } })
  return new Map(rows.map(({ key, name }) => [key, placeName(name)]))
}
