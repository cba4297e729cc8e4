import type { Db, Prisma } from '../../prisma/client.ts'
import { indexArticle } from './article-index.ts'
import { snapshotArticle, withdrawArticle } from './article-snapshot.ts'
import { type By, note } from './history.ts'
import { addItem, visibleTo } from './items.ts'
import type { Sight, Viewer } from './people.ts'

const whole = {
  item: { include: { group: true, tags: { orderBy: { tag: 'asc' } } } },
} as const satisfies Prisma.ArticleInclude

/** A piece of knowledge with its item, group and tags. */
export type Article = Prisma.ArticleGetPayload<{ include: typeof whole }>

/** The article of an id that is known to exist. */
export const articleOf = (db: Db, id: string): Promise<Article> =>
  db.article.findUniqueOrThrow({ where: { id }, include: whole })

/** Articles that stand and may be seen, newest first; with `groupId` those of one group. */
export const listArticles = (db: Db, sight: Sight, groupId?: string): Promise<Article[]> =>
  db.article.findMany({
    where: { item: { AND: [visibleTo(sight), { cancelledAt: null, ...(groupId ? { groupId } : {}) }] } },
    include: whole,
    orderBy: { item: { number: 'desc' } },
  })

/** What was kept of a message in a group: standing, or kept once and objected to by who wrote it. */
export async function keptFrom(
  db: Db,
  groupId: string,
  eventId: string,
): Promise<{ article: Article; isObjected: boolean } | undefined> {
  const kept = await db.article.findMany({
    where: { sourceEventId: eventId, item: { groupId } },
    include: { item: { include: { ...whole.item.include, history: true } } },
  })
  const isObjected = ({ item }: (typeof kept)[number]) => item.history.some(({ action }) => action === 'objected')
  const found = kept.find(({ item }) => item.cancelledAt === null) ?? kept.find(isObjected)
  return found && { article: found, isObjected: found.item.cancelledAt !== null }
}

type NewArticle = {
  groupId: string
  viewer: Viewer
  title: string
  text: string
  tags: readonly string[]
  /** The message it is kept from, who wrote that, and whether the title was taken from it too. */
  source?: { eventId: string; personId: string; titled: boolean } | undefined
  by: By
}

/** Stores an article. */
export async function createArticle(
  db: Db,
  { groupId, viewer, title, text, tags, source, by }: NewArticle,
): Promise<Article> {
  const { id } = await addItem(db, {
    letter: 'W',
    groupId,
    viewer,
    now: by.now,
    ...(by.eventId ? { eventId: by.eventId } : {}),
  })
  await db.article.create({
    data: { id, title, text, sourceEventId: source?.eventId ?? null, sourcePersonId: source?.personId ?? null },
  })
  await db.tag.createMany({ data: tags.map((tag) => ({ itemId: id, tag })) })
  await note(db, id, by, { action: 'created', ...(source ? { detail: { titled: source.titled ? 1 : 0 } } : {}) })
  return indexed(db, id, by)
}

/** Puts another title or text in place; the history keeps the old one. */
export async function changeArticle(
  db: Db,
  { id }: Article,
  change: { title: string } | { text: string },
  by: By,
): Promise<Article> {
  const before = await snapshotArticle(db, id)
  await db.article.update({ where: { id }, data: change })
  await note(db, id, by, { action: 'title' in change ? 'title' : 'text', before })
  return indexed(db, id, by)
}

/** Deletes an article for people: it can be put back from its history. */
export async function cancelArticle(db: Db, { id }: Article, by: By): Promise<void> {
  const before = await snapshotArticle(db, id)
  await withdrawArticle(db, id, by)
  await note(db, id, by, { action: 'cancelled', before })
}

async function indexed(db: Db, id: string, { now }: By): Promise<Article> {
  const article = await articleOf(db, id)
  await indexArticle(db, article, now)
  return article
}
