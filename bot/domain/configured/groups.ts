import type { Db } from '../../../prisma/client.ts'
import { nameWritten } from '../groups.ts'
import { markUndone } from '../occasions.ts'
import type { Group } from '../people.ts'
import type { ConfiguredMember } from './members.ts'

/** A working group as the configuration has it; rules of the installation are filled in. */
export type ConfiguredGroup = {
  key: string
  name: string
  topic?: string | undefined
  administrations: readonly string[]
  join: 'invite' | 'space'
  language?: string | undefined
  timeZone?: string | undefined
  coordinators: readonly string[]
  members: readonly ConfiguredMember[]
  decisions: { confirm: boolean; word: string }
  links?: { capture?: boolean | undefined } | undefined
}

/**
 * Makes or updates a group. Topic and capturing of links, which commands change too, are taken from the file only
 * while nobody set them. undefined: another group has its name, so there is none.
 */
export async function configureGroup(
  db: Db,
  wanted: ConfiguredGroup,
  now: Date,
): Promise<{ group?: Group; warnings: string[] }> {
  const { key, name } = wanted
  const before = await db.group.findUnique({ where: { key } })
  const rival = await db.group.findFirst({
    where: { key: { not: key }, OR: [{ name }, { prefix: key.toUpperCase() }] },
  })
  if (rival && !before) return { warnings: [`groups: ${key} has the name of ${rival.key}; it is left out`] }
  const warnings = rival ? [`groups: ${key} has the name of ${rival.key}; its old name is kept`] : []
  const group = before ? await update(db, before, wanted, rival ? before.name : name) : await create(db, wanted, now)
  if (before) warnings.push(...differences(before, wanted))
  return { group, warnings: [...warnings, ...(await configureAdministrationsOf(db, group, wanted))] }
}

const rules = ({ join, language, timeZone, decisions }: ConfiguredGroup) => ({
  ...{ join, language: language ?? null, timeZone: timeZone ?? null },
  ...{ confirm: decisions.confirm, word: decisions.word, fromConfig: true },
})

/** The key is the id as well: a database made anew finds the group's room again by its mark. */
const create = (db: Db, wanted: ConfiguredGroup, now: Date) =>
  db.group.create({
    data: {
      ...{ id: wanted.key, key: wanted.key, name: wanted.name, prefix: wanted.key.toUpperCase(), createdAt: now },
      ...{ topic: wanted.topic ?? null, captureLinks: wanted.links?.capture ?? null, ...rules(wanted) },
    },
  })

async function update(db: Db, before: Group, wanted: ConfiguredGroup, name: string): Promise<Group> {
  if (before.name !== name) await markUndone(db, nameWritten(before.id))
  const { topic, links } = wanted
  const unset = { topic: before.topic ?? topic ?? null, captureLinks: before.captureLinks ?? links?.capture ?? null }
  return db.group.update({ where: { id: before.id }, data: { name, ...unset, ...rules(wanted) } })
}

function differences(before: Group, { key, topic, links }: ConfiguredGroup): string[] {
  const warnings: string[] = []
  if (before.archivedAt)
    warnings.push(`groups: ${key} was archived by a command and stays so; !gruppe öffnen takes it up again`)
  if (topic !== undefined && before.topic !== null && before.topic !== topic) {
    warnings.push(
      `groups: the topic of ${key} differs from the file; the one that is set stays, !gruppe thema changes it`,
    )
  }
  if (links?.capture !== undefined && before.captureLinks !== null && before.captureLinks !== links.capture) {
    warnings.push(
      `groups: capturing of links in ${key} differs from the file; what is set stays, !gruppe links changes it`,
    )
  }
  return warnings
}

async function configureAdministrationsOf(
  db: Db,
  group: Group,
  { key, administrations }: ConfiguredGroup,
): Promise<string[]> {
  const before = (await db.groupAdministration.findMany({ where: { groupId: group.id } })).map(
    ({ administrationKey }) => administrationKey,
  )
  const known = new Set((await db.administration.findMany({ select: { key: true } })).map((one) => one.key))
  const added = administrations.filter((one) => !before.includes(one) && known.has(one))
  await db.groupAdministration.createMany({
    data: added.map((administrationKey) => ({ groupId: group.id, administrationKey })),
  })
  const kept = before.filter((one) => !administrations.includes(one)).sort()
  return kept.map((one) => `groups: ${one} is no longer in ${key} in the file and is kept`)
}
