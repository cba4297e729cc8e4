import type { Db } from '../../prisma/client.ts'
import { placeName } from './administrations.ts'
import { localPart } from './people.ts'
import { peopleHere } from './people-here.ts'

/** How people and administrations of a group are called: `Anna Meyer (Seevetal)`, `Seevetal`. */
export type Names = { person(id: string): string; plain(id: string): string; administration(key: string): string }

/** Looks names up for one group; `ids` are those who may have left it. */
export async function namesIn(db: Db, groupId: string, ids: readonly string[] = []): Promise<Names> {
  const here = await peopleHere(db, { groupId })
  const administrations = await db.administration.findMany()
  const known = new Map(here.map((one) => [one.personId, one]))
  const gone = ids.filter((id) => !known.has(id))
  const others = gone.length > 0 ? await db.person.findMany({ where: { id: { in: gone } } }) : []
  const elsewhere = new Map(others.map(({ id, displayName }) => [id, displayName]))
  const places = new Map(administrations.map(({ key, name }) => [key, placeName(name)]))
  const plain = (id: string) => known.get(id)?.name ?? elsewhere.get(id) ?? localPart(id)
  return {
    plain,
    person(id) {
      const place = known.get(id)?.administration
      return place ? `${plain(id)} (${place})` : plain(id)
    },
    administration: (key) => places.get(key) ?? key,
  }
}
