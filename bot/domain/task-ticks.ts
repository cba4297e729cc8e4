import type { Db } from '../../prisma/client.ts'
import { type By, note } from './history.ts'
import { setStatus } from './task-changes.ts'
import { type Completion, completeTask, type OnBehalf } from './task-completion.ts'
import { restoreTask, snapshotTask, type TaskSnapshot } from './task-snapshot.ts'
import { type Task, taskOf } from './tasks.ts'

type ByReaction = By & { eventId: string }

/**
 * Completes a task by a reaction. A second tick changes nothing but counts: the task stays done while one is left.
 * What was completed by words, no reaction takes back.
 */
export async function tickDone(db: Db, task: Task, behalf: OnBehalf, by: ByReaction): Promise<Completion> {
  const before = await snapshotTask(db, task.id)
  const completion = await completeTask(db, task, behalf, by)
  const effect = completion.administrationKey ? `done:${completion.administrationKey}` : 'done'
  if (completion.kind === 'done' || completion.kind === 'part') await remember(db, task.id, effect, by, before)
  if (completion.kind === 'already' && (await others(db, task.id, effect)) > 0) await remember(db, task.id, effect, by)
  return completion
}

/** Marks a task as being worked on by a reaction; undefined: it is not open, and nothing changes. */
export async function tickDoing(db: Db, task: Task, sentAt: Date, by: ByReaction): Promise<Task | undefined> {
  if (task.status === 'open') {
    const before = await snapshotTask(db, task.id)
    const changed = await setStatus(db, task, 'doing', sentAt, by)
    await remember(db, task.id, 'doing', by, before)
    return changed
  }
  if (task.status === 'doing' && (await others(db, task.id, 'doing')) > 0) await remember(db, task.id, 'doing', by)
  return undefined
}

/**
 * Takes back what a reaction did, unless another one still says the same or something else has happened since.
 * `kept`: one is left; undefined: there is nothing to take back.
 */
export async function untick(
  db: Db,
  id: string,
  effect: string,
  by: By,
): Promise<{ kind: 'kept' | 'back'; task: Task } | undefined> {
  if ((await others(db, id, effect)) > 0) return { kind: 'kept', task: await taskOf(db, id) }
  const ticks = await db.reactionEffect.findMany({ where: { itemId: id, effect }, orderBy: { at: 'desc' } })
  const first = ticks.find(({ before }) => before !== null)
  const now = await snapshotTask(db, id)
  if (!first?.before || first.at.toISOString() !== setAt(now, effect)) return undefined
  await restoreTask(db, id, putBack(now, JSON.parse(first.before) as TaskSnapshot, effect), by)
  await note(db, id, by, { action: 'untick', before: now })
  return { kind: 'back', task: await taskOf(db, id) }
}

const keyOf = (effect: string) => (effect.startsWith('done:') ? effect.slice('done:'.length) : undefined)

/** Since when it is as the effect has made it; undefined: it is not. */
function setAt({ task, assignees }: TaskSnapshot, effect: string): string | null | undefined {
  const key = keyOf(effect)
  if (key !== undefined) return assignees.find(({ administrationKey }) => administrationKey === key)?.doneAt
  return task.status === effect ? task.statusAt : undefined
}

/** Only the status goes back: of one administration, or of the task as a whole. What else was changed since stays. */
function putBack(now: TaskSnapshot, before: TaskSnapshot, effect: string): TaskSnapshot {
  const key = keyOf(effect)
  const { status, statusAt, doneBy } = before.task
  const assignees = now.assignees.map((one) => {
    const old = before.assignees.find(
      ({ personId, administrationKey }) => personId === one.personId && administrationKey === one.administrationKey,
    )
    return key !== undefined && one.administrationKey !== key
      ? one
      : { ...one, doneAt: old?.doneAt ?? null, doneBy: old?.doneBy ?? null }
  })
  const staysOpen = key !== undefined && now.task.status !== 'done'
  return { ...now, task: staysOpen ? now.task : { ...now.task, status, statusAt, doneBy }, assignees }
}

/** Reactions with this effect that stand. */
const others = (db: Db, itemId: string, effect: string) =>
  db.reactionEffect.count({ where: { itemId, effect, takenBackAt: null } })

const remember = (
  db: Db,
  itemId: string,
  effect: string,
  { eventId, actorId, now }: ByReaction,
  before?: TaskSnapshot,
) =>
  db.reactionEffect.create({
    data: { eventId, itemId, personId: actorId, effect, before: before ? JSON.stringify(before) : null, at: now },
  })
