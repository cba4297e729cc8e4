import { nameOfDecision } from '../../templates/decisions.ts'
import { type Undone, undone } from '../../templates/undo.ts'
import type { Answer, Ctx } from '../command.ts'
import type { Item } from '../domain/items.ts'
import { meetingOf } from '../domain/meetings.ts'
import { type Task, taskOf } from '../domain/tasks.ts'
import type { Touched } from '../domain/undo.ts'
import { heardByGroup } from './meetings.ts'
import { answerChange } from './tasks.ts'

/** How an item is called in the answer; a decision's number stays whatever happens. */
export async function namedOf({ db }: Ctx, { id }: Item) {
  const decision = await db.decision.findUnique({ where: { id } })
  const register = decision?.register ?? null
  return { name: nameOfDecision({ id, register }), register, keepsNumber: register !== null }
}

/** The tasks among the items, as they are now: asked before they are put back, for those whom a task is taken from. */
export async function tasksOf({ db }: Ctx, touched: readonly Touched[]): Promise<Map<string, Task>> {
  const tasks = new Map<string, Task>()
  for (const { item } of touched) if (item.letter === 'A') tasks.set(item.id, await taskOf(db, item.id))
  return tasks
}

/** The answer to taking back. Whoever is told of a change of these items hears of this one in the same way. */
export async function undoneAnswer(ctx: Ctx, touched: readonly Touched[], before: Map<string, Task>): Promise<Answer> {
  const items: Undone[] = []
  const heard: Answer[] = []
  for (const { item, wasMade } of touched) {
    const one = { wasMade, ...(await namedOf(ctx, item)) }
    items.push(one)
    heard.push(await hearing(ctx, item, one, before.get(item.id)))
  }
  const ping = heard.flatMap((answer) => answer.ping ?? [])
  const posts = heard.flatMap((answer) => answer.posts ?? [])
  const [only, second] = touched
  return { say: undone({ items }), ping, posts, ...(only && !second ? { itemId: only.item.id } : {}) }
}

async function hearing(ctx: Ctx, { id, letter }: Item, one: Undone, task: Task | undefined): Promise<Answer> {
  const say = undone({ items: [one] })
  if (task) return answerChange(ctx, await taskOf(ctx.db, id), { say, before: task })
  return letter === 'S' ? heardByGroup(ctx, await meetingOf(ctx.db, id), say, { isUrgent: true }) : { say }
}
