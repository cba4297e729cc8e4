import { findNamed, requireMember } from '../bot/answers/rights.ts'
import { complete } from '../bot/answers/task-done.ts'
import { checkLength } from '../bot/answers/task-edits.ts'
import { type Ctx, defineCommand, UserError } from '../bot/command.ts'
import { readTaskIds, withoutGroupKey } from '../bot/domain/task-call.ts'
import { type Task, taskOf } from '../bot/domain/tasks.ts'
import { wrongUsage } from '../templates/errors.ts'
import { notATask } from '../templates/task-refusals.ts'

const MOST = 50

/** Completes tasks by their ids, all or none; a reply to a task's card needs no id. */
const erledigt = defineCommand({
  name: 'erledigt',
  english: 'done',
  aliases: ['fertig', 'abgehakt'],
  permission: 'member',
  writes: true,
  usage: { de: '<Aufgabe> [<Aufgabe> …] [für <Verwaltung>]', en: '<task> [<task> …] [for <administration>]' },
  help: { de: 'Schließt eine oder mehrere Aufgaben ab.', en: 'Completes one or several tasks.' },
  examples: {
    de: ['!erledigt A17', '!erledigt A17 A18', '!erledigt A17 für Seevetal'],
    en: ['!done A17', '!done A17 A18', '!done A17 for Seevetal'],
  },

  async run(ctx, text) {
    const { ids, bad, behalf, note } = readTaskIds(ctx.isDirect ? withoutGroupKey(text.trim()) : text.trim())
    if (bad) throw new UserError(notATask({ id: bad.slice(0, 30) }))
    const own = ctx.replied?.itemId
    const named = ids.length === 0 && own?.startsWith('A') ? [own] : ids
    if (named.length === 0 || named.length > MOST) throw new UserError(wrongUsage(erledigt))
    if (note) checkLength(note)
    const tasks: Task[] = []
    for (const id of named) tasks.push(await findTask(ctx, id))
    return complete(ctx, tasks, { ...(behalf ? { behalf } : {}), ...(note ? { note } : {}) })
  },
})

export default erledigt

async function findTask(ctx: Ctx, id: string): Promise<Task> {
  const item = await findNamed(ctx, id, { letter: 'A' })
  const task = await taskOf(ctx.db, item.id)
  requireMember(ctx, task.item.group)
  return task
}
