import { yearAt } from './day-written.ts'
import { type Part, readPeriod, unitPeriod } from './period.ts'
import { type DayValue, isMark, type Read, type Scan, skipWords, wordAt } from './tokens.ts'
import { addDays, weekdayOf } from './zone.ts'

const PARTS: ReadonlyMap<string, Part> = new Map([
  ['ende', 'end'],
  ['end', 'end'],
  ['mitte', 'middle'],
  ['middle', 'middle'],
  ['mid', 'middle'],
  ['anfang', 'begin'],
  ['beginn', 'begin'],
  ['start', 'begin'],
  ['beginning', 'begin'],
])

const COMPOUNDS: ReadonlyMap<string, ['week' | 'month' | 'quarter' | 'year', Part]> = new Map([
  ['monatsende', ['month', 'end']],
  ['ultimo', ['month', 'end']],
  ['eom', ['month', 'end']],
  ['monatsmitte', ['month', 'middle']],
  ['monatsanfang', ['month', 'begin']],
  ['quartalsende', ['quarter', 'end']],
  ['quartalsanfang', ['quarter', 'begin']],
  ['jahresende', ['year', 'end']],
  ['jahresmitte', ['year', 'middle']],
  ['jahresanfang', ['year', 'begin']],
  ['eoy', ['year', 'end']],
  ['wochenmitte', ['week', 'middle']],
  ['wochenende', ['week', 'end']],
  ['weekend', ['week', 'end']],
  ['eow', ['week', 'end']],
])

/** Reads a part of a period: Ende März, Mitte nächster Woche, Quartalsende, im März, nächsten Monat. */
export function readPeriodDay(scan: Scan, at: number): Read<DayValue> | undefined {
  return readPart(scan, at) ?? readCompound(scan, at) ?? readWhole(scan, at)
}

function readPart(scan: Scan, at: number): Read<DayValue> | undefined {
  const part = PARTS.get(wordAt(scan, at))
  if (!part) return undefined
  const from = wordAt(scan, at) === 'mid' && isMark(scan, at + 1, '-') ? at + 2 : at + 1
  const day = ['day', 'tages'].includes(wordAt(scan, skipWords(scan, from, new Set(['of', 'the', 'des']))))
  if (part === 'end' && day)
    return { value: { day: scan.today }, next: skipWords(scan, from, new Set(['of', 'the', 'des'])) + 1 }
  const period = readPeriod(scan, from)
  return period && { value: period.value.dayOf(part), next: period.next }
}

/** Monatsende on its own is always the next one, Jahresende 2027 that of its year. */
function readCompound(scan: Scan, at: number): Read<DayValue> | undefined {
  const word = wordAt(scan, at)
  if (word === 'tagesende' || word === 'eod') return { value: { day: scan.today }, next: at + 1 }
  const found = COMPOUNDS.get(word)
  if (!found) return undefined
  const [unit, part] = found
  const year = unit === 'year' ? yearAt(scan, at + 1) : undefined
  const ahead = year === undefined ? 0 : year - Number(scan.today.slice(0, 4))
  if (word.startsWith('w') && word !== 'wochenmitte' && scan.options.use === 'start')
    return { value: { day: saturday(scan) }, next: at + 1 }
  const day = unitPeriod(scan, unit, ahead, false).dayOf(part)
  const over = year === undefined && 'day' in day && day.day < scan.today && scan.options.use !== 'past'
  const value = over ? unitPeriod(scan, unit, 1, false).dayOf(part) : day
  return { value, next: year === undefined ? at + 1 : at + 2 }
}

function readWhole(scan: Scan, at: number): Read<DayValue> | undefined {
  const led = ['im', 'in', 'der', 'die'].includes(wordAt(scan, at))
  const period = readPeriod(scan, led ? at + 1 : at)
  if (!period || period.value.kind === 'year') return undefined
  if (scan.free && !period.value.named) return undefined
  return { value: period.value.dayOf('whole'), next: period.next }
}

function saturday(scan: Scan): string {
  return addDays(scan.today, (13 - weekdayOf(scan.today)) % 7)
}
