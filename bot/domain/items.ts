import type { Db, Prisma } from '../../prisma/client.ts'
import { nextNumber } from './numbers.ts'
import type { Sight, Viewer } from './people.ts'

/** Letters of the kinds of items that exist. */
export type Letter = 'A' | 'B' | 'S' | 'L' | 'W'

export type Item = Prisma.ItemGetPayload<object>

type NewItem = { letter: Letter; groupId: string; viewer: Viewer; now: Date; eventId?: string; scope?: Item['scope'] }

/** Makes the item that a task, decision … rests on; its id is never used again. */
export const addItem = async (db: Db, asked: NewItem): Promise<Item> =>
  db.item.create({ data: await newItem(db, asked) })

/** The item that a task, decision … rests on, with a number of its own, to be stored in this transaction. */
export async function newItem(
  db: Db,
  { letter, groupId, viewer, now, eventId, scope }: NewItem,
): Promise<Omit<Item, 'cancelledAt'>> {
  const number = await nextNumber(db, { counter: letter, series: letter, eventId })
  const administrationKey =
    viewer.memberships.find((m) => m.groupId === groupId)?.administrationKey ?? viewer.administrationKey
  return {
    id: `${letter}${number}`,
    letter,
    number,
    groupId,
    scope: scope ?? 'group',
    authorId: viewer.personId,
    administrationKey,
    createdAt: now,
    eventId: eventId ?? null,
  }
}

/** Which items may be shown, as part of a query: those of the groups, what is open to all, and the own administration's. */
export function visibleTo({ isKnown, groupIds, administrationKey }: Sight): Prisma.ItemWhereInput {
  if (!isKnown) return { id: '' }
  const own: Prisma.ItemWhereInput[] = administrationKey ? [{ scope: 'administration', administrationKey }] : []
  return { OR: [{ groupId: { in: groupIds } }, { scope: { in: ['district', 'public'] } }, ...own] }
}

/** An id as typed (`a17`, `A 17`, `17` where the letter is fixed), or undefined. */
export function readId(text: string, letter?: Letter): string | undefined {
  const [, typed, digits] = /^([A-Za-z]?) ?0*([1-9]\d{0,8})[.,]?$/.exec(text.trim()) ?? []
  if (!digits) return undefined
  const found = typed ? typed.toUpperCase() : letter
  if (!found || (letter && found !== letter)) return undefined
  return `${found}${digits}`
}

/** The item of an id, if this viewer may see it. One that she may not see is as one that never was. */
export const findItem = async (db: Db, sight: Sight, id: string): Promise<Item | undefined> =>
  (await db.item.findFirst({ where: { AND: [{ id }, visibleTo(sight)] } })) ?? undefined
