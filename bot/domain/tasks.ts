import type { Db, Prisma } from '../../prisma/client.ts'
import type { Assignee } from './assignees.ts'
import { type By, lineOf } from './history.ts'
import { newItem, visibleTo } from './items.ts'
import type { Group, Sight, Viewer } from './people.ts'
import { indexNewTask, indexTask } from './task-index.ts'
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
  group: Group
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
  { group, viewer, text, due, assignees, tags, sentAt, source, by }: NewTask,
): Promise<Task> {
  const item = await newItem(db, { letter: 'A', groupId: group.id, viewer, now: by.now, eventId: by.eventId })
  const detail = source && {
    detail: { sourceEventId: source.eventId, sourcePersonId: source.personId, quoted: source.length },
  }
  const history = { create: lineOf(by, { action: 'created', ...detail }) }
  const row = await db.task.create({
    data: {
      text,
      ...due,
      dueSetAt: sentAt,
      statusAt: by.now,
      item: { create: { ...item, history, tags: { create: tags.map((tag) => ({ tag })) } } },
      assignees: { create: assignees.map((one, position) => ({ position, ...one })) },
    },
    include: { assignees: wholeTask.assignees },
  })
  const about = { ...item, cancelledAt: null, group, tags: tags.toSorted().map((tag) => ({ itemId: item.id, tag })) }
  const task = { ...row, item: about }
  await indexNewTask(db, task, by.now)
  return task
}

/** Reads a changed task again and brings the search up to date with it. */
export async function indexed(db: Db, id: string, { now }: By): Promise<Task> {
  const task = await taskOf(db, id)
  await indexTask(db, task, now)
  return task
}
