import { decisionShown, type Line } from '../../templates/decision-show.ts'
import {
  alreadyConfirmed,
  decisionEntered,
  decisionIsVoid,
  decisionPending,
  type Shown,
} from '../../templates/decisions.ts'
import type { Say } from '../../templates/template.ts'
import type { Answer, Ctx } from '../command.ts'
import { confirmDecision } from '../domain/decision-changes.ts'
import { type Decision, decisionOf } from '../domain/decisions.ts'
import { historyOf } from '../domain/history.ts'
import { coordinatorsOf, inForce, membershipIn, nameOf } from '../domain/people.ts'
import { localDay } from '../domain/when/zone.ts'
import { coordinatorNames } from '../permission.ts'
import { byOf } from './rights.ts'

export { byOf } from './rights.ts'

/** A decision as the templates take it. */
export function shownOf(ctx: Pick<Ctx, 'installation'>, { id, register, text, day, status, item }: Decision): Shown {
  return { id, register, text, day, status, word: item.group.word ?? ctx.installation.decisions.word }
}

const isOtherDay = ({ sentAt, timeZone }: Ctx, { day }: Decision) => day !== localDay(sentAt, timeZone)

/** What is said of a decision that has just been entered into the register. */
export const enteredSay = (ctx: Ctx, decision: Decision): Say =>
  decisionEntered({ ...shownOf(ctx, decision), otherDay: isOtherDay(ctx, decision) })

/** What is said of one that awaits confirmation. It must reach the coordinators: in the group's room, wherever it was recorded. */
export async function pendingAnswer(ctx: Ctx, decision: Decision): Promise<Answer> {
  const { group } = decision.item
  const coordinators = (await coordinatorsOf(ctx.db, group.id)).map(({ personId }) => personId)
  const data = { ...shownOf(ctx, decision), otherDay: isOtherDay(ctx, decision) }
  const asking = decisionPending({ ...data, coordinators: await coordinatorNames(ctx.db, group) })
  if (!ctx.isDirect && ctx.group?.id === group.id) return { say: asking, itemId: decision.id, ping: coordinators }
  const post = {
    key: `confirm:${decision.id}`,
    to: { groupId: group.id },
    say: asking,
    itemId: decision.id,
    ping: coordinators,
  }
  return { say: decisionPending({ ...data, coordinators: [], group: group.name }), itemId: decision.id, posts: [post] }
}

/**
 * Confirms a decision that awaits it; whoever recorded it is told. The caller has made sure that a coordinator asks.
 * `entered` is missing where there was nothing to confirm any more.
 */
export async function confirm(ctx: Ctx, decision: Decision): Promise<{ answer: Answer; entered?: Decision }> {
  const entered = await confirmDecision(ctx.db, decision, byOf(ctx))
  if (!entered) {
    const now = shownOf(ctx, await decisionOf(ctx.db, decision.id))
    return { answer: { say: now.status === 'void' ? decisionIsVoid(now) : alreadyConfirmed(now), itemId: now.id } }
  }
  const { group, authorId } = entered.item
  const say = enteredSay(ctx, entered)
  const answer = { say, itemId: entered.id }
  const isMember = await ctx.db.membership.count({ where: { groupId: group.id, personId: authorId, ...inForce } })
  if (authorId === ctx.viewer.personId || !isMember) return { answer, entered }
  if (!ctx.isDirect && ctx.group?.id === group.id) return { answer: { ...answer, ping: [authorId] }, entered }
  const to = { personId: authorId, absent: { groupId: group.id } }
  return { answer: { ...answer, posts: [{ key: `confirmed:${entered.id}`, to, say, itemId: entered.id }] }, entered }
}

/** A decision with its history. Of a public one no persons are named to people of other groups. */
export async function shownAnswer(ctx: Ctx, decision: Decision): Promise<Answer> {
  const { item, reason, enteredAt } = decision
  const named = item.scope !== 'public' || membershipIn(ctx.viewer, item.groupId) !== undefined
  const history: Line[] = []
  for (const { at, actorId, action, detail } of await historyOf(ctx.db, item.id)) {
    const who = named ? await nameOf(ctx.db, actorId, item.group.roomId) : undefined
    history.push({ at, who, action, detail: JSON.parse(detail ?? '{}') as Line['detail'] })
  }
  const about = { group: item.group.name, scope: item.scope, reason, enteredAt, createdAt: item.createdAt, history }
  return { say: decisionShown({ ...shownOf(ctx, decision), ...about }), itemId: item.id }
}
