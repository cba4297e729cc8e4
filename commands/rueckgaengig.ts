import { byOf, requireMember } from '../bot/answers/rights.ts'
import { namedOf, tasksOf, undoneAnswer } from '../bot/answers/undo.ts'
import { type Ctx, defineCommand, UserError } from '../bot/command.ts'
import { findUndoable, type Refusal, undo } from '../bot/domain/undo.ts'
import { confirmationStays } from '../templates/decisions.ts'
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
    de: 'Nimmt zurück, was ein Befehl von Ihnen bewirkt hat. Innerhalb von 10 Minuten auf meine Nachricht dazu antworten.',
    en: 'Takes back what a command of yours did. Reply to my message about it within 10 minutes.',
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
    const tasks = await tasksOf(ctx, found.touched)
    await undo(ctx.db, found.touched, cause, byOf(ctx))
    return undoneAnswer(ctx, found.touched, tasks)
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
