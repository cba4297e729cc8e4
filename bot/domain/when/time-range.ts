import { type Clock, readBareHour, readClock } from './clock-time.ts'
import { isMark, type Read, type Scan, wordAt } from './tokens.ts'

/** A time of day, with its end where a range was written. */
export type TimeValue = { from: Clock; to?: Clock }

const UNTIL = new Set(['bis', 'to', 'until', 'till', 'und', 'and'])

/** Reads 10 Uhr, 10–12 Uhr, von 10 bis 12 Uhr, um 9. `afterDay`: a day stands before it, so 10.30 and 10-12 are times as well. */
export function readTime(scan: Scan, at: number, afterDay: boolean): Read<TimeValue> | undefined {
  const word = wordAt(scan, at)
  const between = word === 'von' || word === 'from' || word === 'zwischen' || word === 'between'
  if (between) return readRange(scan, at + 1, true)
  const joined = word === 'um' || word === 'at' || word === 'gegen' || word === 'ab'
  const from = joined ? at + 1 : at
  const range = readRange(scan, from, afterDay && scan.options.use === 'start')
  if (range) return range
  const clock = readClock(scan, from)
  if (clock && (clock.value.marked || afterDay || joined || !scan.free))
    return { value: { from: clock.value }, next: clock.next }
  const bare = (word === 'um' || word === 'at') && readBareHour(scan, from)
  return bare ? { value: { from: bare.value }, next: bare.next } : undefined
}

function readRange(scan: Scan, at: number, bareAllowed: boolean): Read<TimeValue> | undefined {
  // "From 10 to 12" is no "10 to 12", which is ten minutes before.
  const plain = bareAllowed && wordAt(scan, at + 1) === 'to' && ['from', 'between'].includes(wordAt(scan, at - 1))
  const first = (plain ? readBareHour(scan, at) : undefined) ?? readClock(scan, at) ?? readBareHour(scan, at)
  if (!first || !(isMark(scan, first.next, '-') || UNTIL.has(wordAt(scan, first.next)))) return undefined
  const spoken = UNTIL.has(wordAt(scan, first.next))
  if (spoken && scan.options.use === 'deadline' && !bareAllowed) return undefined
  const start = wordAt(scan, first.next + 1) === 'um' ? first.next + 2 : first.next + 1
  const second = readClock(scan, start) ?? readBareHour(scan, start)
  if (!second || (!first.value.marked && !second.value.marked && !bareAllowed)) return undefined
  if (!first.value.marked && !second.value.marked && first.value.minutes >= second.value.minutes) return undefined
  return { value: settle(first.value, second.value), next: second.next }
}

/** "2–4 pm" means the same half of the day twice. */
function settle(from: Clock, to: Clock): TimeValue {
  const late = !from.marked && from.minutes < 420 && to.minutes >= 780 && from.minutes + 720 < to.minutes
  const open = from.vague && to.vague && to.minutes < 420
  return {
    from: { minutes: late ? from.minutes + 720 : from.minutes, marked: true, vague: open },
    to: { ...to, vague: open },
  }
}
