import { tooLong } from '../../templates/errors.ts'
import { taskChanges, taskIsCancelled } from '../../templates/task-refusals.ts'
import { taskCancelled, taskChanged, taskDoing, taskNoted, taskReason, taskReopened } from '../../templates/tasks.ts'
import { type Answer, type Ctx, UserError } from '../command.ts'
import type { Assignee } from '../domain/assignees.ts'
import type { TaskChange } from '../domain/task-call.ts'
import {
  addNote,
  addTags,
  cancelTask,
  setAssignees,
  setDue,
  setReason,
  setStatus,
  setText,
} from '../domain/task-changes.ts'
import { viewOf } from '../domain/task-view.ts'
import type { Task } from '../domain/tasks.ts'
import { complete } from './task-done.ts'
import { readPlan } from './task-plan.ts'
import { answerChange, byOf } from './tasks.ts'

const LONGEST = 2000

/** Refuses what is longer than a text may be. */
export function checkLength({ length }: string): void {
  if (length > LONGEST) throw new UserError(tooLong({ length }))
}

/** Carries out a change of a task. The caller has made sure that the viewer may. Throws UserError. */
export async function edit(ctx: Ctx, task: Task, change: Exclude<TaskChange, { kind: 'show' }>): Promise<Answer> {
  if (change.kind === 'unknown') throw new UserError(taskChanges({ id: task.id, asked: shortened(change.asked) }))
  if (change.kind === 'plan') return plan(ctx, task, change.text)
  if (change.kind === 'status') return status(ctx, task, change.status)
  if (change.kind === 'cancel') return cancel(ctx, task, change.reason)
  if (change.kind === 'done') return complete(ctx, [task], change)
  checkLength(change.text)
  if (change.kind === 'text') return saidOf(ctx, await setText(ctx.db, task, change.text, byOf(ctx)), taskChanged)
  if (change.kind === 'note') return noted(ctx, await addNote(ctx.db, task, change.text, byOf(ctx)), change.text)
  const changed = await setReason(ctx.db, task, change.text, byOf(ctx))
  return answerChange(ctx, changed, { say: taskReason({ ...(await viewOf(ctx.db, changed)), reason: change.text }) })
}

async function noted(ctx: Ctx, task: Task, note: string) {
  return answerChange(ctx, task, { say: taskNoted({ ...(await viewOf(ctx.db, task)), note }) })
}

async function saidOf(ctx: Ctx, task: Task, say: typeof taskChanged): Promise<Answer> {
  return answerChange(ctx, task, { say: say(await viewOf(ctx.db, task)) })
}

async function plan(ctx: Ctx, task: Task, asked: string): Promise<Answer> {
  const found = await readPlan(ctx, asked, task.item.groupId)
  if (!found) throw new UserError(taskChanges({ id: task.id, asked: shortened(asked) }))
  if (task.status === 'cancelled') throw new UserError(taskIsCancelled({ id: task.id }))
  const by = byOf(ctx)
  let changed = task
  if (found.due) changed = await setDue(ctx.db, changed, found.due, ctx.sentAt, by)
  if (found.assignees) changed = await setAssignees(ctx.db, changed, found.assignees, ctx.sentAt, by)
  if (found.tags.length > 0) changed = await addTags(ctx.db, changed, found.tags, by)
  const assigned = (found.assignees ?? []).filter((one) => !isAmong(one, task.assignees))
  return answerChange(ctx, changed, { say: taskChanged(await viewOf(ctx.db, changed)), assigned, before: task })
}

const isAmong = (one: Assignee, others: readonly Assignee[]) =>
  others.some(
    ({ personId, administrationKey }) => personId === one.personId && administrationKey === one.administrationKey,
  )

async function status(ctx: Ctx, task: Task, to: 'open' | 'doing'): Promise<Answer> {
  const say = to === 'doing' ? taskDoing : taskReopened
  if (task.status === to) return { say: say(await viewOf(ctx.db, task)), itemId: task.id }
  return saidOf(ctx, await setStatus(ctx.db, task, to, ctx.sentAt, byOf(ctx)), say)
}

async function cancel(ctx: Ctx, task: Task, reason: string): Promise<Answer> {
  checkLength(reason)
  if (task.status === 'cancelled') throw new UserError(taskIsCancelled({ id: task.id }))
  const changed = await cancelTask(ctx.db, task, reason || null, byOf(ctx))
  return answerChange(ctx, changed, {
    say: taskCancelled({ ...(await viewOf(ctx.db, changed)), reason: reason || null }),
  })
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text)
