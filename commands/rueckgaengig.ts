import { type Ctx, defineCommand, UserError } from '../bot/command.ts'
import type { Item } from '../bot/domain/items.ts'
import { findUndoable, type Refusal, undo } from '../bot/domain/undo.ts'
import { byOf, requireMember } from '../bot/rights.ts'
import { confirmationStays, nameOfDecision } from '../templates/decisions.ts'
import { publicStays } from '../templates/scope.ts'
import type { Say } from '../templates/template.ts'
import * as say from '../templates/undo.ts'

/** Takes the command back whose answer this replies to. */
export default defineCommand({
  name: 'rückgängig',
  english: 'undo',
  aliases: ['zurücknehmen', 'widerrufen'],
  permission: 'member',
  writes: true,
  usage: { de: '(als Antwort auf meine Antwort)', en: '(as a reply to my answer)' },
  help: {
    de: 'Nimmt Ihren letzten Befehl ganz zurück: in den ersten 10 Minuten, als Antwort auf meine Antwort.',
    en: 'Takes your last command back as a whole: in the first 10 minutes, as a reply to my answer.',
  },
  examples: { de: ['!rückgängig'], en: ['!undo'] },

  async run(ctx) {
    const cause = ctx.replied?.causeEventId ?? ctx.replied?.eventId
    if (!cause) throw new UserError(say.undoNeedsReply())
    const found = await findUndoable(ctx.db, cause, { personId: ctx.viewer.personId, sentAt: ctx.sentAt })
    if ('why' in found) throw new UserError(await refusalOf(ctx, found))
    for (const { item } of found.touched) {
      requireMember(ctx, await ctx.db.group.findUniqueOrThrow({ where: { id: item.groupId } }))
    }
    await undo(ctx.db, found.touched, cause, byOf(ctx))
    const items = await Promise.all(
      found.touched.map(async ({ item, wasMade }) => ({ wasMade, ...(await namedOf(ctx, item)) })),
    )
    const [only, second] = items
    return { say: say.undone({ items }), ...(only && !second ? { itemId: found.touched[0]?.item.id } : {}) }
  },
})

async function refusalOf(ctx: Ctx, refusal: Refusal): Promise<Say> {
  if (!('item' in refusal)) return refusals[refusal.why]()
  const { id } = refusal.item
  const { name, register } = await namedOf(ctx, refusal.item)
  if (refusal.why === 'late') return say.tooLateToUndo({ id })
  if (refusal.why === 'public') return publicStays({ name })
  return refusal.why === 'changed' ? say.changedSince({ id, name }) : confirmationStays({ id, register, word: '' })
}

const refusals = { nothing: say.nothingToUndo, 'not-author': say.notYours, undone: say.undoneAlready }

/** How an item is called in the answer; a decision's number stays whatever happens. */
async function namedOf({ db }: Ctx, { id }: Item) {
  const decision = await db.decision.findUnique({ where: { id } })
  const register = decision?.register ?? null
  return { name: nameOfDecision({ id, register }), register, keepsNumber: register !== null }
}
