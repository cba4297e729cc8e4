import { requireAuthor } from '../bot/answers/authorship.ts'
import { inGroup } from '../bot/answers/group-choice.ts'
import { linkData, linkShownAnswer, sharedAnswer } from '../bot/answers/links.ts'
import { withNames } from '../bot/answers/mentioned.ts'
import { findNamed, requireMember } from '../bot/answers/rights.ts'
import { type Answer, type Ctx, defineCommand, type GroupCtx, UserError } from '../bot/command.ts'
import { type Address, readAddress } from '../bot/domain/canonical-url.ts'
import { type LinkCall, readLinkCall } from '../bot/domain/link-call.ts'
import { cancelLink } from '../bot/domain/link-snapshot.ts'
import { changeLink, type Link, linkOf, type Share, shareLink, tagLink } from '../bot/domain/links.ts'
import { takeTags } from '../bot/domain/naming.ts'
import { addressesIn, maskSecrets } from '../bot/domain/urls-in-text.ts'
import { tooLong } from '../templates/errors.ts'
import * as say from '../templates/links.ts'

const LONGEST = 2000

/** Stores links, shows them, changes and deletes them. */
const link = defineCommand({
  name: 'link',
  english: 'link',
  aliases: ['adresse', 'url'],
  permission: 'member',
  writes: true,
  usage: {
    de: '<Adresse> [Notiz] [#tag] / <Link> [notiz … / titel … / löschen]',
    en: '<address> [note] [#tag] / <link> [note … / title … / delete]',
  },
  help: {
    de: 'Speichert einen Link, auch als Antwort auf eine Nachricht; zeigt, ändert oder löscht ihn.',
    en: 'Stores a link, also as a reply to a message; shows, changes or deletes it.',
  },
  examples: {
    de: [
      '!link https://www.seevetal.de/vergabe Muster-Leistungsverzeichnis #vergabe',
      '!link L33',
      '!link L33 notiz gilt ab 2027',
      '!link L33 löschen',
    ],
    en: [
      '!link https://www.seevetal.de/vergabe sample specification #procurement',
      '!link L33',
      '!link L33 note valid from 2027',
      '!link L33 delete',
    ],
  },

  async run(ctx, text) {
    const asked = readLinkCall(text.trim())
    if ('reference' in asked) return act(ctx, asked)
    const { inside, text: rest } = await inGroup(ctx, link, text.trim())
    const call = readLinkCall(rest)
    return 'reference' in call ? act(inside, call) : add(inside, call)
  },
})

export default link

async function add(ctx: GroupCtx, call: LinkCall & { kind: 'add' | 'reply' }): Promise<Answer> {
  const { db, group, viewer, installation } = ctx
  requireMember(ctx, group)
  const { address, share } =
    call.kind === 'add' ? { address: readTyped(call.url), share: ownShare(ctx) } : readReplied(ctx)
  const { text, tags } = takeTags(call.note)
  const note = await readText(ctx, text)
  const wantsTitle = installation.links.fetch === 'titles'
  const { link, isNew } = await shareLink(db, { group, viewer, address, share, note, tags, wantsTitle, by: byOf(ctx) })
  checkLength(link.note ?? '')
  return sharedAnswer(ctx, link, { isNew, added: note !== '' || tags.length > 0 })
}

const ownShare = ({ viewer, sentAt, eventId }: GroupCtx): Share => ({ personId: viewer.personId, at: sentAt, eventId })

function readTyped(url: string): Address {
  const address = readAddress(url)
  if (!address) throw new UserError(say.badAddress({ typed: url.slice(0, 80) }))
  return address
}

/** The link of the message replied to, shared by who posted it: so it goes when that message is taken back. */
function readReplied({ replied, installation }: GroupCtx): { address: Address; share: Share } {
  const [address, second, ...others] = replied && replied.sender !== installation.me ? addressesIn(replied.text) : []
  if (!replied || !address) throw new UserError(say.noAddress())
  if (second) throw new UserError(say.whichAddress({ urls: [address, second, ...others].map(({ url }) => url) }))
  return { address, share: { personId: replied.sender, at: replied.sentAt, eventId: replied.eventId } }
}

type Act = Exclude<LinkCall, { kind: 'add' | 'reply' }>

async function act(ctx: Ctx, call: Act): Promise<Answer> {
  const link = await linkOf(ctx.db, (await findNamed(ctx, call.reference, { letter: 'L' })).id)
  const { id, item } = link
  if (item.cancelledAt) throw new UserError(say.linkIsDeleted({ id }))
  if (call.kind === 'show') return linkShownAnswer(ctx, link)
  if (call.kind === 'unknown') throw new UserError(say.linkChanges({ id, asked: call.asked }))
  if (call.kind === 'delete') return remove(ctx, link)
  requireMember(ctx, item.group)
  return { say: say.linkChanged(linkData(await change(ctx, call, link))), itemId: id }
}

async function change(ctx: Ctx, { kind, text }: Act & { kind: 'note' | 'title' | 'tag' }, link: Link): Promise<Link> {
  if (kind === 'tag') return tagLink(ctx.db, link, takeTags(text).tags, byOf(ctx))
  const value = await readText(ctx, text)
  if (value === '') throw new UserError(say.linkChanges({ id: link.id, asked: kind === 'note' ? 'notiz' : 'titel' }))
  return changeLink(ctx.db, link, kind === 'note' ? { note: value } : { title: value.replace(/\s+/g, ' ') }, byOf(ctx))
}

async function remove(ctx: Ctx, { id, item }: Link): Promise<Answer> {
  await requireAuthor(ctx, item)
  await cancelLink(ctx.db, id, byOf(ctx))
  return { say: say.linkDeleted({ id }), itemId: id }
}

async function readText(ctx: Ctx, typed: string): Promise<string> {
  const text = maskSecrets(await withNames(ctx, typed))
  checkLength(text)
  return text
}

function checkLength({ length }: string): void {
  if (length > LONGEST) throw new UserError(tooLong({ length }))
}

const byOf = ({ viewer, now, eventId }: Ctx) => ({ actorId: viewer.personId, now, eventId })
