import { type Formats, formats } from './template.ts'

/** When a meeting is. It reads in its own zone, where people meet. */
export type Span = { startsAt: Date; minutes: number; allDay: boolean; timeZone: string }

const MINUTE_MS = 60_000
const DAY_MINUTES = 1440

/** `Do., 12.03.2026, 10:00–12:00 Uhr`, `Thu, 12 March 2026, 10:00–12:00`; the zone is named to readers of another one. */
export function spanOf(span: Span, read: Formats): string {
  const { startsAt, minutes, allDay } = span
  const there = formats({ ...read.reader, timeZone: span.timeZone })
  const isGerman = read.reader.lang === 'de'
  const until = isGerman ? ' bis ' : ' to '
  if (allDay) return `${daysOf(span, there, until)}, ${isGerman ? 'ganztägig' : 'all day'}${zoneOf(span, read)}`
  const end = new Date(+startsAt + minutes * MINUTE_MS)
  const clock = isGerman ? ' Uhr' : ''
  if (minutes >= DAY_MINUTES) return `${there.moment(startsAt)}${until}${there.moment(end)}${zoneOf(span, read)}`
  return `${there.date(startsAt)}, ${there.time(startsAt)}–${there.time(end)}${clock}${zoneOf(span, read)}`
}

/** The begin alone: `Do., 12.03.2026, 10:00 Uhr`; of whole days the day. */
export function beginOf(span: Span, read: Formats): string {
  const there = formats({ ...read.reader, timeZone: span.timeZone })
  return span.allDay ? there.date(span.startsAt) : `${there.moment(span.startsAt)}${zoneOf(span, read)}`
}

/** `10:00–12:00 Uhr`, without the day. */
export function timesOf(span: Span, read: Formats): string {
  const there = formats({ ...read.reader, timeZone: span.timeZone })
  if (span.allDay) return read.reader.lang === 'de' ? 'ganztägig' : 'all day'
  const end = new Date(+span.startsAt + span.minutes * MINUTE_MS)
  return `${there.time(span.startsAt)}–${there.time(end)}${read.reader.lang === 'de' ? ' Uhr' : ''}${zoneOf(span, read)}`
}

const zoneOf = ({ timeZone }: Span, { reader }: Formats) => (reader.timeZone === timeZone ? '' : ` (${timeZone})`)

/** Days that clocks change on are an hour longer or shorter, so the last day is looked for at its noon. */
function daysOf({ startsAt, minutes }: Span, there: Formats, until: string): string {
  const last = new Date(+startsAt + (minutes - DAY_MINUTES / 2) * MINUTE_MS)
  const [from, to] = [there.date(startsAt), there.date(last)]
  return from === to ? from : `${from}${until}${to}`
}
