import type { Db } from '../../prisma/client.ts'
import { type Found, foundItems } from './found.ts'
import { inForce, type Viewer } from './people.ts'
import { findFor } from './search-sight.ts'

/** An administration that had to do with a topic, with its people there and the items that show it. */
export type Experience = { administration?: { key: string; name: string }; personIds: string[]; items: Found[] }

const FOUND = 20
/** How much of the topic an item has to have. */
const FITTING = 0.5

/** Somebody who had to do with an item: a person, her administration, or only that. */
type Part = { administrationKey: string | null; personId?: string }

/** Who has experience with a topic, by the name of the administration; never by how much or how quickly. */
export async function experienceIn(db: Db, viewer: Viewer, topic: string): Promise<Experience[]> {
  const hits = await findFor(db, viewer, { text: topic, limit: FOUND })
  const found = await foundItems(
    db,
    hits.filter(({ confidence }) => confidence >= FITTING).map(({ itemId }) => itemId),
  )
  const experiences = new Map<string, Experience>()
  for (const one of found.filter(({ standing }) => standing !== 'ended')) {
    for (const part of await partsIn(db, viewer, one)) await add(db, experiences, part, one)
  }
  return [...experiences.values()].sort(byName)
}

/** Author and assignees. Of what is public no persons are named to people of other groups; former members never are. */
async function partsIn(db: Db, { sight }: Viewer, { item }: Found): Promise<Part[]> {
  const own = { administrationKey: item.administrationKey, personId: item.authorId }
  const assignees = (item.task?.assignees ?? []).map(({ administrationKey, personId }) => ({
    administrationKey,
    personId,
  }))
  const parts: Part[] = []
  for (const { administrationKey, personId } of [own, ...assignees]) {
    const memberships = personId ? await db.membership.findMany({ where: { personId, ...inForce } }) : []
    const here = memberships.find(({ groupId }) => groupId === item.groupId) ?? memberships[0]
    const isNamed = personId && here && (item.scope !== 'public' || sight.groupIds.includes(item.groupId))
    const key = administrationKey ?? here?.administrationKey ?? null
    if (isNamed) parts.push({ administrationKey: key, personId })
    else if (key) parts.push({ administrationKey: key })
  }
  return parts
}

async function add(
  db: Db,
  experiences: Map<string, Experience>,
  { administrationKey, personId }: Part,
  found: Found,
): Promise<void> {
  const key = administrationKey ?? ''
  const experience = experiences.get(key) ?? (await emptyFor(db, administrationKey))
  experiences.set(key, experience)
  if (personId && !experience.personIds.includes(personId)) experience.personIds.push(personId)
  if (!experience.items.includes(found)) experience.items.push(found)
}

async function emptyFor(db: Db, key: string | null): Promise<Experience> {
  const administration = key
    ? await db.administration.findUnique({ where: { key }, select: { key: true, name: true } })
    : null
  return { ...(administration ? { administration } : {}), personIds: [], items: [] }
}

/** People without an administration come last. */
const byName = (a: Experience, b: Experience): number =>
  a.administration && b.administration
    ? a.administration.name.localeCompare(b.administration.name, 'de')
    : Number(!a.administration) - Number(!b.administration)
