import { taskAssigned, taskToldBy } from '../../templates/tasks.ts'
import type { Say } from '../../templates/template.ts'
import type { Answer, Ctx } from '../command.ts'
import type { Assignee } from '../domain/assignees.ts'
import type { By } from '../domain/history.ts'
import { nameOf } from '../domain/people.ts'
import { afterQuiet } from '../domain/quiet.ts'
import { concernedBy, personsOf } from '../domain/task-people.ts'
import { viewOf } from '../domain/task-view.ts'
import type { Task } from '../domain/tasks.ts'
import type { Post } from '../job.ts'

/** On whose account a call changes something. */
export const byOf = ({ viewer, now, eventId }: Ctx): By & { eventId: string } => ({
  actorId: viewer.personId,
  now,
  eventId,
})

/** Whether a task's group is in the room where this is said. */
export const isHere = (ctx: Ctx, { item }: Task) => !ctx.isDirect && ctx.group?.id === item.groupId

/**
 * The answer to a new task, which is its card. Those assigned are pinged by it in the room; told in person of one that was made
 * elsewhere.
 */
export async function answerNew(ctx: Ctx, task: Task, say: Say): Promise<Answer> {
  const assigned = await personsOf(ctx.db, task.item.groupId, task.assignees)
  return { say, itemId: task.id, ...(await tell(ctx, task, assigned)) }
}

/** `assigned`: newly; `before`: the task as it was, so that whoever it was taken from is told as well. */
type Changed = { say: Say; assigned?: readonly Assignee[]; before?: Task; onlyAuthor?: boolean }

/** The answer to a change: who is newly assigned is pinged or told, author and other assignees get one line in person. */
export async function answerChange(
  ctx: Ctx,
  task: Task,
  { say, assigned = [], before, onlyAuthor = false }: Changed,
): Promise<Answer> {
  const fresh = await personsOf(ctx.db, task.item.groupId, assigned)
  const formerly = before ? await concernedBy(ctx.db, before) : []
  const concerned = [...new Set([...(await concernedBy(ctx.db, task, { onlyAuthor })), ...formerly])]
  const others = concerned.filter((id) => !fresh.includes(id) && id !== ctx.viewer.personId)
  const { ping, posts } = await tell(ctx, task, fresh)
  const told = taskToldBy({ who: await whoSpeaks(ctx, task), group: task.item.group.name, say })
  const lines = others.map((personId) => ({
    key: `task:${task.id}:${ctx.eventId}:${personId}`,
    to: { personId, absent: 'wait' as const },
    say: told,
    itemId: task.id,
  }))
  return { say, itemId: task.id, ping, posts: [...posts, ...(await afterQuietHours(ctx, lines))] }
}

/** Says to people that they were given a task: by a ping where they can read the answer, else in a message of their own. */
async function tell(ctx: Ctx, task: Task, persons: readonly string[]): Promise<{ ping: string[]; posts: Post[] }> {
  const others = persons.filter((id) => id !== ctx.viewer.personId)
  if (isHere(ctx, task) || others.length === 0) return { ping: others, posts: [] }
  const view = await viewOf(ctx.db, task)
  const say = taskAssigned({ ...view, from: await whoSpeaks(ctx, task) })
  const absent = { groupId: task.item.groupId }
  const posts = others.map((personId) => ({
    key: `task:${task.id}:${ctx.eventId}:${personId}`,
    to: { personId, absent },
    say,
    itemId: task.id,
    ping: [personId],
  }))
  return { ping: [], posts: await afterQuietHours(ctx, posts) }
}

type Personal = Post & { to: { personId: string } }

/** Personal posts wait until the quiet hours of their reader are over. */
async function afterQuietHours({ db, now, installation }: Ctx, posts: readonly Personal[]): Promise<Post[]> {
  const people = await db.person.findMany({ where: { id: { in: posts.map(({ to }) => to.personId) } } })
  return posts.map((post) => {
    const person = people.find(({ id }) => id === post.to.personId) ?? { quiet: null, timeZone: null }
    return { ...post, notBefore: afterQuiet(person, installation, now) }
  })
}

const whoSpeaks = ({ db, viewer }: Ctx, { item }: Task) => nameOf(db, viewer.personId, item.group.roomId)
