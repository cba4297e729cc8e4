import { type Clock, readClock } from './clock-time.ts'
import { endsClean, startsClean } from './cut.ts'
import { type NamedDay, readDay } from './day.ts'
import { type Moment, readMomentParts } from './moment.ts'
import { type RuleValue, readRecurrence } from './recurrence-read.ts'
import { readSpan } from './span.ts'
import { isGlued, isMark, numberAt, type Read, type Scan, skipMark, skipWords, wordAt } from './tokens.ts'

/** Where something stands in a text. */
export type Placed<T> = { value: T; span: [from: number, next: number] }

/** All that a meeting's text says about when. */
export type MeetingParts = {
  moments: Placed<Moment>[]
  rules: Placed<RuleValue>[]
  lengths: Placed<number>[]
  allDays: Placed<true>[]
  /** `ab 1.3.` of a series and `bis Ende März`. */
  froms: Placed<NamedDay>[]
  untils: Placed<NamedDay>[]
  /** `bis 12 Uhr`. */
  ends: Placed<Clock>[]
}

const LENGTH_LEADS = new Set(['dauer', 'dauert', 'ca', 'circa', 'fuer', 'for', 'laenge', 'etwa', 'about', 'duration'])
const FROM = new Set(['ab', 'beginnend', 'starting', 'beginning', 'erstmals', 'from'])

/** Finds dates, times, lengths and recurrences anywhere in a text; linear in its length. */
export function findMeetingParts(scan: Scan): MeetingParts {
  const parts: MeetingParts = { moments: [], rules: [], lengths: [], allDays: [], froms: [], untils: [], ends: [] }
  for (let at = 0; at < scan.tokens.length; ) {
    const next = startsClean(scan, at) ? readPart(scan, at, parts) : undefined
    at = next ?? at + 1
  }
  return parts
}

function readPart(scan: Scan, at: number, parts: MeetingParts): number | undefined {
  return (
    keep(parts.rules, scan, at, readRecurrence(scan, at)) ??
    keep(
      parts.untils,
      scan,
      at,
      ['bis', 'until', 'till'].includes(wordAt(scan, at)) ? readDay(scan, at + 1) : undefined,
    ) ??
    keep(parts.ends, scan, at, readEnd(scan, at)) ??
    keep(parts.froms, scan, at, FROM.has(wordAt(scan, at)) ? readDay(scan, at + 1) : undefined) ??
    keep(parts.allDays, scan, at, readAllDay(scan, at)) ??
    keep(parts.lengths, scan, at, readLength(scan, at, parts)) ??
    keep(parts.moments, scan, at, readMomentParts(scan, at))
  )
}

function keep<T>(list: Placed<T>[], scan: Scan, at: number, read: Read<T> | undefined): number | undefined {
  if (!read || read.next <= at || !endsClean(scan, read.next)) return undefined
  list.push({ value: read.value, span: [at, read.next] })
  return read.next
}

function readEnd(scan: Scan, at: number): Read<Clock> | undefined {
  const clock = ['bis', 'until', 'till'].includes(wordAt(scan, at)) ? readClock(scan, at + 1) : undefined
  return clock?.value.marked ? clock : undefined
}

function readAllDay(scan: Scan, at: number): Read<true> | undefined {
  if (['ganztaegig', 'ganztags'].includes(wordAt(scan, at))) return { value: true, next: at + 1 }
  return wordAt(scan, at) === 'all' && wordAt(scan, at + 1) === 'day' ? { value: true, next: at + 2 } : undefined
}

/** Minutes of 90 min, 1,5 Stunden, Dauer: 2 h. "14 h" is a time of day unless one stands before it. */
function readLength(scan: Scan, at: number, parts: MeetingParts): Read<number> | undefined {
  const from = skipWords(scan, at, LENGTH_LEADS)
  const marked = from > at ? skipMark(scan, skipMark(scan, from, '.'), ':') : from
  const start = skipWords(scan, marked, LENGTH_LEADS)
  const clock = readHourMinutes(scan, start)
  if (clock) return clock
  const span = readSpan(scan, start)
  if (!span || (span.value.unit !== 'minute' && span.value.unit !== 'hour')) return undefined
  const short = wordAt(scan, span.next - 1) === 'h'
  const timed = parts.moments.some(({ value }) => value.time !== undefined)
  if (short && span.value.count >= 7 && !timed && start === at) return undefined
  const minutes = Math.round(span.value.count * (span.value.unit === 'hour' ? 60 : 1))
  const rest = short ? numberAt(scan, span.next, 2) : undefined
  const more = rest !== undefined && isGlued(scan, span.next)
  const total = minutes + (more ? rest : 0)
  return total >= 1 && total <= 60 * 24 * 14 ? { value: total, next: more ? span.next + 1 : span.next } : undefined
}

/** 1:30 h, 2:00 Stunden. */
function readHourMinutes(scan: Scan, at: number): Read<number> | undefined {
  const [hours, minutes] = [numberAt(scan, at, 1, 1), numberAt(scan, at + 2, 2)]
  const unit = ['h', 'std', 'stunden', 'hours'].includes(wordAt(scan, at + 3))
  if (hours === undefined || minutes === undefined || !unit || hours > 6 || !isMark(scan, at + 1, ':')) return undefined
  return { value: hours * 60 + minutes, next: at + 4 }
}
