import type { Ctx } from '../command.ts'
import type { Article } from '../domain/articles.ts'
import { membershipIn, nameOf } from '../domain/people.ts'

/** An article as it is shown. Of a public one no persons are named to people of other groups. */
export async function articleDetails({ db, viewer }: Ctx, { id, title, text, sourcePersonId, item }: Article) {
  const { group, scope, createdAt, authorId } = item
  const about = { id, title, text, group: group.name, scope, createdAt, tags: item.tags.map(({ tag }) => tag) }
  if (scope === 'public' && !membershipIn(viewer, group.id)) return about
  const author = await nameOf(db, authorId, group.roomId)
  return { ...about, author, ...(sourcePersonId ? { source: await nameOf(db, sourcePersonId, group.roomId) } : {}) }
}
