import { type Clock, inHalf } from './clock-time.ts'
import { type NamedDay, readDay } from './day.ts'
import { finishMoment } from './finish.ts'
import { readSpan } from './span.ts'
import { readTime, type TimeValue } from './time-range.ts'
import { isGlued, isMark, type Read, type Scan, skipMark, skipWords, wordAt } from './tokens.ts'
import type { WhenResult } from './types.ts'
import { DAY_PARTS, type DayPart, JOINS } from './words.ts'

/** What was read of a moment before it is settled. */
export type Moment = { day?: NamedDay; time?: TimeValue; allDay?: boolean; at?: Date }

/** Reads a day with or without a time, a time alone, or both in either order, as far as the words belong to it. */
export function readMoment(scan: Scan, at: number): Read<WhenResult> | undefined {
  const read = readMomentParts(scan, at)
  return read && { value: finishMoment(scan, [at, read.next], read.value), next: read.next }
}

/** The same, not yet settled: day and time as they stand there. */
export function readMomentParts(scan: Scan, at: number): Read<Moment> | undefined {
  return readSoon(scan, at) ?? readTonight(scan, at) ?? readDayThenTime(scan, at) ?? readTimeThenDay(scan, at)
}

/** In 2 Stunden, in half an hour: an instant counted from now. */
function readSoon(scan: Scan, at: number): Read<Moment> | undefined {
  if (!['in', 'within', 'binnen'].includes(wordAt(scan, at))) return undefined
  const span = readSpan(scan, skipWords(scan, at + 1, new Set(['etwa', 'about', 'den', 'naechsten', 'the', 'next'])))
  if (!span || (span.value.unit !== 'hour' && span.value.unit !== 'minute')) return undefined
  const minutes = Math.round(span.value.count * (span.value.unit === 'hour' ? 60 : 1))
  const start = Math.floor(scan.options.sentAt.getTime() / 60_000)
  return { value: { at: new Date((start + Math.min(minutes, 100_000_000)) * 60_000) }, next: span.next }
}

/** Tonight, this afternoon, heute: a part of today in words of its own. */
function readTonight(scan: Scan, at: number): Read<Moment> | undefined {
  const tonight = wordAt(scan, at) === 'tonight'
  const part = tonight ? 'evening' : ['this', 'diesen'].includes(wordAt(scan, at)) ? wordAt(scan, at + 1) : ''
  if (!DAY_PARTS.has(part) || part === 'morgen') return undefined
  const next = tonight ? at + 1 : at + 2
  return readTimeAfter(scan, next, { day: scan.today }, part)
}

function readDayThenTime(scan: Scan, at: number): Read<Moment> | undefined {
  const day = readDay(scan, at)
  if (!day) return undefined
  const part = readPart(scan, day.next)
  const named = part?.value ?? day.value.part
  return readTimeAfter(scan, part?.next ?? day.next, day.value, named)
}

function readTimeAfter(scan: Scan, after: number, day: NamedDay, part: string | undefined): Read<Moment> {
  const iso = wordAt(scan, after) === 't' && isGlued(scan, after) && isGlued(scan, after + 1)
  const from = iso ? after + 1 : skipMark(scan, after, ',')
  const allDay = ['ganztaegig', 'ganztags'].includes(wordAt(scan, from))
    ? 1
    : wordAt(scan, from) === 'all' && wordAt(scan, from + 1) === 'day'
      ? 2
      : 0
  if (allDay) return { value: { day, allDay: true }, next: from + allDay }
  const time = readTime(scan, from, true) ?? readTime(scan, skipWords(scan, from, JOINS), true)
  const half = part === undefined ? undefined : DAY_PARTS.get(part)
  if (time) return { value: { day, time: half ? shifted(time.value, half.half) : time.value }, next: time.next }
  return half ? { value: { day, time: { from: partClock(half.time) } }, next: after } : { value: { day }, next: after }
}

/** Früh, Nachmittag, in the morning: after a day only, where `morgen` cannot be tomorrow. */
function readPart(scan: Scan, at: number): Read<string> | undefined {
  const lead = skipWords(scan, at, new Set(['am', 'in', 'the', 'gegen', 'zum', 'zu', 'at']))
  const word = wordAt(scan, lead)
  return DAY_PARTS.has(word) ? { value: word, next: lead + 1 } : undefined
}

function readTimeThenDay(scan: Scan, at: number): Read<Moment> | undefined {
  const time = readTime(scan, at, false)
  if (!time) return undefined
  const day = readDay(scan, skipMark(scan, time.next, ','))
  if (!day || isMark(scan, time.next, ';')) return { value: { time: time.value }, next: time.next }
  const part = readPart(scan, day.next)
  const named = part?.value ?? day.value.part
  const half = named === undefined ? undefined : DAY_PARTS.get(named)
  return {
    value: { day: day.value, time: half ? shifted(time.value, half.half) : time.value },
    next: part?.next ?? day.next,
  }
}

function shifted(time: TimeValue, half: DayPart['half']): TimeValue {
  return { from: inHalf(time.from, half), ...(time.to ? { to: inHalf(time.to, half) } : {}) }
}

function partClock(time: string): Clock {
  const [hour, minute] = time.split(':')
  return { minutes: Number(hour) * 60 + Number(minute), marked: true, vague: false }
}
