import type { Db, Prisma } from '../../prisma/client.ts'
import type { Assignee } from './assignees.ts'
import { type By, note } from './history.ts'
import { addItem, visibleTo } from './items.ts'
import type { Sight, Viewer } from './people.ts'
import { indexTask } from './task-index.ts'
import type { Resolved } from './when/types.ts'
import { addDays, instantOf } from './when/zone.ts'

/** What belongs to a task. */
export const wholeTask = {
  item: { include: { group: true, tags: { orderBy: { tag: 'asc' } } } },
  assignees: { orderBy: { position: 'asc' } },
} as const satisfies Prisma.TaskInclude

/** A task with its item, group, tags and assignees; the first-named assignee is in charge. */
export type Task = Prisma.TaskGetPayload<{ include: typeof wholeTask }>

/** Until when: local day, time where one was given, and the instant (of a day its end). */
export type Due = { dueDay: string | null; dueTime: string | null; dueAt: Date | null }

export const noDue: Due = { dueDay: null, dueTime: null, dueAt: null }

/** A date that was read, as a task keeps it: without a time it lasts until the end of that day. */
export function dueOf({ at, day, time }: Resolved, timeZone: string): Due {
  const end = new Date(instantOf(addDays(day, 1), '00:00', timeZone).getTime() - 1)
  return { dueDay: day, dueTime: time ?? null, dueAt: time ? at : end }
}

/** The task of an id that is known to exist. */
export const taskOf = (db: Db, id: string): Promise<Task> =>
  db.task.findUniqueOrThrow({ where: { id }, include: wholeTask })

/** Tasks that may be seen and fulfil a condition, as rows with all that belongs to them. */
export const tasksWhere = (db: Db, sight: Sight, where: Prisma.TaskWhereInput): Promise<Task[]> =>
  db.task.findMany({ where: { AND: [where, { item: visibleTo(sight) }] }, include: wholeTask })

type NewTask = {
  groupId: string
  viewer: Viewer
  text: string
  due: Due
  assignees: readonly Assignee[]
  tags: readonly string[]
  /** When it was asked for: reminders of occasions before are not sent. */
  sentAt: Date
  /** The message that became the task, who wrote it, and how much of the text is its. */
  source?: { eventId: string; personId: string; length: number } | undefined
  by: By
}

/** Makes a task, with its first line of history and its place in the search. */
export async function createTask(
  db: Db,
  { groupId, viewer, text, due, assignees, tags, sentAt, source, by }: NewTask,
): Promise<Task> {
  const { id } = await addItem(db, { letter: 'A', groupId, viewer, now: by.now, eventId: by.eventId })
  await db.task.create({ data: { id, text, ...due, dueSetAt: sentAt, statusAt: by.now } })
  if (assignees.length > 0)
    await db.taskAssignee.createMany({ data: assignees.map((one, position) => ({ taskId: id, position, ...one })) })
  if (tags.length > 0) await db.tag.createMany({ data: tags.map((tag) => ({ itemId: id, tag })) })
  const detail = source && {
    detail: { sourceEventId: source.eventId, sourcePersonId: source.personId, quoted: source.length },
  }
  await note(db, id, by, { action: 'created', ...detail })
  return indexed(db, id, by)
}

/** Reads a changed task again and brings the search up to date with it. */
export async function indexed(db: Db, id: string, { now }: By): Promise<Task> {
  const task = await taskOf(db, id)
  await indexTask(db, task, now)
  return task
}
