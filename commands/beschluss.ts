import { requireAuthor } from '../bot/answers/authorship.ts'
import { readDecision } from '../bot/answers/decision-text.ts'
import { confirm, enteredSay, pendingAnswer, shownAnswer, shownOf } from '../bot/answers/decisions.ts'
import { inGroup } from '../bot/answers/group-choice.ts'
import { withNames } from '../bot/answers/mentioned.ts'
import { byOf, findNamed, requireCoordinator, requireMember } from '../bot/answers/rights.ts'
import { type Answer, type Ctx, defineCommand, type GroupCtx, UserError } from '../bot/command.ts'
import { type DecisionCall, readCorrection, readDecisionCall } from '../bot/domain/decision-call.ts'
import { correctDecision, voidDecision } from '../bot/domain/decision-changes.ts'
import { type Decision, decisionOf, recordDecision } from '../bot/domain/decisions.ts'
import { isCoordinator } from '../bot/domain/people.ts'
import * as say from '../templates/decisions.ts'
import { tooLong, wrongUsage } from '../templates/errors.ts'

const LONGEST = 2000

/** Records decisions, shows them, confirms them, corrects them and marks wrong entries. */
const beschluss = defineCommand({
  name: 'beschluss',
  english: 'decision',
  aliases: ['beschliessen', 'decide'],
  permission: 'member',
  writes: true,
  usage: {
    de: '<Text> [am <Datum>] / <Beschluss> [bestätigen / berichtigen … / storno …]',
    en: '<text> [on <date>] / <decision> [confirm / correct … / void …]',
  },
  help: {
    de: 'Trägt einen Beschluss ein, auch als Antwort auf eine Nachricht; zeigt, bestätigt, berichtigt oder storniert ihn.',
    en: 'Records a decision, also as a reply to a message; shows it, confirms it, corrects it or marks it as a wrong entry.',
  },
  examples: {
    de: [
      '!beschluss Die Drucker werden gemeinsam ausgeschrieben am 12.3.',
      '!beschluss B41',
      '!beschluss B41 bestätigen',
      '!beschluss B41 berichtigen Die Drucker werden 2027 gemeinsam ausgeschrieben wegen Schreibfehler',
      '!beschluss B41 storno doppelt eingetragen',
    ],
    en: [
      '!decision The printers are bought together on 12 March',
      '!decision B41',
      '!decision B41 confirm',
      '!decision B41 correct The printers are bought together in 2027 because typing error',
      '!decision B41 void entered twice',
    ],
  },

  async run(ctx, text) {
    const asked = readCall(ctx, text)
    if (asked.kind !== 'record') return act(ctx, asked)
    const { inside, text: rest } = await inGroup(ctx, beschluss, text.trim())
    const call = readCall(ctx, rest)
    return call.kind === 'record' ? record(inside, call.text) : act(inside, call)
  },
})

export default beschluss

/** In a reply to a decision's card its id may be left out. */
const readCall = ({ replied }: Ctx, text: string) =>
  readDecisionCall(text.trim(), { about: replied?.itemId?.startsWith('B') ? replied.itemId : undefined })

async function record(ctx: GroupCtx, asked: string): Promise<Answer> {
  const { group, viewer } = ctx
  requireMember(ctx, group)
  const { text, day } = await readDecision(ctx, asked)
  if (text === '') throw new UserError(wrongUsage(beschluss))
  checkLength(text)
  const needsConfirming = group.confirm ?? ctx.installation.decisions.confirm
  const isConfirmed = !needsConfirming || isCoordinator(viewer, group.id)
  const decision = await recordDecision(ctx.db, { group, viewer, text, day, isConfirmed, by: byOf(ctx) })
  return isConfirmed ? { say: enteredSay(ctx, decision), itemId: decision.id } : pendingAnswer(ctx, decision)
}

async function act(ctx: Ctx, call: Exclude<DecisionCall, { kind: 'record' }>): Promise<Answer> {
  const { id } = await findNamed(ctx, call.reference, { letter: 'B', group: ctx.group })
  const decision = await decisionOf(ctx.db, id)
  if (call.kind === 'show') return shownAnswer(ctx, decision)
  if (call.kind === 'unknown') throw new UserError(say.decisionChanges({ id, asked: call.asked }))
  if (call.kind === 'confirm') {
    await requireCoordinator(ctx, decision.item.group)
    return (await confirm(ctx, decision)).answer
  }
  // Until it is confirmed its author may change a decision; after that the coordinators, who always may.
  await (decision.status === 'pending'
    ? requireAuthor(ctx, decision.item)
    : requireCoordinator(ctx, decision.item.group))
  if (decision.status === 'void') throw new UserError(say.decisionIsVoid(shownOf(ctx, decision)))
  return call.kind === 'correct' ? correct(ctx, decision, call.asked) : cancel(ctx, decision, call.reason)
}

async function correct(ctx: Ctx, decision: Decision, asked: string): Promise<Answer> {
  const { text, reason } = readCorrection(await withNames(ctx, asked), decision.text)
  if (text === '') throw new UserError(say.decisionChanges({ id: decision.id, asked: 'berichtigen' }))
  checkLength(`${text}${reason ?? ''}`)
  if (text === decision.text) throw new UserError(say.sameText(shownOf(ctx, decision)))
  const changed = await correctDecision(ctx.db, decision, { text, ...(reason ? { reason } : {}) }, byOf(ctx))
  return { say: say.decisionCorrected({ ...shownOf(ctx, changed), reason }), itemId: decision.id }
}

async function cancel(ctx: Ctx, decision: Decision, reason: string): Promise<Answer> {
  if (reason === '') throw new UserError(say.reasonMissing({ id: decision.id }))
  checkLength(reason)
  const changed = await voidDecision(ctx.db, decision, reason, byOf(ctx))
  return { say: say.decisionVoid({ ...shownOf(ctx, changed), reason }), itemId: decision.id }
}

function checkLength({ length }: string): void {
  if (length > LONGEST) throw new UserError(tooLong({ length }))
}
