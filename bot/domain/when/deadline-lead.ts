import { endsClean } from './cut.ts'
import { strongWeekday } from './day-week.ts'
import { readMoment } from './moment.ts'
import { isMark, type Read, type Scan, skipMark, skipWords, wordAt } from './tokens.ts'
import type { WhenResult } from './types.ts'
import { LEADS } from './words.ts'

/** How a deadline is announced, and where its date begins. `strict`: it promises a date, where `by` and `due` are common words too. */
export type Lead = { next: number; strict: boolean }

const MORE = new Set('bis zum zur am spaetestens einschliesslich inkl by on at um the latest end'.split(' '))
const QUOTES = '"„“”«»*_\'`'

/** The words at a place that announce a deadline: bis, spätestens bis zum, Frist:, by, due on. */
export function leadAt(scan: Scan, at: number): Lead | undefined {
  const word = wordAt(scan, at)
  const colon = isMark(scan, at + 1, ':')
  if (word === 'frist' || word === 'deadline') {
    return { next: skipMark(scan, skipWords(scan, colon ? at + 2 : at + 1, MORE), ':'), strict: colon }
  }
  if (word === 'bis' || word === 'until' || word === 'till') return { next: leadEnd(scan, at + 1), strict: true }
  if (word === 'due') return { next: leadEnd(scan, colon ? at + 2 : at + 1), strict: false }
  return word === 'spaetestens' || word === 'by' ? { next: leadEnd(scan, at + 1), strict: false } : undefined
}

/** Whether a deadline begins here already: of "bis spätestens" the first word is its begin. */
export function opensDeadline(scan: Scan, at: number): boolean {
  return ['bis', 'spaetestens', 'due'].includes(wordAt(scan, at))
}

/** Reads the date after `bis` or `am`, also in quotes, when nothing is grown on to it. */
export function readAfterLead(scan: Scan, at: number): Read<WhenResult> | undefined {
  const from = skipMark(scan, skipMark(scan, at, QUOTES), QUOTES)
  const named = skipWords(scan, from, LEADS)
  const weak = wordAt(scan, named) === 'so' && !strongWeekday(scan, named) && !isMark(scan, named + 1, '@#')
  const read = weak ? undefined : readMoment(scan, from)
  if (!read || !endsClean(scan, read.next)) return undefined
  // "Was bis heute fehlt" speaks of the past; "bis heute 16 Uhr" does not.
  if (wordAt(scan, from) === 'heute' && read.next === from + 1 && wordAt(scan, read.next) !== '') return undefined
  const closed = from > at ? skipMark(scan, skipMark(scan, read.next, QUOTES), QUOTES) : read.next
  return { value: read.value, next: closed }
}

/** "bis spätestens zum", but never the words that a date itself begins with. */
function leadEnd(scan: Scan, at: number): number {
  let next = at
  while (next < at + 4 && MORE.has(wordAt(scan, next)) && !readMoment(scan, next)) next++
  return next
}
