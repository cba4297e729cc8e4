import type { Card } from './card.ts'
import { type Ctx, toAnswer } from './command.ts'
import { findItem } from './domain/items.ts'
import { membershipIn } from './domain/people.ts'
import type { Result } from './messages.ts'

const ignored: Result = { outcome: 'ignored' }

/** A reaction on a card does what the symbol means there, for members of the item's group. Anything else is silence. */
export async function answerReaction(
  ctx: Ctx,
  { target, symbol }: { target: string; symbol: string },
  cards: readonly Card[],
): Promise<Result> {
  const row = await ctx.db.outboxMessage.findUnique({ where: { eventId: target } })
  const item =
    row?.itemId && row.roomId === ctx.roomId ? await findItem(ctx.db, ctx.viewer.sight, row.itemId) : undefined
  const card = item && cards.find(({ letter }) => letter === item.letter)
  const membership = item && membershipIn(ctx.viewer, item.groupId)
  if (!item || !card?.react || !membership || membership.group.archivedAt) return ignored
  const answer = await card.react(ctx, item, symbol)
  return answer ? { outcome: 'ran', answer: toAnswer(answer) } : ignored
}

/** A reaction that is taken back takes back what it did. */
export async function answerTakenBack(ctx: Ctx, redacts: string, cards: readonly Card[]): Promise<Result> {
  const effect = await ctx.db.reactionEffect.findUnique({ where: { eventId: redacts } })
  if (!effect || effect.takenBackAt || effect.personId !== ctx.viewer.personId) return ignored
  const item = await findItem(ctx.db, ctx.viewer.sight, effect.itemId)
  const card = item && cards.find(({ letter }) => letter === item.letter)
  await ctx.db.reactionEffect.update({ where: { eventId: redacts }, data: { takenBackAt: ctx.now } })
  if (!item || !card?.takeBack) return ignored
  const answer = await card.takeBack(ctx, item, effect)
  return answer ? { outcome: 'ran', answer: toAnswer(answer) } : ignored
}
