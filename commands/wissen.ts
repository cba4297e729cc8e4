import { articleDetails } from '../bot/answers/articles.ts'
import { requireAuthor } from '../bot/answers/authorship.ts'
import { inGroup } from '../bot/answers/group-choice.ts'
import { keepMessage, LONGEST_ARTICLE } from '../bot/answers/keeping.ts'
import { withNames } from '../bot/answers/mentioned.ts'
import { findNamed, requireMember } from '../bot/answers/rights.ts'
import { type Answer, type Ctx, defineCommand, type GroupCtx, UserError } from '../bot/command.ts'
import { type ArticleCall, readArticleCall } from '../bot/domain/article-call.ts'
import { eraseArticle } from '../bot/domain/article-snapshot.ts'
import {
  type Article,
  articleOf,
  cancelArticle,
  changeArticle,
  createArticle,
  listArticles,
} from '../bot/domain/articles.ts'
import { takeTags } from '../bot/domain/naming.ts'
import { nameOf } from '../bot/domain/people.ts'
import { maskSecrets } from '../bot/domain/urls-in-text.ts'
import * as say from '../templates/articles.ts'
import { tooLong } from '../templates/errors.ts'
import { objectedTo } from '../templates/keeping.ts'

const SHOWN = 10

/** Stores knowledge, lists it, shows, changes and deletes it. */
const wissen = defineCommand({
  name: 'wissen',
  english: 'knowledge',
  aliases: ['wiki', 'article', 'artikel'],
  permission: 'member',
  writes: true,
  usage: {
    de: '[<Titel>: <Text> / <Eintrag> [titel … / text … / löschen]]',
    en: '[<title>: <text> / <article> [title … / text … / delete]]',
  },
  help: {
    de: 'Speichert Wissen unter einem Titel; zeigt, ändert oder löscht es. Der Text darf auch in den Zeilen unter dem Titel stehen.',
    en: 'Stores knowledge under a title; shows, changes or deletes it. The text may also stand in the lines below the title.',
  },
  examples: {
    de: [
      '!wissen',
      '!wissen E-Rechnung: Die Leitweg-ID steht im Portal unter Stammdaten',
      '!wissen W8',
      '!wissen W8 text Die Leitweg-ID steht jetzt auf der Startseite',
    ],
    en: [
      '!knowledge',
      '!knowledge E-invoice: The routing id is in the portal under master data',
      '!knowledge W8',
      '!knowledge W8 text The routing id is on the start page now',
    ],
  },

  async run(ctx, text) {
    const asked = readArticleCall(text.trim())
    if (asked.kind === 'list') return list(ctx, asked.isAll)
    if (asked.kind !== 'add') return act(ctx, asked)
    const { inside, text: rest } = await inGroup(ctx, wissen, text.trim())
    const call = readArticleCall(rest)
    if (call.kind === 'list') return list(inside, call.isAll)
    return call.kind === 'add' ? add(inside, call) : act(inside, call)
  },
})

export default wissen

async function list({ db, viewer, group }: Ctx, isAll: boolean) {
  const found = await listArticles(db, viewer.sight, group?.id)
  if (found.length === 0) return say.noArticles()
  const rows = found
    .slice(0, isAll ? undefined : SHOWN)
    .map(({ id, title, item }) => ({ id, title, at: item.createdAt, group: group ? undefined : item.group.name }))
  return say.articleList({ title: { group: group?.name }, total: found.length, rows })
}

/** A title alone, as a reply, is the title of the message replied to. */
async function add(ctx: GroupCtx, call: ArticleCall & { kind: 'add' }): Promise<Answer> {
  const { db, group, viewer } = ctx
  requireMember(ctx, group)
  if (call.text === '' && ctx.replied && !ctx.replied.itemId) return keepMessage(ctx, call.title)
  const head = takeTags(call.title)
  const { text, tags } = call.text === '' ? { text: '', tags: [] } : takeTags(call.text)
  const title = await readText(ctx, head.text)
  if (title === '' || text === '') throw new UserError(say.textMissing({ title: title || '<Titel>' }))
  const by = byOf(ctx)
  const article = await createArticle(db, {
    groupId: group.id,
    viewer,
    title,
    text: await readText(ctx, text),
    tags: [...new Set([...head.tags, ...tags])],
    by,
  })
  return {
    say: say.articleStored({
      ...article,
      tags: article.item.tags.map(({ tag }) => tag),
      group: ctx.isDirect ? group.name : undefined,
    }),
    itemId: article.id,
  }
}

async function act(ctx: Ctx, call: Exclude<ArticleCall, { kind: 'add' | 'list' }>): Promise<Answer> {
  const article = await articleOf(ctx.db, (await findNamed(ctx, call.reference, { letter: 'W' })).id)
  const { id, item } = article
  if (item.cancelledAt) throw new UserError(say.articleIsDeleted({ id }))
  if (call.kind === 'show') return { say: say.articleShown(await articleDetails(ctx, article)), itemId: id }
  if (call.kind === 'unknown') throw new UserError(say.articleChanges({ id, asked: call.asked }))
  if (call.kind === 'delete')
    return article.sourcePersonId === ctx.viewer.personId ? object(ctx, article) : remove(ctx, article)
  requireMember(ctx, item.group)
  const value = await readText(ctx, call.text)
  if (value === '') throw new UserError(say.articleChanges({ id, asked: call.kind === 'title' ? 'titel' : 'text' }))
  const changed = await changeArticle(
    ctx.db,
    article,
    call.kind === 'title' ? { title: value.replace(/\s+/g, ' ') } : { text: value },
    byOf(ctx),
  )
  return { say: say.articleChanged(changed), itemId: id }
}

async function remove(ctx: Ctx, article: Article): Promise<Answer> {
  await requireAuthor(ctx, article.item)
  await cancelArticle(ctx.db, article, byOf(ctx))
  return { say: say.articleDeleted({ id: article.id }), itemId: article.id }
}

/** Who wrote the message may always object; then nothing of it stays, and who had kept it is told. */
async function object(ctx: Ctx, { id, item }: Article): Promise<Answer> {
  const { db, viewer } = ctx
  await eraseArticle(db, id, 'objected', byOf(ctx))
  const answer = { say: say.articleDeleted({ id }), itemId: id }
  if (item.authorId === viewer.personId) return answer
  const author = await nameOf(db, viewer.personId, item.group.roomId)
  return {
    ...answer,
    posts: [
      {
        key: `objected:${id}`,
        to: { personId: item.authorId, absent: 'wait' },
        say: objectedTo({ id, author }),
        itemId: id,
      },
    ],
  }
}

async function readText(ctx: Ctx, typed: string): Promise<string> {
  const text = maskSecrets(await withNames(ctx, typed))
  if (text.length > LONGEST_ARTICLE) throw new UserError(tooLong({ length: text.length }))
  return text
}

const byOf = ({ viewer, now, eventId }: Ctx) => ({ actorId: viewer.personId, now, eventId })
