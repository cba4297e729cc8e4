import { readDay } from './day.ts'
import { readMoment } from './moment.ts'
import { isMark, type Scan, wordAt } from './tokens.ts'
import { MONTHS, WEEKDAYS } from './words.ts'

const FROM = new Set(['von', 'vom', 'zwischen', 'from', 'between'])

/** Whether the date after `bis` ends a range and is no deadline: von Montag bis Freitag, Mo bis Fr, 8 bis 16 Uhr, 3. bis 5. März. */
export function isRange(scan: Scan, at: number): boolean {
  if (!['bis', 'until', 'till'].includes(wordAt(scan, at))) return false
  if (followsFrom(scan, at)) return true
  const before = wordAt(scan, at - 1)
  const led = ['am', 'on', 'im', 'in', 'ende', 'mitte', 'anfang'].includes(wordAt(scan, at - 2))
  if (WEEKDAYS.has(before)) return WEEKDAYS.has(wordAt(scan, at + 1)) && !led
  if (MONTHS.has(before)) return MONTHS.has(wordAt(scan, at + 1)) && !led && !isMark(scan, at - 2, '.')
  if (endsTime(scan, at)) return readDay(scan, at + 1) === undefined
  return isMark(scan, at - 1, '.') && scan.tokens[at - 2]?.kind === 'number' && scan.tokens[at + 1]?.kind === 'number'
}

/** Whether `bis` joins things that are no dates: von A bis Z, Seite 3 bis 7, Klasse 5 bis 10, Mo bis Fr. */
export function spansThings(scan: Scan, at: number, next: number): boolean {
  const from = [1, 2, 3, 4, 5].some((back) => FROM.has(wordAt(scan, at - back)))
  const [before, after] = [scan.tokens[at - 1], scan.tokens[next]]
  const short = before?.text.length === 1 && after?.text.length === 1
  const weekdays = WEEKDAYS.has(wordAt(scan, at - 1)) && WEEKDAYS.has(wordAt(scan, next))
  return from || short || weekdays || (before?.kind === 'number' && after?.kind === 'number')
}

/** Whether a `von` stands before, whose date or number ends right before `bis`. */
function followsFrom(scan: Scan, at: number): boolean {
  for (let from = at - 2; from >= Math.max(0, at - 6); from--) {
    if (!FROM.has(wordAt(scan, from))) continue
    const day = readMoment(scan, from + 1) ?? readDay(scan, from)
    return day?.next === at || (from === at - 2 && scan.tokens[at - 1]?.kind === 'number')
  }
  return false
}

/** Whether an hour ends right before: 10 bis, 10 Uhr bis, 10:30 bis. */
function endsTime(scan: Scan, at: number): boolean {
  const before = scan.tokens[at - 1]
  if (before?.text === 'uhr') return true
  return before?.kind === 'number' && (Number(before.text) <= 24 || isMark(scan, at - 2, ':'))
}
