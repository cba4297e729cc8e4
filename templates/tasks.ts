import { ended, quotedDe, quotedEn } from './decisions.ts'
import { code, type Formats, joined, lines, type Markdown, md, type Say, template } from './template.ts'

/** Until when something is planned: a day, or a moment. */
export type Due = { day: string; at: Date; timed: boolean }

/** Who does something. `unreached`: nobody of that administration is here. */
export type Assignee = {
  name: string
  note: string | null
  done?: boolean | undefined
  unreached?: boolean | undefined
}

/** A task as texts need it. */
export type Task = { id: string; text: string; due: Due | undefined; assignees: Assignee[]; tags: string[] }

/** `Do., 12.03.2026` or with its time, as its reader's clock has it. */
export const dueText = ({ day, at, timed }: Due, read: Formats): string => (timed ? read.moment(at) : read.day(day))

const quoted = (text: string, { reader }: Formats) => (reader.lang === 'de' ? md`„${text}“` : md`“${text}”`)
const by = (due: Due, read: Formats) =>
  read.reader.lang === 'de' ? md`bis ${dueText(due, read)}` : md`by ${dueText(due, read)}`

/** `Anna Meyer (Seevetal)`, `Jesteburg (Frau Meyer, Bauamt)`. */
export function assigneeText({ name, note, done, unreached }: Assignee, { reader }: Formats): string {
  const isGerman = reader.lang === 'de'
  const marks = [
    note,
    unreached && (isGerman ? 'nur über Koordination' : 'through the coordinators only'),
    done && (isGerman ? 'erledigt' : 'done'),
  ].filter(Boolean)
  return marks.length > 0 ? `${name} (${marks.join('; ')})` : name
}

const people = ({ assignees }: Task, read: Formats) =>
  assignees.length > 0 && md`${assignees.map((one) => assigneeText(one, read)).join(', ')}`
const tagged = ({ tags }: Task) => tags.length > 0 && md`${tags.map((tag) => `#${tag}`).join(' ')}`

/** `„Text“ · wer · bis wann · #tags`: what every text about a task consists of. */
export const taskParts = (task: Task, read: Formats): Markdown =>
  joined([quoted(task.text, read), people(task, read), task.due && by(task.due, read), tagged(task)])

/** What a task is, in one line. */
export const taskLine = (task: Task, read: Formats): Markdown => md`${task.id} ${taskParts(task, read)}`

/** The same as the end of a sentence; a text that has its own full stop gets no second one. */
function taskEnd(task: Task, read: Formats, group?: string): Markdown {
  const more = joined([
    people(task, read),
    task.due && by(task.due, read),
    tagged(task),
    group !== undefined && md`${group}`,
  ])
  return more.source === '' ? quotedEnd(task.text, read) : md`${quoted(task.text, read)} · ${more}.`
}

const quotedEnd = (text: string, { reader }: Formats) => (reader.lang === 'de' ? quotedDe(text) : quotedEn(text))

/** A new task, and how to change it. `group`: where it is not clear from the room. */
export const taskCreated = template<Task & { group?: string | undefined }>({
  de: (task, read) =>
    md`Aufgabe ${task.id} notiert: ${taskEnd(task, read, task.group)} Ändern: einfach hierauf antworten.`,
  en: (task, read) => md`Task ${task.id} noted: ${taskEnd(task, read, task.group)} To change it, just reply to this.`,
})

/** A task that somebody was given, told in person. */
export const taskAssigned = template<Task & { group: string; from: string }>({
  de: (task, read) =>
    md`Neue Aufgabe von ${task.from}: ${taskLine(task, read)} (${task.group}). Antworten Sie mit „erledigt“, „bis <Datum>“ oder „an <Person>“.`,
  en: (task, read) =>
    md`New task from ${task.from}: ${taskLine(task, read)} (${task.group}). Reply with “done”, “by <date>” or “to <person>”.`,
})

/** A task as it is after a change. */
export const taskChanged = template<Task>({
  de: (task, read) => md`${task.id} geändert: ${taskEnd(task, read)}`,
  en: (task, read) => md`${task.id} changed: ${taskEnd(task, read)}`,
})

export const taskDoing = template<Task>({
  de: (task, read) => md`${task.id} ist in Arbeit: ${taskEnd(task, read)}`,
  en: (task, read) => md`${task.id} is in progress: ${taskEnd(task, read)}`,
})

export const taskReopened = template<Task>({
  de: (task, read) => md`${task.id} ist wieder offen: ${taskEnd(task, read)}`,
  en: (task, read) => md`${task.id} is open again: ${taskEnd(task, read)}`,
})

export const taskDone = template<Task>({
  de: ({ id, text }, read) => md`${id} erledigt: ${quotedEnd(text, read)}`,
  en: ({ id, text }, read) => md`${id} done: ${quotedEnd(text, read)}`,
})

/** One of several administrations has done its part. */
export const taskPartDone = template<Task & { administration: string; left: string[] }>({
  de: ({ id, text, administration, left }, read) =>
    md`${id} für ${administration} erledigt: ${quotedEnd(text, read)} Noch offen: ${left.join(', ')}.`,
  en: ({ id, text, administration, left }, read) =>
    md`${id} done for ${administration}: ${quotedEnd(text, read)} Still open: ${left.join(', ')}.`,
})

/** Nothing to do any more; `administration`: which part of it. */
export const taskAlreadyDone = template<
  Task & { administration?: string | undefined; who?: string | undefined; at: Date }
>({
  de: ({ id, text, administration, who, at }, read) =>
    md`${id} ${quoted(text, read)} ist${administration !== undefined && ` für ${administration}`} schon erledigt, seit ${read.date(at)}${who !== undefined && ` durch ${who}`}.`,
  en: ({ id, text, administration, who, at }, read) =>
    md`${id} ${quoted(text, read)} has been done${administration !== undefined && ` for ${administration}`} already, on ${read.date(at)}${who !== undefined && ` by ${who}`}.`,
})

export const taskCancelled = template<Task & { reason: string | null }>({
  de: ({ id, text, reason }, read) =>
    md`${id} abgebrochen: ${reason ? md`${quoted(text, read)}, Grund: ${ended(reason)}` : quotedEnd(text, read)} Wieder öffnen: ${code(`!aufgabe ${id} öffnen`)}`,
  en: ({ id, text, reason }, read) =>
    md`${id} cancelled: ${reason ? md`${quoted(text, read)}, reason: ${ended(reason)}` : quotedEnd(text, read)} To open it again: ${code(`!task ${id} open`)}`,
})

export const taskNoted = template<Task & { note: string }>({
  de: ({ id, text, note }, read) => md`Notiz zu ${id} ${quoted(text, read)}: ${note}`,
  en: ({ id, text, note }, read) => md`Note on ${id} ${quoted(text, read)}: ${note}`,
})

export const taskReason = template<Task & { reason: string }>({
  de: ({ id, text, reason }, read) => md`Grund zu ${id} ${quoted(text, read)}: ${reason}`,
  en: ({ id, text, reason }, read) => md`Reason for ${id} ${quoted(text, read)}: ${reason}`,
})

/** One of several ticks was taken off; the others stand. */
export const taskStaysDone = template<Task>({
  de: ({ id, text }, read) => md`${id} ${quoted(text, read)} bleibt erledigt: Es ist noch ein Haken gesetzt.`,
  en: ({ id, text }, read) => md`${id} ${quoted(text, read)} stays done: there is still a tick on it.`,
})

/** What somebody else has done with a task, told in person. */
export const taskToldBy = template<{ who: string; group: string; say: Say }>({
  de: ({ who, group, say }, read) => md`${who} in ${group}: ${read.say(say)}`,
  en: ({ who, group, say }, read) => md`${who} in ${group}: ${read.say(say)}`,
})

/** Several answers under each other. */
export const together = template<{ says: Say[] }>({
  de: ({ says }, read) => lines(...says.map((say) => read.say(say))),
  en: ({ says }, read) => lines(...says.map((say) => read.say(say))),
})
