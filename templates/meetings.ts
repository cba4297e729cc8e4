import { ended } from './decisions.ts'
import { beginOf, type Span, spanOf, timesOf } from './meeting-when.ts'
import { ruleOf } from './recurrence.ts'
import { code, type Formats, joined, lines, md, type Say, template } from './template.ts'

/** A meeting or one date of it, as it is named and placed. `rule`: of the series that it is a date of. */
export type Shown = Span & {
  id: string
  title: string
  rule: string | null
  place: string | null
  url: string | null
}

/** Title and id: „Quartalsrunde“ (S5). */
export const nameDe = ({ id, title }: { id: string; title: string }) => md`„${title}“ (${id})`
export const nameEn = ({ id, title }: { id: string; title: string }) => md`“${title}” (${id})`

const where = ({ place, url }: Shown) => [place !== null && md`${place}`, url !== null && md`${url}`]

/** A meeting or a series was planned. `next`: the first dates of a series. `tells`: says that its members may change it by a reply. */
export const meetingPlanned = template<Shown & { next: Span[] }>({
  de: ({ next, ...data }, read) =>
    data.rule === null
      ? joined([md`Sitzung ${data.id} geplant: „${data.title}“`, ...stateOf(data, read), md`${replyDe}`])
      : lines(
          joined([md`Sitzungsreihe ${data.id} geplant: „${data.title}“`, ...stateOf(data, read)]),
          md`Nächste Termine: ${firstDates(next, read)}`,
          md`${replyDe}`,
        ),
  en: ({ next, ...data }, read) =>
    data.rule === null
      ? joined([md`Meeting ${data.id} planned: “${data.title}”`, ...stateOf(data, read), md`${replyEn}`])
      : lines(
          joined([md`Series ${data.id} planned: “${data.title}”`, ...stateOf(data, read)]),
          md`Next dates: ${firstDates(next, read)}`,
          md`${replyEn}`,
        ),
})

const replyDe = 'Ändern: einfach hierauf antworten.'
const replyEn = 'To change it, just reply.'

const firstDates = (next: Span[], read: Formats) => next.map((span) => beginOf(span, read)).join('; ')

/** One date was moved; `data` is how it is now. `isNext`: of a series, without saying which. */
export const meetingMoved = template<Shown & { from: Span; isNext: boolean; reason?: string | undefined }>({
  de: (data, read) =>
    joined(
      [
        md`Verschoben: ${nameDe(data)} von ${beginOf(data.from, read)} auf ${joined([md`${spanOf(data, read)}`, ...where(data)])}.`,
        data.reason !== undefined && md`Grund: ${ended(data.reason)}`,
        data.rule !== null &&
          (data.isNext
            ? md`Das ist der nächste Termin der Reihe; die übrigen bleiben.`
            : md`Die übrigen Termine der Reihe bleiben.`),
      ],
      ' ',
    ),
  en: (data, read) =>
    joined(
      [
        md`Moved: ${nameEn(data)} from ${beginOf(data.from, read)} to ${joined([md`${spanOf(data, read)}`, ...where(data)])}.`,
        data.reason !== undefined && md`Reason: ${ended(data.reason)}`,
        data.rule !== null &&
          (data.isNext
            ? md`This is the next date of the series; the others stay.`
            : md`The other dates of the series stay.`),
      ],
      ' ',
    ),
})

/** One date was cancelled, or a single meeting. */
export const dateCancelled = template<Shown & { isNext: boolean; reason: string }>({
  de: (data, read) =>
    joined(
      [
        md`Abgesagt: ${nameDe(data)} am ${spanOf(data, read)}. Grund: ${ended(data.reason)}`,
        data.rule !== null &&
          (data.isNext
            ? md`Das ist der nächste Termin der Reihe; die übrigen bleiben.`
            : md`Die übrigen Termine der Reihe bleiben.`),
      ],
      ' ',
    ),
  en: (data, read) =>
    joined(
      [
        md`Cancelled: ${nameEn(data)} on ${spanOf(data, read)}. Reason: ${ended(data.reason)}`,
        data.rule !== null &&
          (data.isNext
            ? md`This is the next date of the series; the others stay.`
            : md`The other dates of the series stay.`),
      ],
      ' ',
    ),
})

export const seriesCancelled = template<{ id: string; title: string; reason: string }>({
  de: (data) => md`Die ganze Sitzungsreihe ${nameDe(data)} ist abgesagt. Grund: ${ended(data.reason)}`,
  en: (data) => md`The whole series ${nameEn(data)} is cancelled. Reason: ${ended(data.reason)}`,
})

/** Title, place, address or length were put right; `date`: for this one alone. */
export const meetingCorrected = template<Shown & { date?: Span | undefined }>({
  de: (data, read) => joined([md`Geändert: ${nameDe(data)}`, ...stateOf(data, read)]),
  en: (data, read) => joined([md`Changed: ${nameEn(data)}`, ...stateOf(data, read)]),
})

const stateOf = (data: Shown & { date?: Span | undefined }, read: Formats) => [
  md`${data.date ? spanOf(data.date, read) : data.rule === null ? spanOf(data, read) : `${ruleOf({ ...data, rule: data.rule }, read)}, ${timesOf(data, read)}`}`,
  ...where(data),
]

/** The same said to the person who did it in a direct message. */
export const toldTheGroup = template<{ say: Say; group: string }>({
  de: ({ say, group }, read) => joined([read.say(say), md`In der Gruppe ${group} steht es auch.`], ' '),
  en: ({ say, group }, read) => joined([read.say(say), md`It stands in ${group} too.`], ' '),
})

type Listed = { rows: (Shown & { group?: string | undefined })[]; total: number; group?: string | undefined }

/** The next meetings by time; in a direct message each with its group. */
export const meetingList = template<Listed>({
  de: ({ rows, total, group }, read) =>
    lines(
      md`**Nächste Sitzungen**${group !== undefined && md` · ${group}`}`,
      ...rows.map(
        (row) =>
          md`- ${joined([md`${spanOf(row, read)}: ${nameDe(row)}`, row.group !== undefined && md`${row.group}`, ...where(row), repeatOf(row, read)])}`,
      ),
      total > rows.length && md`… und ${total - rows.length} weitere: ${code('!sitzungen alle')}`,
    ),
  en: ({ rows, total, group }, read) =>
    lines(
      md`**Next meetings**${group !== undefined && md` · ${group}`}`,
      ...rows.map(
        (row) =>
          md`- ${joined([md`${spanOf(row, read)}: ${nameEn(row)}`, row.group !== undefined && md`${row.group}`, ...where(row), repeatOf(row, read)])}`,
      ),
      total > rows.length && md`… and ${total - rows.length} more: ${code('!meetings all')}`,
    ),
})

const repeatOf = ({ rule, timeZone }: Shown, read: Formats) => rule !== null && md`${ruleOf({ rule, timeZone }, read)}`

export const noMeetings = template({
  de: () => md`Es ist keine Sitzung geplant. Planen: ${code('!sitzung 20.03. 10 Uhr Quartalsrunde')}`,
  en: () => md`No meeting is planned. To plan one: ${code('!meeting 20 March 10:00 Budget round')}`,
})

type Reminder = Shown & {
  group: string
  kind: 'day' | 'soon'
  isLate: boolean
  daysAhead: number
  minutesAhead: number
}

/** The reminder in the room, the day before and 15 minutes before. */
export const meetingReminder = template<Reminder>({
  de: (data, read) =>
    md`${data.isLate && 'Verspätet: '}${whenDe(data)}${spanOf(data, read)}: ${joined([md`${data.group}`, nameDe(data), ...where(data)], ', ')}.`,
  en: (data, read) =>
    md`${data.isLate && 'Late: '}${whenEn(data)}${spanOf(data, read)}: ${joined([md`${data.group}`, nameEn(data), ...where(data)], ', ')}.`,
})

function whenDe({ kind, daysAhead, minutesAhead }: Reminder): string {
  if (kind === 'soon') return minutesAhead === 1 ? 'In einer Minute, ' : `In ${minutesAhead} Minuten, `
  return daysAhead === 1 ? 'Morgen, ' : daysAhead === 0 ? 'Heute, ' : ''
}

function whenEn({ kind, daysAhead, minutesAhead }: Reminder): string {
  if (kind === 'soon') return minutesAhead === 1 ? 'In one minute, ' : `In ${minutesAhead} minutes, `
  return daysAhead === 1 ? 'Tomorrow, ' : daysAhead === 0 ? 'Today, ' : ''
}
