import type { Db, Prisma } from '../../../prisma/client.ts'
import { type Role, usualAdministration } from '../members.ts'
import { ensurePerson, type Group, inForce } from '../people.ts'

/** A member as the configuration has it. */
export type ConfiguredMember = { id: string; administration?: string | undefined; role: Role }

type Wanted = { personId: string; role: Role; administrationKey: string | null }
type Row = Prisma.MembershipGetPayload<object>
type Lists = { key: string; coordinators: readonly string[]; members: readonly ConfiguredMember[] }

/** Makes the members of a group. Who was changed or removed by a command, or left, stays so. */
export async function configureMembers(db: Db, group: Group, lists: Lists, now: Date): Promise<string[]> {
  const warnings: string[] = []
  const all = peopleOf(lists)
  for (const [personId, { role, administration }] of all) {
    await ensurePerson(db, personId, now)
    const administrationKey = administration ?? (await usualAdministration(db, personId, group.id))
    const warning = await configureMember(db, group, { personId, role, administrationKey }, now)
    if (warning) warnings.push(`groups: ${lists.key}, ${personId} ${warning}`)
  }
  const kept = await db.membership.findMany({
    where: { groupId: group.id, fromConfig: true, ...inForce, personId: { notIn: [...all.keys()] } },
    orderBy: { personId: 'asc' },
  })
  return [
    ...warnings,
    ...kept.map(
      ({ personId }) =>
        `groups: ${lists.key}, ${personId} is no longer in the file and stays a member; !gruppe entfernen removes`,
    ),
  ]
}

/** A coordinator who stands under members too has her administration from there. */
function peopleOf({ coordinators, members }: Lists): Map<string, { role: Role; administration?: string | undefined }> {
  const all = new Map<string, { role: Role; administration?: string | undefined }>()
  for (const { id, role, administration } of members) all.set(id, { role, administration })
  for (const id of coordinators) all.set(id, { ...all.get(id), role: 'coordinator' })
  return all
}

async function configureMember(db: Db, group: Group, wanted: Wanted, now: Date): Promise<string | undefined> {
  const where = { groupId_personId: { groupId: group.id, personId: wanted.personId } }
  const before = await db.membership.findUnique({ where })
  if (!before) return add(db, group, wanted, now)
  const problem = standing(before)
  if (problem) return problem
  const { role } = wanted
  const administrationKey = wanted.administrationKey ?? before.administrationKey
  if (before.role === role && before.administrationKey === administrationKey) return undefined
  if (!before.fromConfig) return 'was changed by a command and stays as it is'
  await db.membership.update({ where, data: { role, administrationKey } })
  return undefined
}

async function add(db: Db, group: Group, wanted: Wanted, now: Date): Promise<undefined> {
  await db.membership.create({ data: { groupId: group.id, ...wanted, fromConfig: true, createdAt: now } })
  return undefined
}

function standing({ removedAt, leftAt }: Row): string | undefined {
  if (removedAt) return 'was removed by a command and stays so; !gruppe einladen takes them back'
  return leftAt ? 'has left the room; !gruppe einladen invites again' : undefined
}
