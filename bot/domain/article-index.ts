import type { Db, Prisma } from '../../prisma/client.ts'
import { indexItem, removeFromIndex } from './search/store.ts'

type Indexed = Prisma.ArticleGetPayload<{ include: { item: { include: { tags: true } } } }>

/** Puts an article into the search, with its tags. A cancelled one is not found. */
export async function indexArticle(db: Db, { id, title, text, item }: Indexed, now: Date): Promise<void> {
  if (item.cancelledAt) return removeFromIndex(db, id)
  const { groupId, scope, administrationKey, authorId, tags } = item
  const body = [text, ...tags.map(({ tag }) => `#${tag}`)].join('\n')
  await indexItem(db, { itemId: id, kind: 'article', groupId, scope, administrationKey, authorId, title, body, now })
}
