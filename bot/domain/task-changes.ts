import type { Db, Prisma } from '../../prisma/client.ts'
import type { Assignee } from './assignees.ts'
import { type By, note } from './history.ts'
import { snapshotTask } from './task-snapshot.ts'
import { type Due, indexed, type Task } from './tasks.ts'

type Change = { action: string; detail: Record<string, string | null>; data?: Prisma.TaskUpdateInput }

/** Every change: the row, a line of history with what stood before, the search. */
async function change(
  db: Db,
  { id }: Task,
  by: By,
  { action, detail, data }: Change,
  more?: () => Promise<unknown>,
): Promise<Task> {
  const before = await snapshotTask(db, id)
  if (data) await db.task.update({ where: { id }, data })
  await more?.()
  await note(db, id, by, { action, detail, before })
  return indexed(db, id, by)
}

/** Another due date, or none. `sentAt`: when it was asked for; reminders of occasions before are not sent. */
export const setDue = (db: Db, task: Task, due: Due, sentAt: Date, by: By) =>
  change(db, task, by, {
    action: 'due',
    detail: {
      fromDay: task.dueDay,
      from: task.dueAt?.toISOString() ?? null,
      fromTime: task.dueTime,
      toDay: due.dueDay,
      to: due.dueAt?.toISOString() ?? null,
      toTime: due.dueTime,
    },
    data: { ...due, dueSetAt: sentAt },
  })

/** Others in place of those who were assigned. An administration that stays keeps its own status. */
export const setAssignees = (db: Db, task: Task, assignees: readonly Assignee[], sentAt: Date, by: By) =>
  change(
    db,
    task,
    by,
    { action: 'assigned', detail: { to: JSON.stringify(assignees) }, data: { dueSetAt: sentAt } },
    async () => {
      await db.taskAssignee.deleteMany({ where: { taskId: task.id } })
      await db.taskAssignee.createMany({
        data: assignees.map((one, position) => ({ taskId: task.id, position, ...one, ...statusOf(task, one) })),
      })
    },
  )

function statusOf({ assignees }: Task, { administrationKey }: Assignee) {
  const kept = administrationKey ? assignees.find((one) => one.administrationKey === administrationKey) : undefined
  return kept ? { doneAt: kept.doneAt, doneBy: kept.doneBy } : {}
}

/** Adds tags. */
export const addTags = (db: Db, task: Task, tags: readonly string[], by: By) =>
  change(db, task, by, { action: 'tags', detail: { added: tags.map((tag) => `#${tag}`).join(' ') } }, async () => {
    const own = task.item.tags.map(({ tag }) => tag)
    await db.tag.createMany({ data: tags.filter((tag) => !own.includes(tag)).map((tag) => ({ itemId: task.id, tag })) })
  })

/** Another text; the history keeps the old one. */
export const setText = (db: Db, task: Task, text: string, by: By) =>
  change(db, task, by, { action: 'text', detail: { from: task.text, to: text }, data: { text } })

/** A note, which stands in the history. */
export const addNote = (db: Db, task: Task, text: string, by: By) =>
  change(db, task, by, { action: 'note', detail: { text } })

/** Why it is not done yet. */
export const setReason = (db: Db, task: Task, reason: string, by: By) =>
  change(db, task, by, { action: 'reason', detail: { text: reason }, data: { reason } })

/** Open again, or being worked on; what had been ticked off or cancelled is so no longer. */
export const setStatus = (db: Db, task: Task, status: 'open' | 'doing', sentAt: Date, by: By) => {
  const wasClosed = task.status === 'done' || task.status === 'cancelled'
  const data = { status, statusAt: by.now, doneBy: null, ...(wasClosed ? { dueSetAt: sentAt, reason: null } : {}) }
  return change(db, task, by, { action: 'status', detail: { from: task.status, to: status }, data }, async () => {
    if (!wasClosed) return
    await db.taskAssignee.updateMany({ where: { taskId: task.id }, data: { doneAt: null, doneBy: null } })
    await db.item.update({ where: { id: task.id }, data: { cancelledAt: null } })
    await forgetTicks(db, task.id, by.now)
  })
}

/** Given up; its number stays. */
export const cancelTask = (db: Db, task: Task, reason: string | null, by: By) =>
  change(
    db,
    task,
    by,
    {
      action: 'status',
      detail: { from: task.status, to: 'cancelled', reason },
      data: { status: 'cancelled', statusAt: by.now, reason: reason ?? task.reason },
    },
    async () => {
      await db.item.update({ where: { id: task.id }, data: { cancelledAt: by.now } })
      await forgetTicks(db, task.id, by.now)
    },
  )

/** Reactions from before have no effect any more that taking them back could take back. */
const forgetTicks = (db: Db, itemId: string, now: Date) =>
  db.reactionEffect.updateMany({ where: { itemId, takenBackAt: null }, data: { takenBackAt: now } })
