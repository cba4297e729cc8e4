import { confirmationStays } from '../../templates/decisions.ts'
import { confirm, shownOf } from '../answers/decisions.ts'
import type { Card } from '../card.ts'
import { isDecisionChange } from '../domain/decision-call.ts'
import { decisionOf } from '../domain/decisions.ts'
import { isCoordinator } from '../domain/people.ts'

const CONFIRMING = new Set(['✅', '✔', '☑'])

/** Replies confirm, correct and void a decision; ✅ of a coordinator confirms it, of others it means nothing. */
export const decisionCard: Card = {
  letter: 'B',
  command: 'beschluss',
  understands: isDecisionChange,

  async react(ctx, item, symbol) {
    if (!CONFIRMING.has(symbol) || !isCoordinator(ctx.viewer, item.groupId)) return undefined
    const decision = await decisionOf(ctx.db, item.id)
    if (decision.status !== 'pending' || decision.item.group.archivedAt) return undefined
    const { answer, entered } = await confirm(ctx, decision)
    const effect = {
      eventId: ctx.eventId,
      itemId: item.id,
      personId: ctx.viewer.personId,
      effect: 'confirmed',
      at: ctx.now,
    }
    if (entered) await ctx.db.reactionEffect.create({ data: effect })
    return answer
  },

  /** The number is given, so the confirmation stays; whoever wants it back is told how. */
  async takeBack(ctx, item) {
    const decision = await decisionOf(ctx.db, item.id)
    return decision.status === 'valid' ? { say: confirmationStays(shownOf(ctx, decision)), itemId: item.id } : undefined
  },
}
