import { unended } from './decisions.ts'
import { beginOf, type Span, spanOf, timesOf } from './meeting-when.ts'
import type { Shown } from './meetings.ts'
import { ruleOf } from './recurrence.ts'
import { scopeNames } from './scope.ts'
import { type Formats, joined, lines, type Markdown, md, template } from './template.ts'

type DateLine = Span & {
  place: string | null
  url: string | null
  movedFrom: Date | null
  isCancelled: boolean
  reason: string | null
}

/** One line of a meeting's history; `who` is left out where no persons are named. */
export type Line = {
  at: Date
  who?: string | undefined
  action: string
  detail: Record<string, string | number | null>
}

type WithHistory = Shown & {
  group: string
  author?: string | undefined
  scope: keyof typeof scopeNames
  isCancelled: boolean
  /** No reason at all: planned by mistake. */
  reason: string | null
  isOver: boolean
  /** Dates of a series to come. */
  next: DateLine[]
  history: Line[]
}

/** A meeting with all that is known of it. */
export const meetingShown = template<WithHistory>({
  de: (data, read) =>
    lines(
      joined([
        md`**${data.id}** „${data.title}“`,
        md`${data.group}`,
        data.scope !== 'group' && md`Sichtbarkeit: ${scopeNames[data.scope].de}`,
      ]),
      data.isCancelled && (data.reason === null ? md`Fehleintrag` : md`Abgesagt. Grund: ${data.reason}`),
      joined([md`${whenOf(data, read)}`, data.isOver && md`vorbei`]),
      data.place !== null && md`Ort: ${data.place}`,
      data.url !== null && md`Link: ${data.url}`,
      data.next.length > 0 && md`Nächste Termine:`,
      ...data.next.map((date) => dateDe(date, read)),
      data.author !== undefined && md`Geplant von ${data.author}`,
      data.history.length > 0 && md`Verlauf:`,
      ...data.history.map(
        (line) =>
          md`- ${read.moment(line.at)}: ${doneDe(line, data, read)}${line.who !== undefined && ` (${line.who})`}`,
      ),
    ),
  en: (data, read) =>
    lines(
      joined([
        md`**${data.id}** “${data.title}”`,
        md`${data.group}`,
        data.scope !== 'group' && md`Scope: ${scopeNames[data.scope].en}`,
      ]),
      data.isCancelled && (data.reason === null ? md`Wrong entry` : md`Cancelled. Reason: ${data.reason}`),
      joined([md`${whenOf(data, read)}`, data.isOver && md`over`]),
      data.place !== null && md`Place: ${data.place}`,
      data.url !== null && md`Link: ${data.url}`,
      data.next.length > 0 && md`Next dates:`,
      ...data.next.map((date) => dateEn(date, read)),
      data.author !== undefined && md`Planned by ${data.author}`,
      data.history.length > 0 && md`History:`,
      ...data.history.map(
        (line) =>
          md`- ${read.moment(line.at)}: ${doneEn(line, data, read)}${line.who !== undefined && ` (${line.who})`}`,
      ),
    ),
})

function whenOf(data: WithHistory, read: Formats): string {
  if (data.rule === null) return spanOf(data, read)
  const rule = ruleOf({ ...data, rule: data.rule }, read)
  return `${rule.charAt(0).toUpperCase()}${rule.slice(1)}, ${timesOf(data, read)}`
}

/** The old begin of a moved date, in the meeting's zone. */
const beginAt = (at: Date | string, { minutes, allDay, timeZone }: Span, read: Formats) =>
  beginOf({ startsAt: new Date(at), minutes, allDay, timeZone }, read)

const dateDe = (date: DateLine, read: Formats) =>
  md`- ${joined([md`${spanOf(date, read)}`, date.isCancelled && md`abgesagt: ${unended(date.reason ?? '')}`, date.movedFrom !== null && md`verschoben von ${beginAt(date.movedFrom, date, read)}`, date.place !== null && md`${date.place}`, date.url !== null && md`${date.url}`])}`
const dateEn = (date: DateLine, read: Formats) =>
  md`- ${joined([md`${spanOf(date, read)}`, date.isCancelled && md`cancelled: ${unended(date.reason ?? '')}`, date.movedFrom !== null && md`moved from ${beginAt(date.movedFrom, date, read)}`, date.place !== null && md`${date.place}`, date.url !== null && md`${date.url}`])}`

const FIELDS: Record<string, { de: string; en: string }> = {
  title: { de: 'Titel', en: 'title' },
  place: { de: 'Ort', en: 'place' },
  url: { de: 'Link', en: 'link' },
  minutes: { de: 'Dauer', en: 'duration' },
}

function doneDe({ action, detail }: Line, span: Span, read: Formats): Markdown {
  const at = (value: string | number | null | undefined) => (value ? beginAt(String(value), span, read) : '')
  const because = detail['reason'] ? `, Grund: ${unended(String(detail['reason']))}` : ''
  if (action === 'created') return md`geplant`
  if (action === 'moved') return md`verschoben von ${at(detail['from'])} auf ${at(detail['to'])}${because}`
  if (action === 'date-cancelled') return md`${at(detail['from'])} abgesagt${because}`
  if (action === 'cancelled') return md`abgesagt${because}`
  if (action === 'scope') return md`Sichtbarkeit ${scopeNames[String(detail['to']) as keyof typeof scopeNames]?.de}`
  const field = FIELDS[action]
  if (field)
    return md`${field.de}${detail['date'] && ` am ${at(detail['date'])}`}: ${withUnit(action, detail['to'])}${detail['from'] && `, vorher ${withUnit(action, detail['from'])}`}`
  return action === 'undone' ? md`letzten Befehl zurückgenommen` : md`geändert`
}

function doneEn({ action, detail }: Line, span: Span, read: Formats): Markdown {
  const at = (value: string | number | null | undefined) => (value ? beginAt(String(value), span, read) : '')
  const because = detail['reason'] ? `, reason: ${unended(String(detail['reason']))}` : ''
  if (action === 'created') return md`planned`
  if (action === 'moved') return md`moved from ${at(detail['from'])} to ${at(detail['to'])}${because}`
  if (action === 'date-cancelled') return md`${at(detail['from'])} cancelled${because}`
  if (action === 'cancelled') return md`cancelled${because}`
  if (action === 'scope') return md`scope ${scopeNames[String(detail['to']) as keyof typeof scopeNames]?.en}`
  const field = FIELDS[action]
  if (field)
    return md`${field.en}${detail['date'] && ` on ${at(detail['date'])}`}: ${withUnit(action, detail['to'])}${detail['from'] && `, before ${withUnit(action, detail['from'])}`}`
  return action === 'undone' ? md`last command taken back` : md`changed`
}

const withUnit = (action: string, value: string | number | null | undefined) =>
  `${value ?? ''}${action === 'minutes' ? ' min' : ''}`
