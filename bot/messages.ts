import { alreadyRan, didYouMean, notUnderstood, tooLong, unsignedDevice } from '../templates/errors.ts'
import { type Call, readCall, unquoted } from './addressing.ts'
import type { Card } from './card.ts'
import { type Answer, type Command, type Ctx, toAnswer, UserError } from './command.ts'
import { findItem } from './domain/items.ts'
import { takeReference } from './domain/register.ts'
import { mustBeSigned } from './domain/trust.ts'
import { findCommand, namesOf, suggest } from './lookup.ts'
import { admit } from './permission.ts'

/** What a message led to: an answer, or nothing. `ran`: a command had its effect; `refused`: it had none. */
export type Result = { outcome: 'ran' | 'refused' | 'ignored'; answer?: Answer; writes?: boolean }

const ignored: Result = { outcome: 'ignored' }

/** A text may have 2,000 characters; with dates and names around it a call is never longer than this. Nothing longer is read. */
const LONGEST_CALL = 4000

/** Names that the bot listens to, apart from mention pills. */
export const botNames = (me: string): readonly string[] => ['Allmende', me.slice(1).split(':')[0] ?? 'Allmende']

/** Handles a message that may speak to the bot. Throws UserError (with `writes` of the command set by the caller). */
export async function answerMessage(
  ctx: Ctx,
  text: string,
  cards: readonly Card[],
  onCommand: (command: Command) => void,
): Promise<Result> {
  const call = readCall(text, { userId: ctx.installation.me, names: botNames(ctx.installation.me) }, ctx.isDirect)
  const found = call && findCommand(call, ctx.commands, cards)
  const reply = await readReply(ctx, call?.text ?? unquoted(text.trim()), cards)
  const meant = reply && (!found || !call?.explicit) ? reply : found
  if (meant) return run(ctx, meant, cards, onCommand)
  return call ? unknown(ctx, call) : ignored
}

/** Whether what was said counts: it does not where its author must have signed her device, and it came from another one. */
export const counts = ({ isUnsigned, installation, viewer }: Ctx): boolean =>
  !isUnsigned || !mustBeSigned(installation, viewer.personId)

async function run(
  ctx: Ctx,
  { command, text }: { command: Command; text: string },
  cards: readonly Card[],
  onCommand: (command: Command) => void,
): Promise<Result> {
  const isTooLong = text.length > LONGEST_CALL
  const writes = command.writes && (isTooLong || !isLookup(command, text, cards))
  onCommand({ ...command, writes })
  if (!counts(ctx)) throw new UserError(unsignedDevice())
  const admitted = await admit(ctx.db, {
    viewer: ctx.viewer,
    command,
    roomGroup: ctx.group,
    isDirect: ctx.isDirect,
    text,
    operators: ctx.installation.operators,
  })
  if (isTooLong) throw new UserError(tooLong({ length: text.length }))
  const answer = toAnswer(
    await command.run({ ...ctx, ...(admitted.group ? { group: admitted.group } : {}) }, admitted.text),
  )
  return { outcome: 'ran', answer, writes }
}

/** Whether a command that could change an item is only asked to show it: nothing but its id or number follows. */
const isLookup = ({ name }: Command, text: string, cards: readonly Card[]): boolean =>
  cards.some(({ command }) => command === name) &&
  (takeReference(text.trim())?.rest === '' || /^\d{1,9}[.,]?$/.test(text.trim()))

/** A reply to a card, without an id and with or without prefix: `erledigt`, `bis Freitag`, `an @anna`. */
async function readReply(
  ctx: Ctx,
  text: string,
  cards: readonly Card[],
): Promise<{ command: Command; text: string } | undefined> {
  const itemId = ctx.replied?.itemId
  if (!itemId) return undefined
  const card = cards.find(({ letter }) => letter === itemId[0])
  const asked = withoutId(text.trim(), itemId)
  if (!card?.understands(asked.slice(0, LONGEST_CALL))) return undefined
  const command = ctx.commands.find(({ name }) => name === card.command)
  const item = await findItem(ctx.db, ctx.viewer.sight, itemId)
  return command && item ? { command, text: `${itemId} ${asked}` } : undefined
}

/** `A17 erledigt` as a reply to the card of A17 says no more than `erledigt`. */
function withoutId(text: string, itemId: string): string {
  const led = takeReference(text)
  return led?.reference === itemId && led.rest !== '' ? led.rest : text
}

function unknown(ctx: Ctx, call: Call): Result {
  const name = /^[\p{L}-]{2,40}$/u.test(call.word) ? suggest(call.word, ctx.commands.flatMap(namesOf)) : undefined
  if (name && (call.explicit || ctx.isDirect)) return { outcome: 'refused', answer: { say: didYouMean({ name }) } }
  return ctx.isDirect ? { outcome: 'refused', answer: { say: notUnderstood() } } : ignored
}

/** The hint for an edit of a command that had run; how to change depends on what it made. */
export async function answerEdit(ctx: Ctx, original: string): Promise<Answer> {
  const item = await ctx.db.item.findFirst({ where: { eventId: original } })
  const id = item?.id ?? 'A17'
  const change = {
    A: { de: `!aufgabe ${id} text …`, en: `!task ${id} text …` },
    B: { de: `!beschluss ${id} berichtigen …`, en: `!decision ${id} correct …` },
  }
  const other = { de: item ? `!${id}` : '!hilfe', en: item ? `!${id}` : '!help' }
  return { say: alreadyRan({ change: item?.letter === 'A' ? change.A : item?.letter === 'B' ? change.B : other }) }
}
