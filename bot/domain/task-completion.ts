import type { Db } from '../../prisma/client.ts'
import { type By, note } from './history.ts'
import { snapshotTask } from './task-snapshot.ts'
import { indexed, type Task } from './tasks.ts'

/** For whom something is completed: the own administration, or one (or `alle`) that a coordinator speaks for. */
export type OnBehalf = { own: string | null; administrationKey?: string; everybody?: boolean }

/** What completing led to. `part`: of several administrations some are left; `whose`: it is up to these. */
export type Completion = { task: Task; administrationKey?: string } & (
  | { kind: 'done' | 'already' | 'cancelled' }
  | { kind: 'part'; administrationKey: string; left: string[] }
  | { kind: 'whose'; administrationKeys: string[] }
)

/** Administrations of a task that each have a status of their own: two or more. */
export function sharers({ assignees }: Task) {
  const shared = assignees.flatMap((one) =>
    one.administrationKey ? [{ ...one, administrationKey: one.administrationKey }] : [],
  )
  return shared.length > 1 ? shared : []
}

/**
 * Completes a task. Of several administrations each completes its own part, and the last one the task. What was done
 * already stays as it was.
 */
export async function completeTask(db: Db, task: Task, behalf: OnBehalf, by: By): Promise<Completion> {
  const shared = behalf.everybody ? [] : sharers(task)
  const key = behalf.administrationKey ?? behalf.own
  const part = shared.find(({ administrationKey }) => administrationKey === key)
  const mine = part && { administrationKey: part.administrationKey }
  if (task.status === 'cancelled') return { kind: 'cancelled', task }
  if (task.status === 'done' || part?.doneAt) return { kind: 'already', task, ...mine }
  if (shared.length > 0 && !part)
    return { kind: 'whose', task, administrationKeys: shared.map(({ administrationKey }) => administrationKey) }
  const left = shared.filter((one) => one !== part && !one.doneAt).map(({ administrationKey }) => administrationKey)
  return part && left.length > 0
    ? finishPart(db, task, by, part.administrationKey, left)
    : finish(db, task, by, mine ?? {})
}

async function finish(
  db: Db,
  task: Task,
  by: By,
  { administrationKey }: { administrationKey?: string },
): Promise<Completion> {
  const before = await snapshotTask(db, task.id)
  // Asked again where another transaction has just completed it, so that the history has it once.
  const { count } = await db.task.updateMany({
    where: { id: task.id, status: { in: ['open', 'doing'] } },
    data: { status: 'done', statusAt: by.now, doneBy: by.actorId },
  })
  if (count === 0) return { kind: 'already', task }
  await db.taskAssignee.updateMany({
    where: { taskId: task.id, administrationKey: { not: null }, doneAt: null },
    data: { doneAt: by.now, doneBy: by.actorId },
  })
  await note(db, task.id, by, {
    action: 'status',
    detail: { from: task.status, to: 'done', ...(administrationKey ? { administration: administrationKey } : {}) },
    before,
  })
  return { kind: 'done', task: await indexed(db, task.id, by), ...(administrationKey ? { administrationKey } : {}) }
}

async function finishPart(db: Db, task: Task, by: By, administrationKey: string, left: string[]): Promise<Completion> {
  const before = await snapshotTask(db, task.id)
  await db.taskAssignee.updateMany({
    where: { taskId: task.id, administrationKey, doneAt: null },
    data: { doneAt: by.now, doneBy: by.actorId },
  })
  await note(db, task.id, by, { action: 'part', detail: { administration: administrationKey }, before })
  return { kind: 'part', task: await indexed(db, task.id, by), administrationKey, left }
}
