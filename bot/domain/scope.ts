import type { Db } from '../../prisma/client.ts'
import { type By, note } from './history.ts'
import type { Item } from './items.ts'
import { rescopeItem } from './search/store.ts'

export type Scope = Item['scope']

const WORDS: Record<string, Scope> = {
  gruppe: 'group',
  arbeitsgruppe: 'group',
  ag: 'group',
  group: 'group',
  verwaltung: 'administration',
  administration: 'administration',
  kreisweit: 'district',
  kreis: 'district',
  landkreis: 'district',
  district: 'district',
  öffentlich: 'public',
  oeffentlich: 'public',
  public: 'public',
}

/** The scope that a word means, or undefined. */
export const readScope = (word: string): Scope | undefined => WORDS[word.toLowerCase().replace(/(?<![.,!])[.,!]+$/, '')]

/** Kinds of items whose author may change their scope; that of all others is for the coordinators. */
const BY_AUTHOR = ['A', 'L', 'W']

/** Whether its author, besides the coordinators, may change who sees an item; making it public is for coordinators alone. */
export const isForAuthor = ({ letter }: Item, to: Scope): boolean => to !== 'public' && BY_AUTHOR.includes(letter)

/** Changes who sees an item, in the search index too. What is public stays so: the caller has made sure that it is not. */
export async function changeScope(db: Db, { id, scope: from }: Item, to: Scope, by: By): Promise<void> {
  await db.item.update({ where: { id }, data: { scope: to } })
  await rescopeItem(db, id, to)
  await note(db, id, by, { action: 'scope', detail: { from, to }, before: { scope: from } })
}

/** Puts the scope back as a history entry of `changeScope` has kept it. */
export async function restoreScope(db: Db, id: string, before: unknown): Promise<void> {
  const { scope } = before as { scope: Scope }
  await db.item.update({ where: { id }, data: { scope } })
  await rescopeItem(db, id, scope)
}
