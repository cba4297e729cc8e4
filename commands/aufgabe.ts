import { findNamed, requireMember } from '../bot/answers/rights.ts'
import { checkLength, edit } from '../bot/answers/task-edits.ts'
import { readNewTask } from '../bot/answers/task-plan.ts'
import { answerNew, byOf } from '../bot/answers/tasks.ts'
import { type Answer, type Ctx, defineCommand, type GroupCtx, UserError } from '../bot/command.ts'
import { readId } from '../bot/domain/items.ts'
import { nameOf } from '../bot/domain/people.ts'
import { readTaskCall, withoutGroupKey } from '../bot/domain/task-call.ts'
import { taskHistory, viewOf } from '../bot/domain/task-view.ts'
import { createTask, noDue, type Task, taskOf } from '../bot/domain/tasks.ts'
import { admit } from '../bot/permission.ts'
import { wrongUsage } from '../templates/errors.ts'
import { notATask } from '../templates/task-refusals.ts'
import { taskShown } from '../templates/task-show.ts'
import { taskCreated } from '../templates/tasks.ts'

/** Makes tasks, also of the message it replies to; shows and changes them. */
const aufgabe = defineCommand({
  name: 'aufgabe',
  english: 'task',
  aliases: ['todo', 'auftrag'],
  permission: 'member',
  writes: true,
  usage: {
    de: '<Text> [@wer / an <Verwaltung>] [bis <wann>] [#tag] / <Aufgabe> [bis … / an … / text … / in Arbeit / notiz … / grund … / erledigt / abbrechen / öffnen]',
    en: '<text> [@who / to <administration>] [by <when>] [#tag] / <task> [by … / to … / text … / doing / note … / reason … / done / cancel / open]',
  },
  help: {
    de: 'Legt eine Aufgabe an, auch als Antwort auf eine Nachricht; zeigt oder ändert sie.',
    en: 'Makes a task, also as a reply to a message; shows or changes it.',
  },
  examples: {
    de: [
      '!aufgabe Leistungsverzeichnis prüfen @anna bis Freitag',
      '!aufgabe Rückmeldung an Seevetal, Tostedt bis 12.3. #drucker',
      '!aufgabe A17',
      '!aufgabe A17 bis 20.3.',
      '!aufgabe A17 an @ben',
    ],
    en: [
      '!task Check the specification @anna by Friday',
      '!task Feedback to Seevetal, Tostedt by 12 March #printers',
      '!task A17',
      '!task A17 by 20 March',
      '!task A17 to @ben',
    ],
  },

  async run(ctx, text) {
    const replied = ctx.replied?.itemId
    const asked = ctx.group ? text.trim() : withoutGroupKey(text.trim())
    const call = readTaskCall(asked, replied?.startsWith('A') ? replied : undefined)
    if (call.kind === 'new') {
      const { group, text: rest } = await groupFor(ctx, text.trim())
      return create({ ...ctx, group }, rest)
    }
    const item = await findNamed(ctx, call.id, { letter: 'A' })
    const task = await taskOf(ctx.db, item.id)
    if (call.change.kind === 'show') return show(ctx, task)
    requireMember(ctx, task.item.group)
    return edit(ctx, task, call.change)
  },
})

export default aufgabe

/** Only a new task needs to know its group; in a direct message it is asked for as with any command of a group. */
async function groupFor({ db, group, viewer, installation }: Ctx, text: string) {
  if (group) return { group, text }
  const command = { ...aufgabe, needsGroup: true }
  const found = await admit(db, {
    viewer,
    command,
    roomGroup: undefined,
    isDirect: true,
    text,
    operators: installation.operators,
  })
  if (!found.group) throw new Error('a command of a group was admitted without one')
  return { group: found.group, text: found.text }
}

async function create(ctx: GroupCtx, asked: string): Promise<Answer> {
  const { group, viewer, sentAt } = ctx
  requireMember(ctx, group)
  checkLength(asked)
  const other = readId(asked)
  if (other) throw new UserError(notATask({ id: other }))
  const { text: own, assignees, tags, due = noDue } = await readNewTask(ctx, asked, group.id)
  const { text, source } = withMessage(ctx, own)
  if (text === '') throw new UserError(wrongUsage(aufgabe))
  checkLength(text)
  const task = await createTask(ctx.db, {
    group,
    viewer,
    text,
    due,
    assignees,
    tags,
    sentAt,
    source,
    by: byOf(ctx),
  })
  const view = await viewOf(ctx.db, task)
  return answerNew(ctx, task, taskCreated({ ...view, group: ctx.isDirect ? group.name : undefined }))
}

/** The message that was replied to is the text; what else was written follows it. Messages of the bot are no source. */
function withMessage({ replied, installation }: GroupCtx, own: string) {
  const message = replied && replied.sender !== installation.me ? replied.text.trim() : ''
  if (!replied || message === '') return { text: own }
  return {
    text: own === '' ? message : `${message} – ${own}`,
    source: { eventId: replied.eventId, personId: replied.sender, length: message.length },
  }
}

async function show({ db }: Ctx, task: Task): Promise<Answer> {
  const { group, authorId, createdAt, scope } = task.item
  const author = await nameOf(db, authorId, group.roomId)
  return {
    say: taskShown({ ...(await viewOf(db, task)), author, createdAt, scope, history: await taskHistory(db, task) }),
    itemId: task.id,
  }
}
