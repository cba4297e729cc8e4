import { readNearDay } from './day-near.ts'
import { readOrdinalWeekday } from './day-ordinal.ts'
import { readPeriodDay } from './day-period.ts'
import { readWeekdayDay, strongWeekday } from './day-week.ts'
import { afterOrdinal, readWrittenDay } from './day-written.ts'
import { settleYear } from './settle-day.ts'
import { type DayValue, numberAt, type Read, type Scan, skipWords, wordAt } from './tokens.ts'
import { LEADS, ORDINALS, POINTERS } from './words.ts'
import { addMonths, dayOf } from './zone.ts'

/** A day, with the part of it that was named in one word (Freitagabend). */
export type NamedDay = DayValue & { part?: string }

/** Reads a day in any of its forms, with the words that lead to it. */
export function readDay(scan: Scan, at: number): Read<NamedDay> | undefined {
  const from = skipWords(scan, at, LEADS)
  if (scan.free && !strongWeekday(scan, from)) return undefined
  return (
    readWrittenDay(scan, from) ??
    readOrdinalWeekday(scan, from) ??
    readWeekdayDay(scan, from) ??
    readNearDay(scan, from) ??
    readPeriodDay(scan, from) ??
    readDayOfMonth(scan, from, from > at)
  )
}

/** Am 3., zum 15., the 12th, am dritten: the next such day; am 12. des Monats, am 3. nächsten Monats. */
function readDayOfMonth(scan: Scan, at: number, led: boolean): Read<DayValue> | undefined {
  const day = numberAt(scan, at) ?? (led ? ORDINALS.get(wordAt(scan, at)) : undefined)
  const next = afterOrdinal(scan, at)
  const marked = next > at + 1 || ORDINALS.has(wordAt(scan, at))
  if (day === undefined || day < 1 || day > 31 || !marked || (scan.free && !led)) return undefined
  const monthly = readOfMonth(scan, at, next, day)
  if (monthly) return monthly
  const ends = wordAt(scan, next) === '' || ['um', 'at', 'ab', 'gegen', 'von', 'from'].includes(wordAt(scan, next))
  if (!ends || (scan.tokens[next]?.kind === 'number' && scan.tokens[next]?.glued)) return undefined
  return { value: nearestDayOfMonth(scan, at, next, day), next }
}

function readOfMonth(scan: Scan, at: number, next: number, day: number): Read<DayValue> | undefined {
  const from = skipWords(scan, next, new Set(['des', 'of', 'the', 'im']))
  const pointer = POINTERS.get(wordAt(scan, from))
  const unit = pointer === undefined ? from : from + 1
  if (!['monats', 'monat', 'month'].includes(wordAt(scan, unit)) || (pointer === undefined && from === next))
    return undefined
  const month = addMonths(`${scan.today.slice(0, 7)}-01`, pointer ?? 0)
  const found = dayOf(Number(month.slice(0, 4)), Number(month.slice(5, 7)), day)
  const phrase = scan.source.slice(scan.tokens[at]!.start, scan.tokens[unit]!.end)
  return { value: found ? { day: found } : { problem: { kind: 'no-such-day', phrase } }, next: unit + 1 }
}

function nearestDayOfMonth(scan: Scan, at: number, next: number, day: number): DayValue {
  const first = `${scan.today.slice(0, 7)}-01`
  const step = scan.options.use === 'past' ? -1 : 1
  for (let months = 0; months <= 2; months++) {
    const month = addMonths(first, months * step)
    const found = dayOf(Number(month.slice(0, 4)), Number(month.slice(5, 7)), day)
    if (found && (step === 1 ? found >= scan.today : found <= scan.today)) return { day: found }
  }
  return settleYear(scan, [at, next], Number(scan.today.slice(0, 4)), () => undefined)
}
