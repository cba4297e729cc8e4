import type { Db, Prisma } from '../../prisma/client.ts'
import { ensurePerson, type Group, inForce } from './people.ts'

export type Role = 'member' | 'deputy' | 'coordinator' | 'leitung'
export type Member = Prisma.MembershipGetPayload<{ include: { person: true } }>
type Row = Prisma.MembershipGetPayload<object>

export type Admission = {
  membership: Row
  /** new: never was a member; back: was one before; changed: role or administration; same: nothing changed. */
  outcome: 'new' | 'back' | 'changed' | 'same'
}

type Admit = { group: Group; personId: string; role?: Role; administrationKey?: string; now: Date }

/**
 * Makes somebody a member of a group, or changes what she is there. Who comes back is invited anew; without a role
 * she comes as a member. Left out: the administration that she stands for elsewhere, or that has her server.
 */
export async function admitMember(
  db: Db,
  { group, personId, role, administrationKey, now }: Admit,
): Promise<Admission> {
  await ensurePerson(db, personId, now)
  const where = { groupId_personId: { groupId: group.id, personId } }
  const before = await db.membership.findUnique({ where })
  const isOver = before ? before.leftAt !== null || before.removedAt !== null : true
  if (before && !isOver) return changeMember(db, before, { role, administrationKey })
  const isHere = await isInRoom(db, group.roomId, personId)
  const wanted = {
    role: role ?? ('member' as const),
    administrationKey:
      administrationKey ?? before?.administrationKey ?? (await usualAdministration(db, personId, group.id)),
    fromConfig: false,
    createdAt: now,
    joinedAt: isHere ? now : null,
    leftAt: null,
    removedAt: null,
  }
  const membership = await db.membership.upsert({
    where,
    create: { groupId: group.id, personId, ...wanted },
    update: wanted,
  })
  await inviteAnew(db, group, personId, now)
  return { membership, outcome: before ? 'back' : 'new' }
}

async function changeMember(
  db: Db,
  before: Row,
  { role, administrationKey }: Pick<Admit, 'role' | 'administrationKey'>,
): Promise<Admission> {
  const { groupId, personId } = before
  const wanted = { role: role ?? before.role, administrationKey: administrationKey ?? before.administrationKey }
  if (wanted.role === before.role && wanted.administrationKey === before.administrationKey)
    return { membership: before, outcome: 'same' }
  const membership = await db.membership.update({
    where: { groupId_personId: { groupId, personId } },
    data: { ...wanted, fromConfig: false },
  })
  return { membership, outcome: 'changed' }
}

/**
 * Forgets that somebody was invited before, so that the rooms' job does it again. While what was written after a backup
 * is taken in again, later invitations are known already, and stand.
 */
export async function inviteAnew(db: Db, group: Group, personId: string, now: Date): Promise<void> {
  const spaces = await db.room.findMany({ where: { kind: 'space' }, select: { id: true } })
  const roomId = { in: [...spaces.map(({ id }) => id), ...(group.roomId ? [group.roomId] : [])] }
  const isBehind = (await db.account.count({ where: { restoredFrom: { not: null } } })) > 0
  await db.invitation.deleteMany({ where: { personId, roomId, ...(isBehind ? { startedAt: { lte: now } } : {}) } })
}

const isInRoom = async (db: Db, roomId: string | null, userId: string) =>
  roomId !== null &&
  (await db.roomMember.findUnique({ where: { roomId_userId: { roomId, userId } } }))?.membership === 'join'

/** Ends somebody's rights in a group at once; undefined: she is no member. The room follows. */
export async function removeMember(
  db: Db,
  { groupId, personId, now }: { groupId: string; personId: string; now: Date },
): Promise<Row | undefined> {
  const { count } = await db.membership.updateMany({
    where: { groupId, personId, ...inForce },
    data: { removedAt: now, fromConfig: false },
  })
  return count > 0 ? db.membership.findUniqueOrThrow({ where: { groupId_personId: { groupId, personId } } }) : undefined
}

/** The group's administration for somebody: that of another membership, else the one administration that lists her server. */
export async function usualAdministration(db: Db, personId: string, groupId: string): Promise<string | null> {
  const elsewhere = await db.membership.findMany({ where: { personId, ...inForce, administrationKey: { not: null } } })
  const own = new Set(
    (await db.groupAdministration.findMany({ where: { groupId } })).map(({ administrationKey }) => administrationKey),
  )
  const known = elsewhere.map(({ administrationKey }) => administrationKey).find((key) => key !== null && own.has(key))
  if (known) return known
  const key = ofServer(personId, await db.administration.findMany())
  return key !== undefined && own.has(key) ? key : null
}

/** The one administration that lists the server of a user id; undefined where none or several do. */
export function ofServer(
  personId: string,
  administrations: readonly { key: string; servers: string }[],
): string | undefined {
  const server = personId.slice(personId.indexOf(':') + 1).toLowerCase()
  const listing = administrations.filter(({ servers }) =>
    (JSON.parse(servers) as string[]).some((one) => one.toLowerCase() === server),
  )
  return listing.length === 1 ? listing[0]?.key : undefined
}

/** Members of a group that are in force, with the person, by id. */
export const membersOf = (db: Db, groupId: string): Promise<Member[]> =>
  db.membership.findMany({ where: { groupId, ...inForce }, include: { person: true }, orderBy: { personId: 'asc' } })

/** Whether somebody is known: a member of some group, joined or invited, or an operator. */
export const isKnown = async (db: Db, personId: string, operators: readonly string[]): Promise<boolean> =>
  operators.includes(personId) || (await db.membership.findFirst({ where: { personId, ...inForce } })) !== null
