import type { Db } from '../../prisma/client.ts'
import { eraseArticle } from './article-snapshot.ts'
import { type Article, articleOf, changeArticle } from './articles.ts'
import { firstWords } from './decisions.ts'
import type { By } from './history.ts'
import { isOfRoom, othersActed, type Redaction } from './redactions.ts'

/**
 * A message was taken back: what was kept of it goes. An article that people have given a text of their own stays with
 * that. A command that had stored an article takes it back while nobody else has acted on it.
 */
export async function forgetKept(db: Db, redaction: Redaction, by: By): Promise<void> {
  const { eventId } = redaction
  const where = { OR: [{ sourceEventId: eventId }, { item: { eventId } }], item: { letter: 'W' } }
  for (const { id } of await db.article.findMany({ where, select: { id: true } })) {
    const article = await articleOf(db, id)
    if (!(await isOfRoom(db, redaction, article.item.group.roomId))) continue
    if (article.sourceEventId === eventId) await forgetQuoted(db, article, by)
    else if (!article.item.cancelledAt && !(await othersActed(db, id, article.item.authorId, ['created'])))
      await eraseArticle(db, id, 'withdrawn', by)
  }
}

type Kept = { title: string; text: string }

/** Takes the quoted text out of an article and out of its history. */
async function forgetQuoted(db: Db, article: Article, by: By): Promise<void> {
  const { id, item } = article
  const entries = await db.historyEntry.findMany({ where: { itemId: id }, orderBy: { id: 'asc' } })
  const first = entries.find(({ before }) => before !== null)
  const quoted = first ? (JSON.parse(first.before ?? '{}') as Kept) : article
  if (item.cancelledAt || article.text === quoted.text) return eraseArticle(db, id, 'withdrawn', by)
  const isTitled = entries.some(({ action, detail }) => action === 'created' && detail?.includes('"titled":1'))
  if (isTitled && article.title === quoted.title)
    await changeArticle(db, article, { title: firstWords(article.text) }, by)
  await db.historyEntry.updateMany({ where: { itemId: id }, data: { before: null } })
}
