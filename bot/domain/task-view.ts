import type { Db } from '../../prisma/client.ts'
import { historyOf } from './history.ts'
import { localPart } from './people.ts'
import { isReached, membersOf } from './reach.ts'
import { sharers } from './task-completion.ts'
import { type Names, namesIn } from './task-names.ts'
import type { Task } from './tasks.ts'

/** Until when something is planned, as it is shown: a day, or a moment. */
export type DueView = { day: string; at: Date; timed: boolean }

/**
 * Who does it. `done` is there where several administrations have a status of their own; `unreached`: nobody of that
 * administration has joined.
 */
export type AssigneeView = { name: string; note: string | null; done?: boolean; unreached?: boolean }

/** A task as texts need it. */
export type TaskView = {
  id: string
  text: string
  groupId: string
  group: string
  status: Task['status']
  due: DueView | undefined
  assignees: AssigneeView[]
  tags: string[]
  reason: string | null
}

/** Where nobody is to be named, no names need to be looked up. */
const nobody: Names = { plain: localPart, person: localPart, administration: (key) => key }

/** One line of a task's history. */
export type TaskEvent = {
  at: Date
  who: string
  action: string
  detail: Record<string, string | null>
  names: string[]
}

/** One task with the names of those it concerns. */
export async function viewOf(db: Db, task: Task): Promise<TaskView> {
  const { groupId } = task.item
  if (task.assignees.length === 0) return viewWith(task, nobody)
  const ids = task.assignees.flatMap(({ personId }) => personId ?? [])
  const view = viewWith(task, await namesIn(db, groupId, ids))
  const members = await membersOf(db, groupId)
  const isUnreached = (key: string | null | undefined) => typeof key === 'string' && !isReached(key, members)
  const assignees = view.assignees.map((one, i) => ({
    ...one,
    unreached: isUnreached(task.assignees[i]?.administrationKey),
  }))
  return { ...view, assignees }
}

/** Several tasks, also of several groups, in their order. */
export async function viewsOf(db: Db, tasks: readonly Task[]): Promise<TaskView[]> {
  const names = new Map<string, Names>()
  for (const groupId of new Set(tasks.map(({ item }) => item.groupId))) {
    const ids = tasks.flatMap((task) =>
      task.item.groupId === groupId ? task.assignees.flatMap(({ personId }) => personId ?? []) : [],
    )
    names.set(groupId, await namesIn(db, groupId, ids))
  }
  return tasks.flatMap((task) => {
    const own = names.get(task.item.groupId)
    return own ? [viewWith(task, own)] : []
  })
}

function viewWith(task: Task, names: Names): TaskView {
  const { id, text, status, item, reason } = task
  const isShared = sharers(task).length > 0
  const assignees = task.assignees.map(({ personId, administrationKey, note, doneAt }) => ({
    name: personId ? names.person(personId) : names.administration(administrationKey ?? ''),
    note,
    ...(isShared && administrationKey ? { done: doneAt !== null } : {}),
  }))
  return {
    id,
    text,
    groupId: item.groupId,
    group: item.group.name,
    status,
    due: dueView(task),
    assignees,
    tags: item.tags.map(({ tag }) => tag),
    reason,
  }
}

/** The due date of a task, as it is shown. */
export const dueView = ({
  dueDay,
  dueAt,
  dueTime,
}: {
  dueDay: string | null
  dueAt: Date | null
  dueTime: string | null
}): DueView | undefined => (dueDay && dueAt ? { day: dueDay, at: dueAt, timed: dueTime !== null } : undefined)

/** A task's history, oldest first, with names. */
export async function taskHistory(db: Db, task: Task): Promise<TaskEvent[]> {
  const entries = await historyOf(db, task.id)
  const details = entries.map(({ detail }) => JSON.parse(detail ?? '{}') as Record<string, string | null>)
  const assigned = details.map(({ to }, i) => (entries[i]?.action === 'assigned' ? readAssigned(to) : []))
  const ids = [...entries.map(({ actorId }) => actorId), ...assigned.flat().flatMap(({ personId }) => personId ?? [])]
  const names = await namesIn(db, task.item.groupId, ids)
  return entries.map(({ at, actorId, onBehalfOf, action }, i) => {
    const { administration, ...detail } = details[i] ?? {}
    const place = onBehalfOf ?? administration
    return {
      at,
      who: names.plain(actorId),
      action,
      detail: { ...detail, ...(place ? { administration: names.administration(place) } : {}) },
      names: (assigned[i] ?? []).map(({ personId, administrationKey }) =>
        personId ? names.person(personId) : names.administration(administrationKey ?? ''),
      ),
    }
  })
}

const readAssigned = (to: string | null | undefined) =>
  JSON.parse(to ?? '[]') as { personId: string | null; administrationKey: string | null }[]
