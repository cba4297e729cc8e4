import type { Db } from '../../prisma/client.ts'
import type { Assignee } from './assignees.ts'
import { membersOf, reachedThrough } from './reach.ts'
import { sharers } from './task-completion.ts'
import type { Task } from './tasks.ts'

type Members = Awaited<ReturnType<typeof membersOf>>

/** The persons behind assignees: themselves, and those through whom administrations are reached. Only members in force. */
export async function personsOf(db: Db, groupId: string, assignees: readonly Assignee[]): Promise<string[]> {
  return assignees.length > 0 ? personsAmong(await membersOf(db, groupId), assignees) : []
}

function personsAmong(members: Members, assignees: readonly Assignee[]): string[] {
  const isMember = (id: string) => members.some(({ personId }) => personId === id)
  const found = assignees.flatMap(({ personId, administrationKey }) =>
    administrationKey ? reachedThrough(administrationKey, members) : personId && isMember(personId) ? [personId] : [],
  )
  return [...new Set(found)]
}

/**
 * Who is reminded of a task: its assignees, of several administrations those that are not done; for an administration
 * that cannot be reached, and where nobody is assigned, its author. People who have left get nothing.
 */
export function remindedOf(task: Task, members: Members): string[] {
  const shared = sharers(task).length > 0
  const open = task.assignees.filter(({ administrationKey, doneAt }) => !(shared && administrationKey && doneAt))
  const found = personsAmong(members, open)
  const unreachable = open.some(
    ({ administrationKey }) => administrationKey && reachedThrough(administrationKey, members).length === 0,
  )
  const author = personsAmong(members, [{ personId: task.item.authorId, administrationKey: null, note: null }])
  return task.assignees.length === 0 || unreachable ? [...new Set([...found, ...author])] : found
}

/** Who is told when somebody changes a task: its author and those assigned. `onlyAuthor`: one of many has done its part. */
export async function concernedBy(db: Db, task: Task, { onlyAuthor = false } = {}): Promise<string[]> {
  const author: Assignee = { personId: task.item.authorId, administrationKey: null, note: null }
  return personsOf(db, task.item.groupId, onlyAuthor ? [author] : [author, ...task.assignees])
}
