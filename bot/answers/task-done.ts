import { onlyCoordinators } from '../../templates/errors.ts'
import { noSuchAdministration, taskIsCancelled, whoseTask } from '../../templates/task-refusals.ts'
import { taskAlreadyDone, taskDone, taskPartDone, together } from '../../templates/tasks.ts'
import type { Say } from '../../templates/template.ts'
import { type Answer, type Ctx, UserError } from '../command.ts'
import { administrationsOf, isNamed, placeName } from '../domain/administrations.ts'
import { isCoordinator, membershipIn } from '../domain/people.ts'
import { addNote } from '../domain/task-changes.ts'
import { type Completion, completeTask, type OnBehalf } from '../domain/task-completion.ts'
import { namesIn } from '../domain/task-names.ts'
import { viewOf } from '../domain/task-view.ts'
import type { Task } from '../domain/tasks.ts'
import { coordinatorNames } from '../permission.ts'
import { answerChange, byOf } from './tasks.ts'

type Asked = { behalf?: string; note?: string }

/** Completes tasks, all or none, and answers with one line for each. Throws UserError. */
export async function complete(ctx: Ctx, tasks: readonly Task[], { behalf, note }: Asked): Promise<Answer> {
  const answers: Answer[] = []
  for (const task of tasks) {
    const forWhom = await behalfOf(ctx, task, behalf)
    const by = { ...byOf(ctx), ...(forWhom.administrationKey ? { onBehalfOf: forWhom.administrationKey } : {}) }
    const completion = await completeTask(ctx.db, task, forWhom, by)
    answers.push(await answerCompletion(ctx, completion))
    if (note && completion.kind !== 'already') await addNote(ctx.db, completion.task, note, by)
  }
  const [only, second] = answers
  if (only && !second) return only
  return { say: together({ says: answers.map(({ say }) => say) }), posts: answers.flatMap(({ posts = [] }) => posts) }
}

/** The own administration, or the one that a coordinator speaks for. */
export async function behalfOf(ctx: Ctx, task: Task, named?: string): Promise<OnBehalf> {
  const { group, groupId } = task.item
  const own = membershipIn(ctx.viewer, groupId)?.administrationKey ?? null
  if (named === undefined) return { own }
  const everybody = /^(?:alle|all|everyone)$/i.test(named)
  const known = await administrationsOf(ctx.db, groupId)
  const meant = known.find((one) => isNamed(one, named))
  if (!meant && !everybody)
    throw new UserError(noSuchAdministration({ typed: named, known: known.map(({ name }) => placeName(name)) }))
  if (!isCoordinator(ctx.viewer, groupId) && meant?.key !== own) {
    throw new UserError(onlyCoordinators({ group: group.name, names: await coordinatorNames(ctx.db, group) }))
  }
  return everybody
    ? { own, everybody }
    : { own, ...(meant && meant.key !== own ? { administrationKey: meant.key } : {}) }
}

/** The answer to what completing led to. Throws UserError where nothing could be completed. */
export async function answerCompletion(ctx: Ctx, completion: Completion): Promise<Answer> {
  const { task } = completion
  const names = await namesIn(ctx.db, task.item.groupId)
  const view = await viewOf(ctx.db, task)
  if (completion.kind === 'cancelled') throw new UserError(taskIsCancelled({ id: task.id }))
  if (completion.kind === 'whose') {
    const administrations = completion.administrationKeys.map(names.administration)
    throw new UserError(whoseTask({ id: task.id, administrations, example: administrations[0] ?? '' }))
  }
  if (completion.kind === 'part') {
    const administration = names.administration(completion.administrationKey)
    const left = completion.left.map(names.administration)
    return answerChange(ctx, task, { say: taskPartDone({ ...view, administration, left }), onlyAuthor: true })
  }
  if (completion.kind === 'done') return answerChange(ctx, task, { say: taskDone(view) })
  return { say: await alreadyDone(ctx, completion), itemId: task.id }
}

async function alreadyDone({ db }: Ctx, { task, administrationKey }: Completion): Promise<Say> {
  const part =
    task.status === 'done'
      ? undefined
      : task.assignees.find((one) => one.administrationKey === administrationKey && one.doneAt)
  const who = part ? part.doneBy : task.doneBy
  const names = await namesIn(db, task.item.groupId, who ? [who] : [])
  const view = await viewOf(db, task)
  return taskAlreadyDone({
    ...view,
    at: part?.doneAt ?? task.statusAt,
    ...(part?.administrationKey ? { administration: names.administration(part.administrationKey) } : {}),
    ...(who ? { who: names.plain(who) } : {}),
  })
}
