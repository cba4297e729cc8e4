import { type Db, Prisma } from '../../prisma/client.ts'
import { query, rowWhere } from '../../prisma/lean.ts'

/** A group with what commands ask about it. */
export type Group = Prisma.GroupGetPayload<object>

export type Membership = Prisma.MembershipGetPayload<{ include: { group: true } }>

/** Somebody who speaks to the bot: who she is, and what she may see. */
export type Viewer = {
  personId: string
  /** Member of some group, coordinator or operator. Others are strangers. */
  isKnown: boolean
  isOperator: boolean
  language: string | null
  timeZone: string | null
  /** Memberships that are in force. */
  memberships: Membership[]
  administrationKey: string | null
  /** What may be shown where she speaks: in a room only what everybody there may see. */
  sight: Sight
}

/** Whose items may be shown, besides those that are open to all. `isKnown` false: none at all. */
export type Sight = { isKnown: boolean; groupIds: string[]; administrationKey?: string }

/** Memberships in force: neither left nor removed. */
export const inForce = { leftAt: null, removedAt: null }

/** Looks up who is speaking, and the group of the room where that is one. Without a room: in a direct message. Never writes. */
export async function speakerIn(
  db: Db,
  personId: string,
  { operators, roomId }: { operators: readonly string[]; roomId?: string },
): Promise<{ viewer: Viewer; group: Group | undefined }> {
  const person = await rowWhere(db, 'Person', { id: personId })
  const memberships = person ? await membershipsOf(db, personId) : []
  const own = memberships.find(({ group }) => roomId && group.roomId === roomId)?.group
  const group = own ?? (roomId ? await groupOfRoom(db, roomId) : undefined)
  return {
    viewer: viewerFrom(personId, person, memberships, { isOperator: operators.includes(personId), group }),
    group,
  }
}

/** Those in force, by the names of their groups. */
async function membershipsOf(db: Db, personId: string): Promise<Membership[]> {
  const own = Prisma.sql`
    FROM "Membership" JOIN "Group" ON "Group"."id" = "Membership"."groupId"
    WHERE "personId" = ${personId} AND "leftAt" IS NULL AND "removedAt" IS NULL`
  const groups = await query<Group>(db, Prisma.sql`SELECT "Group".* ${own} ORDER BY "Group"."name"`)
  const rows = await query<Omit<Membership, 'group'>>(db, Prisma.sql`SELECT "Membership".* ${own}`)
  const byGroup = new Map(rows.map((row) => [row.groupId, row]))
  return groups.flatMap((group) => {
    const row = byGroup.get(group.id)
    return row ? [{ ...row, group }] : []
  })
}

type Known = Prisma.PersonGetPayload<object> | undefined
type Place = { isOperator: boolean; group: Group | undefined }

function viewerFrom(personId: string, person: Known, memberships: Membership[], { isOperator, group }: Place): Viewer {
  const isKnown = isOperator || memberships.length > 0
  const administrationKey = memberships.find((m) => m.administrationKey)?.administrationKey ?? null
  return {
    personId,
    isKnown,
    isOperator,
    language: person?.language ?? null,
    timeZone: person?.timeZone ?? null,
    memberships,
    administrationKey,
    sight: sightOf(isKnown, memberships, administrationKey, group),
  }
}

function sightOf(
  isKnown: boolean,
  memberships: Membership[],
  administrationKey: string | null,
  roomGroup?: Group,
): Sight {
  if (!roomGroup)
    return {
      isKnown,
      groupIds: memberships.map(({ groupId }) => groupId),
      ...(administrationKey ? { administrationKey } : {}),
    }
  const isMember = memberships.some(({ groupId }) => groupId === roomGroup.id)
  return { isKnown: isMember, groupIds: [roomGroup.id] }
}

/** The viewer's membership in a group, if in force. */
export const membershipIn = (viewer: Viewer, groupId: string) => viewer.memberships.find((m) => m.groupId === groupId)

/** Whether the viewer coordinates a group. */
export const isCoordinator = (viewer: Viewer, groupId: string) => membershipIn(viewer, groupId)?.role === 'coordinator'

/** The group of a room, or undefined. */
export const groupOfRoom = async (db: Db, roomId: string): Promise<Group | undefined> =>
  (await db.group.findUnique({ where: { roomId } })) ?? undefined

/** What a person is called: display name in that room, else anywhere, else the local part of the id. */
export async function nameOf(db: Db, personId: string, roomId?: string | null): Promise<string> {
  const here = roomId
    ? await db.roomMember.findUnique({ where: { roomId_userId: { roomId, userId: personId } } })
    : null
  const person = await db.person.findUnique({ where: { id: personId } })
  const known = here?.displayName || person?.displayName
  if (known) return known
  const elsewhere = await db.roomMember.findFirst({ where: { userId: personId, displayName: { not: null } } })
  return elsewhere?.displayName || localPart(personId)
}

/** What she is called in that room, else the local part of the id: that she is known elsewhere is nobody's business here. */
export async function nameHere(db: Db, personId: string, roomId: string | null): Promise<string> {
  const where = { roomId_userId: { roomId: roomId ?? '', userId: personId } }
  return (await db.roomMember.findUnique({ where }))?.displayName || localPart(personId)
}

/** `@anna:seevetal.de` → anna */
export const localPart = (personId: string) => personId.slice(1).split(':')[0] ?? personId

/** Coordinators of a group, in force, by id. */
export const coordinatorsOf = (db: Db, groupId: string) =>
  db.membership.findMany({
    where: { groupId, role: 'coordinator', ...inForce },
    orderBy: { personId: 'asc' },
    include: { person: true },
  })

/** The person's row, made when it is missing. */
export const ensurePerson = (db: Db, id: string, now: Date) =>
  db.person.upsert({ where: { id }, create: { id, createdAt: now }, update: {} })
