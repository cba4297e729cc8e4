import type { Db, Prisma } from '../../prisma/client.ts'
import { indexItem, removeFromIndex } from './search/store.ts'

type Indexed = Prisma.LinkGetPayload<{ include: { item: { include: { tags: true } } } }>

/** What a link is called: its title, else the first line of its note, else its address. */
export const headOfLink = ({ title, note, url }: { title: string | null; note: string | null; url: string }): string =>
  title ?? note?.split('\n', 1)[0] ?? url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '')

/** Puts a link into the search: title, note, tags and the words of its address. A cancelled one is not found. */
export async function indexLink(db: Db, link: Indexed, now: Date): Promise<void> {
  const { id, note, url, item } = link
  if (item.cancelledAt) return removeFromIndex(db, id)
  const { groupId, scope, administrationKey, authorId, tags } = item
  const body = [note, ...tags.map(({ tag }) => `#${tag}`), url].filter(Boolean).join('\n')
  await indexItem(db, {
    itemId: id,
    kind: 'link',
    groupId,
    scope,
    administrationKey,
    authorId,
    title: headOfLink(link),
    body,
    now,
  })
}
