import type { Db } from '../../prisma/client.ts'
import { indexArticle } from './article-index.ts'
import { type By, note } from './history.ts'
import { removeFromIndex } from './search/store.ts'

const withItem = { item: { include: { tags: true } } } as const

/** What `restoreArticle` needs to put an article back. */
export async function snapshotArticle(db: Db, id: string) {
  const { title, text, item } = await db.article.findUniqueOrThrow({ where: { id }, include: { item: true } })
  return { title, text, cancelledAt: item.cancelledAt?.toISOString() ?? null }
}

type Before = Awaited<ReturnType<typeof snapshotArticle>>

/** Puts an article back as it was. */
export async function restoreArticle(db: Db, id: string, before: object, { now }: By): Promise<void> {
  const { title, text, cancelledAt } = before as Before
  await db.article.update({ where: { id }, data: { title, text } })
  await db.item.update({ where: { id }, data: { cancelledAt: cancelledAt ? new Date(cancelledAt) : null } })
  await indexArticle(db, await db.article.findUniqueOrThrow({ where: { id }, include: withItem }), now)
}

/** Takes back an article that was stored by mistake. Its number stays. */
export async function withdrawArticle(db: Db, id: string, { now }: By): Promise<void> {
  await db.item.update({ where: { id }, data: { cancelledAt: now } })
  await removeFromIndex(db, id)
}

/** Withdraws an article with all that it said, in its history and in what was not sent yet. `action` names why: objected, withdrawn. */
export async function eraseArticle(db: Db, id: string, action: 'objected' | 'withdrawn', by: By): Promise<void> {
  await withdrawArticle(db, id, by)
  await db.article.update({ where: { id }, data: { title: '', text: '' } })
  await db.tag.deleteMany({ where: { itemId: id } })
  await db.historyEntry.updateMany({ where: { itemId: id }, data: { detail: null, before: null } })
  await db.outboxMessage.deleteMany({ where: { itemId: id, sentAt: null, firstTriedAt: null } })
  await note(db, id, by, { action })
}
