import type { Db } from '../../prisma/client.ts'
import type { By } from './history.ts'
import { indexed, taskOf } from './tasks.ts'

/** All that a change of a task may change, as it stands: what undoing puts back. Instants are ISO texts. */
export async function snapshotTask(db: Db, id: string) {
  const { text, dueDay, dueTime, dueAt, dueSetAt, status, statusAt, doneBy, reason, assignees, item } = await taskOf(
    db,
    id,
  )
  return {
    task: { text, dueDay, dueTime, status, doneBy, reason, ...texts({ dueAt, dueSetAt, statusAt }) },
    assignees: assignees.map(({ taskId: _, doneAt, ...one }) => ({ ...one, ...texts({ doneAt }) })),
    tags: item.tags.map(({ tag }) => tag),
    ...texts({ cancelledAt: item.cancelledAt }),
  }
}

export type TaskSnapshot = Awaited<ReturnType<typeof snapshotTask>>

/** Puts a task back as a snapshot has it. */
export async function restoreTask(db: Db, id: string, before: unknown, by: By): Promise<void> {
  const { task, assignees, tags, cancelledAt } = before as TaskSnapshot
  const { dueAt, dueSetAt, statusAt, ...rest } = task
  await db.task.update({
    where: { id },
    data: { ...rest, dueAt: at(dueAt), dueSetAt: at(dueSetAt), statusAt: at(statusAt) ?? by.now },
  })
  await db.taskAssignee.deleteMany({ where: { taskId: id } })
  await db.taskAssignee.createMany({
    data: assignees.map(({ doneAt, ...one }) => ({ ...one, taskId: id, doneAt: at(doneAt) })),
  })
  await db.tag.deleteMany({ where: { itemId: id } })
  await db.tag.createMany({ data: tags.map((tag) => ({ itemId: id, tag })) })
  await db.item.update({ where: { id }, data: { cancelledAt: at(cancelledAt) } })
  await indexed(db, id, by)
}

/** Takes back a task that was made by mistake: it stays, cancelled, and its number is not given again. */
export async function withdrawTask(db: Db, id: string, by: By): Promise<void> {
  await db.task.update({ where: { id }, data: { status: 'cancelled', statusAt: by.now } })
  await db.item.update({ where: { id }, data: { cancelledAt: by.now } })
  await indexed(db, id, by)
}

const at = (text: string | null) => (text === null ? null : new Date(text))

const texts = <Fields extends Record<string, Date | null>>(fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, date]) => [name, date?.toISOString() ?? null])) as Record<
    keyof Fields,
    string | null
  >
