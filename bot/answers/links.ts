import { linkKnown, linkShown, linkStored } from '../../templates/links.ts'
import type { Answer, Ctx } from '../command.ts'
import { inTurn } from '../domain/in-turn.ts'
import type { Link } from '../domain/links.ts'
import { membershipIn, nameOf } from '../domain/people.ts'

/** A link as the templates take it. */
export const linkData = ({ id, url, title, note, item }: Link) => ({
  id,
  url,
  title,
  note,
  tags: item.tags.map(({ tag }) => tag),
})

/** The answer to a link that was shared: stored, or known already. */
export async function sharedAnswer(
  ctx: Ctx,
  link: Link,
  { isNew, added }: { isNew: boolean; added: boolean },
): Promise<Answer> {
  const group = ctx.isDirect ? link.item.group.name : undefined
  if (isNew) return { say: linkStored({ ...linkData(link), group }), itemId: link.id }
  const [first] = link.shares
  const name = first && (await nameOf(ctx.db, first.personId, link.item.group.roomId))
  return {
    say: linkKnown({ ...linkData(link), name, at: first?.at ?? link.item.createdAt, times: link.shares.length, added }),
    itemId: link.id,
  }
}

/** A link with its shares. Of a public one no persons are named to people of other groups. */
export async function linkShownAnswer(ctx: Ctx, link: Link): Promise<Answer> {
  const { item } = link
  const isNamed = item.scope !== 'public' || membershipIn(ctx.viewer, item.groupId) !== undefined
  const shares = await inTurn(link.shares, async ({ personId, at }) => ({
    at,
    ...(isNamed ? { name: await nameOf(ctx.db, personId, item.group.roomId) } : {}),
  }))
  return { say: linkShown({ ...linkData(link), group: item.group.name, scope: item.scope, shares }), itemId: link.id }
}
