import { taskDoing, taskReopened, taskStaysDone } from '../../templates/tasks.ts'
import { answerCompletion, behalfOf } from '../answers/task-done.ts'
import { answerChange, byOf } from '../answers/tasks.ts'
import type { Card } from '../card.ts'
import { isTaskReply } from '../domain/task-reply.ts'
import { tickDoing, tickDone, untick } from '../domain/task-ticks.ts'
import { viewOf } from '../domain/task-view.ts'
import { taskOf } from '../domain/tasks.ts'

const DONE = ['✅', '☑', '✔']

/** A task's card: replies such as `erledigt` or `bis Freitag`; ✅ completes it, 👀 says that somebody is at it. */
export const taskCard: Card = {
  letter: 'A',
  command: 'aufgabe',
  understands: isTaskReply,

  async react(ctx, { id }, symbol) {
    const task = await taskOf(ctx.db, id)
    if (symbol === '👀') {
      const changed = await tickDoing(ctx.db, task, ctx.sentAt, byOf(ctx))
      return changed && answerChange(ctx, changed, { say: taskDoing(await viewOf(ctx.db, changed)) })
    }
    if (!DONE.includes(symbol)) return undefined
    const completion = await tickDone(ctx.db, task, await behalfOf(ctx, task), byOf(ctx))
    // A tick on what is done already is seen as it is.
    return completion.kind === 'already' ? undefined : answerCompletion(ctx, completion)
  },

  async takeBack(ctx, { id }, { effect }) {
    const back = await untick(ctx.db, id, effect, byOf(ctx))
    if (!back) return undefined
    const view = await viewOf(ctx.db, back.task)
    if (back.kind === 'kept') return effect === 'doing' ? undefined : { say: taskStaysDone(view), itemId: id }
    return answerChange(ctx, back.task, { say: back.task.status === 'doing' ? taskDoing(view) : taskReopened(view) })
  },
}
