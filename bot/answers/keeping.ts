import { tooLong } from '../../templates/errors.ts'
import {
  articleKept,
  keepNeedsReply,
  keptAlready,
  keptOfStranger,
  keptOfYours,
  nothingToKeep,
  objected,
  ownMessage,
} from '../../templates/keeping.ts'
import { type Answer, type GroupCtx, type Replied, UserError } from '../command.ts'
import { type Article, createArticle, keptFrom } from '../domain/articles.ts'
import { firstWords } from '../domain/decisions.ts'
import { takeTags } from '../domain/naming.ts'
import { inForce, nameOf } from '../domain/people.ts'
import { afterQuiet } from '../domain/quiet.ts'
import { maskSecrets } from '../domain/urls-in-text.ts'
import type { Post } from '../job.ts'
import { withNames } from './mentioned.ts'
import { requireMember } from './rights.ts'

/** Longest text of an article. */
export const LONGEST_ARTICLE = 2000

/**
 * Keeps the message replied to as an article; `asked`: a title and tags of one's own. Its author is told and may object.
 * Throws a UserError where there is nothing to keep, or its author has objected before.
 */
export async function keepMessage(ctx: GroupCtx, asked: string): Promise<Answer> {
  const { db, group, viewer, replied } = ctx
  requireMember(ctx, group)
  if (!replied) throw new UserError(keepNeedsReply())
  const text = readReplied(ctx, replied)
  const kept = await keptFrom(db, group.id, replied.eventId)
  if (kept?.isObjected) throw new UserError(objected())
  if (kept) return { say: keptAlready(kept.article), itemId: kept.article.id }
  const { text: typed, tags } = takeTags(asked)
  const title = firstWords(maskSecrets(await withNames(ctx, typed)), 200) || titleOf(text)
  const source = { eventId: replied.eventId, personId: replied.sender, titled: typed === '' }
  const article = await createArticle(db, {
    groupId: group.id,
    viewer,
    title,
    text,
    tags,
    source,
    by: { actorId: viewer.personId, now: ctx.now, eventId: ctx.eventId },
  })
  const isOwn = replied.sender === viewer.personId
  const author = isOwn ? undefined : await nameOf(db, replied.sender, group.roomId)
  return {
    say: articleKept({ ...article, author }),
    itemId: article.id,
    ...(isOwn ? {} : { posts: [await tellAuthor(ctx, article, replied.sender)] }),
  }
}

function readReplied({ installation }: GroupCtx, { sender, text, itemId }: Replied): string {
  if (sender === installation.me) throw new UserError(ownMessage({ id: itemId }))
  const kept = maskSecrets(text.trim())
  if (kept === '') throw new UserError(nothingToKeep())
  if (kept.length > LONGEST_ARTICLE) throw new UserError(tooLong({ length: kept.length }))
  return kept
}

/** The first line as far as it is a title, else its first words. */
const titleOf = (text: string) => firstWords(text.split('\n').find((line) => line.trim() !== '') ?? text)

/** In person where the author is known; a guest of the room is told there. */
async function tellAuthor(ctx: GroupCtx, { id, title }: Article, authorId: string): Promise<Post> {
  const { db, group, viewer, installation, now } = ctx
  const keeper = await nameOf(db, viewer.personId, group.roomId)
  const member = await db.membership.findFirst({ where: { personId: authorId, ...inForce }, include: { person: true } })
  const key = `kept:${id}`
  if (!member)
    return { key, to: { groupId: group.id }, say: keptOfStranger({ id, title, keeper }), itemId: id, ping: [authorId] }
  const say = keptOfYours({ id, title, keeper, group: group.name })
  return {
    key,
    to: { personId: authorId, absent: 'wait' },
    say,
    itemId: id,
    notBefore: afterQuiet(member.person, installation, now),
  }
}
