import { unended } from './decisions.ts'
import { scopeNames } from './scope.ts'
import { assigneeText, type Due, dueText, type Task } from './tasks.ts'
import { type Formats, joined, lines, type Markdown, md, template } from './template.ts'

type Status = 'open' | 'doing' | 'done' | 'cancelled'
type Event = { at: Date; who: string; action: string; detail: Record<string, string | null>; names: string[] }
type Shown = Task & {
  group: string
  status: Status
  reason: string | null
  author: string
  createdAt: Date
  scope: keyof typeof scopeNames
  history: Event[]
}

const statusDe = { open: 'offen', doing: 'in Arbeit', done: 'erledigt', cancelled: 'abgebrochen' }
const statusEn = { open: 'open', doing: 'in progress', done: 'done', cancelled: 'cancelled' }

/** What a status is called. */
export const statusName = (status: Status, { reader }: Formats) => (reader.lang === 'de' ? statusDe : statusEn)[status]

/** A task with all that is known of it. The first-named of several is in charge. */
export const taskShown = template<Shown>({
  de: (task, read) =>
    lines(
      joined([
        md`**Aufgabe ${task.id}**`,
        md`${task.group}`,
        md`${isWithdrawn(task) ? 'Fehleintrag' : statusDe[task.status]}`,
      ]),
      md`„${task.text}“`,
      joined([
        peopleDe(task, read),
        task.due && md`vorgesehen bis ${dueText(task.due, read)}`,
        tags(task),
        task.scope !== 'group' && md`Sichtbarkeit: ${scopeNames[task.scope].de}`,
      ]),
      task.reason !== null && md`Grund: ${task.reason}`,
      md`Angelegt von ${task.author} am ${read.date(task.createdAt)}.`,
      task.history.length > 1 && md`Verlauf:`,
      ...(task.history.length > 1 ? task.history.map((event) => line(event, read, doneDe)) : []),
    ),
  en: (task, read) =>
    lines(
      joined([
        md`**Task ${task.id}**`,
        md`${task.group}`,
        md`${isWithdrawn(task) ? 'wrong entry' : statusEn[task.status]}`,
      ]),
      md`“${task.text}”`,
      joined([
        peopleEn(task, read),
        task.due && md`planned by ${dueText(task.due, read)}`,
        tags(task),
        task.scope !== 'group' && md`Scope: ${scopeNames[task.scope].en}`,
      ]),
      task.reason !== null && md`Reason: ${task.reason}`,
      md`Made by ${task.author} on ${read.date(task.createdAt)}.`,
      task.history.length > 1 && md`History:`,
      ...(task.history.length > 1 ? task.history.map((event) => line(event, read, doneEn)) : []),
    ),
})

/** Taken back as a whole: cancelled without anybody having cancelled it. */
const isWithdrawn = ({ status, history }: Shown) =>
  status === 'cancelled' && !history.some(({ action, detail }) => action === 'status' && detail['to'] === 'cancelled')

const tags = ({ tags: own }: Task) => own.length > 0 && md`${own.map((tag) => `#${tag}`).join(' ')}`

function peopleDe({ assignees }: Task, read: Formats): Markdown {
  const [first, ...others] = assignees.map((one) => assigneeText(one, read))
  if (first === undefined) return md`niemand zugeordnet`
  return others.length === 0 ? md`zuständig: ${first}` : md`federführend: ${first}; außerdem: ${others.join(', ')}`
}

function peopleEn({ assignees }: Task, read: Formats): Markdown {
  const [first, ...others] = assignees.map((one) => assigneeText(one, read))
  if (first === undefined) return md`nobody assigned`
  return others.length === 0 ? md`assigned: ${first}` : md`in charge: ${first}; also: ${others.join(', ')}`
}

const line = (event: Event, read: Formats, done: (event: Event, read: Formats) => Markdown): Markdown =>
  md`- ${read.moment(event.at)}: ${done(event, read)} (${event.who})`

function dueIn({ detail }: Event, which: 'from' | 'to'): Due | undefined {
  const [day, at] = [detail[`${which}Day`], detail[which]]
  return day && at ? { day, at: new Date(at), timed: Boolean(detail[`${which}Time`]) } : undefined
}

const words = (detail: Event['detail'], name: string) => detail[name] ?? ''

function doneDe(event: Event, read: Formats): Markdown {
  const { action, detail, names } = event
  const due = dueIn(event, 'to')
  if (action === 'created') return detail['sourceEventId'] ? md`aus einer Nachricht angelegt` : md`angelegt`
  if (action === 'due') return due ? md`vorgesehen bis ${dueText(due, read)}` : md`ohne Termin`
  if (action === 'assigned') return names.length > 0 ? md`an ${names.join(', ')}` : md`niemandem zugeordnet`
  if (action === 'text') return md`neuer Text, vorher „${words(detail, 'from')}“`
  if (action === 'tags') return md`Schlagworte ${words(detail, 'added')}`
  if (action === 'note') return md`Notiz: ${words(detail, 'text')}`
  if (action === 'reason') return md`Grund: ${words(detail, 'text')}`
  if (action === 'part') return md`für ${words(detail, 'administration')} erledigt`
  if (action === 'untick') return md`Reaktion zurückgenommen`
  if (action === 'scope') return md`Sichtbarkeit ${scopeNames[words(detail, 'to') as keyof typeof scopeNames]?.de}`
  if (action === 'undone') return md`letzten Befehl zurückgenommen`
  if (action !== 'status') return md`geändert`
  return md`${statusDe[words(detail, 'to') as Status]}${detail['administration'] && ` für ${detail['administration']}`}${detail['reason'] && md`, Grund: ${unended(detail['reason'])}`}`
}

function doneEn(event: Event, read: Formats): Markdown {
  const { action, detail, names } = event
  const due = dueIn(event, 'to')
  if (action === 'created') return detail['sourceEventId'] ? md`made from a message` : md`made`
  if (action === 'due') return due ? md`planned by ${dueText(due, read)}` : md`no date`
  if (action === 'assigned') return names.length > 0 ? md`to ${names.join(', ')}` : md`assigned to nobody`
  if (action === 'text') return md`new text, before “${words(detail, 'from')}”`
  if (action === 'tags') return md`tags ${words(detail, 'added')}`
  if (action === 'note') return md`note: ${words(detail, 'text')}`
  if (action === 'reason') return md`reason: ${words(detail, 'text')}`
  if (action === 'part') return md`done for ${words(detail, 'administration')}`
  if (action === 'untick') return md`reaction taken back`
  if (action === 'scope') return md`scope ${scopeNames[words(detail, 'to') as keyof typeof scopeNames]?.en}`
  if (action === 'undone') return md`last command taken back`
  if (action !== 'status') return md`changed`
  return md`${statusEn[words(detail, 'to') as Status]}${detail['administration'] && ` for ${detail['administration']}`}${detail['reason'] && md`, reason: ${unended(detail['reason'])}`}`
}
