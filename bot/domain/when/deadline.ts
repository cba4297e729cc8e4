import { cutSpans, endsClean, startsClean } from './cut.ts'
import { readDay } from './day.ts'
import { strongWeekday } from './day-week.ts'
import { looksLikeDate } from './likeness.ts'
import { readMoment } from './moment.ts'
import { isMark, phraseOf, type Read, type Scan, scanText, skipMark, skipWords, wordAt } from './tokens.ts'
import type { Taken, WhenOptions, WhenProblem, WhenResult } from './types.ts'
import { LEADS, WEEKDAYS } from './words.ts'

/** How a deadline is announced: `bis` and its kin promise a date, `by` and `due` are common words too. */
type Lead = { next: number; strict: boolean }

const MORE = new Set([
  'bis',
  'zum',
  'zur',
  'am',
  'spaetestens',
  'einschliesslich',
  'inkl',
  'by',
  'on',
  'at',
  'um',
  'the',
  'latest',
  'end',
])
const NO_DATE = new Set(
  'zu auf hin dahin jetzt dato in ins im an ans unter ueber und oder wann einschliesslich hierher vor nach kurz spaeter bald gleich hoch runter herunter now then further such you we i he she they it'.split(
    ' ',
  ),
)
const LONGEST_TAIL = 4

/** Takes `bis …`, `spätestens …`, `Frist: …`, `by …` with its date out of free text; no other word is eaten. */
export function takeDeadline(text: string, options: WhenOptions): Taken {
  const scan = scanText(text, options, false)
  let problem: WhenProblem | undefined
  for (let at = scan.tokens.length - 1; at >= 0; at--) {
    const lead = leadAt(scan, at)
    if (!lead || !startsClean(scan, at) || isLead(scan, at - 1)) continue
    const read = readAfter(scan, lead.next)
    if (read && isRange(scan, at, read.next)) continue
    if (read) return taken(scan, at, read)
    problem ??= unreadable(scan, at, lead)
  }
  return problem ? { problem } : { text }
}

/** Takes `am <Datum>` from the end or the start of a text. */
export function takeDay(text: string, options: WhenOptions): Taken {
  const scan = scanText(text, options, false)
  const last = scan.tokens.findLastIndex((_, at) => isDayLead(scan, at))
  if (last < 0) return { text }
  const end = contentEnd(scan, last + 1)
  for (const at of [last, 0]) {
    const read = isDayLead(scan, at) ? readAfter(scan, at + 1) : undefined
    if (read && (at === 0 || read.next >= end)) return taken(scan, at, read)
  }
  const mistyped = end - last <= 4 && looksLikeDate(scan, last + 1)
  return mistyped ? { problem: { kind: 'not-understood', phrase: phraseOf(scan, last, end) } } : { text }
}

function taken(scan: Scan, at: number, read: Read<WhenResult>): Taken {
  if (!read.value.ok) return { problem: read.value.problem }
  return { text: cutSpans(scan, [[at, read.next]]), when: read.value.value }
}

function leadAt(scan: Scan, at: number): Lead | undefined {
  const word = wordAt(scan, at)
  if (word === 'frist' || word === 'deadline') {
    const colon = isMark(scan, at + 1, ':')
    return { next: skipMark(scan, skipWords(scan, colon ? at + 2 : at + 1, MORE), ':'), strict: colon }
  }
  if (word === 'bis' || word === 'until' || word === 'till') return { next: leadEnd(scan, at + 1), strict: true }
  if (word === 'spaetestens' || word === 'by' || word === 'due') return { next: leadEnd(scan, at + 1), strict: false }
  return undefined
}

/** Of two words in a row that announce a date ("bis spätestens") the first is the begin. */
function isLead(scan: Scan, at: number): boolean {
  return ['bis', 'spaetestens', 'due'].includes(wordAt(scan, at))
}

/** "bis spätestens zum", but never the words that a date itself begins with. */
function leadEnd(scan: Scan, at: number): number {
  let next = at
  while (next < at + 4 && MORE.has(wordAt(scan, next)) && !readMoment(scan, next)) next++
  return next
}

function readAfter(scan: Scan, at: number): Read<WhenResult> | undefined {
  const named = skipWords(scan, at, LEADS)
  const weak = wordAt(scan, named) === 'so' && !strongWeekday(scan, named) && !isMark(scan, named + 1, '@#')
  const today = wordAt(scan, at) === 'heute' && wordAt(scan, at + 1) !== ''
  const read = weak ? undefined : readMoment(scan, at)
  if (!read || !endsClean(scan, read.next)) return undefined
  // "Was bis heute fehlt" speaks of the past; "bis heute 16 Uhr" does not.
  return today && read.next === at + 1 ? undefined : read
}

/** Whether `bis` joins two ends of a range: von Montag bis Freitag, Mo bis Fr, 8 bis 16 Uhr, 3. bis 5. März. */
function isRange(scan: Scan, at: number, next: number): boolean {
  if (wordAt(scan, at) !== 'bis' && wordAt(scan, at) !== 'until') return false
  const from = rangeStart(scan, at)
  if (from !== undefined) return true
  const before = wordAt(scan, at - 1)
  if (WEEKDAYS.has(before)) return WEEKDAYS.has(wordAt(scan, at + 1)) && wordAt(scan, at - 2) !== 'am'
  const timed =
    before === 'uhr' ||
    (scan.tokens[at - 1]?.kind === 'number' && (Number(scan.tokens[at - 1]!.text) <= 24 || isMark(scan, at - 2, ':')))
  if (timed) return isTimeOnly(scan, at + 1, next)
  return isMark(scan, at - 1, '.') && scan.tokens[at - 2]?.kind === 'number' && scan.tokens[at + 1]?.kind === 'number'
}

/** The place of the `von` whose date or number ends right before `bis`. */
function rangeStart(scan: Scan, at: number): number | undefined {
  for (let from = at - 2; from >= Math.max(0, at - 6); from--) {
    if (!['von', 'vom', 'zwischen', 'from', 'between'].includes(wordAt(scan, from))) continue
    const day = readMoment(scan, from + 1) ?? readDay(scan, from)
    return day?.next === at || (from === at - 2 && scan.tokens[at - 1]?.kind === 'number') ? from : undefined
  }
  return undefined
}

function isTimeOnly(scan: Scan, at: number, next: number): boolean {
  return readDay(scan, at) === undefined && next > at
}

/** What `bis` promises and does not hold: surely mistyped dates anywhere, any few words at the end. */
function unreadable(scan: Scan, at: number, lead: Lead): WhenProblem | undefined {
  const end = contentEnd(scan, lead.next)
  const phrase = phraseOf(scan, at, Math.min(end, lead.next + 3))
  const first = wordAt(scan, lead.next)
  if (first === 'heute') return undefined
  if (looksLikeDate(scan, lead.next)) return { kind: 'not-understood', phrase }
  const tail = end - lead.next
  if (!lead.strict || tail < 1 || tail > LONGEST_TAIL || NO_DATE.has(first) || spansThings(scan, at, lead.next))
    return undefined
  const number = scan.tokens[lead.next]
  if (number?.kind === 'number' && (tail > 1 || number.text.length > 2)) return undefined
  if (number?.kind === 'mark' || goesOn(scan, lead.next, end)) return undefined
  return { kind: 'not-understood', phrase: phraseOf(scan, at, end) }
}

/** Whether the sentence goes on after the end of the range: "Weg bis Schule sanieren" names no time. */
function goesOn(scan: Scan, from: number, end: number): boolean {
  const last = phraseOf(scan, end - 1, end)
  return end - from >= 2 && /^\p{Ll}+(?:en|ern|eln)$/u.test(last) && /^\p{Lu}/u.test(phraseOf(scan, from, from + 1))
}

/** Von A bis Z, Seite 3 bis 7, Klasse 5 bis 10: a range of things. */
function spansThings(scan: Scan, at: number, next: number): boolean {
  const from = [1, 2, 3, 4, 5].some((back) => ['von', 'vom', 'zwischen', 'from'].includes(wordAt(scan, at - back)))
  const [before, after] = [scan.tokens[at - 1], scan.tokens[next]]
  const short = before?.text.length === 1 && after?.text.length === 1
  const weekdays = WEEKDAYS.has(wordAt(scan, at - 1)) && WEEKDAYS.has(wordAt(scan, next))
  return from || short || weekdays || (before?.kind === 'number' && after?.kind === 'number')
}

/** Where the words from a place on end: before persons, tags and closing marks; the whole length when that is far. */
function contentEnd(scan: Scan, from: number): number {
  const near = scan.tokens.slice(from, from + LONGEST_TAIL + 2)
  const tagged = near.findIndex((token) => (token.text === '@' || token.text === '#') && !token.glued)
  let end = tagged < 0 ? scan.tokens.length : from + tagged
  while (end > from && isMark(scan, end - 1, '.!?,;')) end--
  return end
}

function isDayLead(scan: Scan, at: number): boolean {
  return (wordAt(scan, at) === 'am' || wordAt(scan, at) === 'on') && startsClean(scan, at)
}
