import type { Lead } from './deadline-lead.ts'
import { spansThings } from './deadline-range.ts'
import { looksLikeDate } from './likeness.ts'
import { isMark, numberAt, phraseOf, type Scan, wordAt } from './tokens.ts'
import type { WhenProblem } from './types.ts'

/** Words after `bis` that make it something else than a deadline. */
const NO_DATE = new Set(
  'zu auf hin dahin jetzt heute dato in ins im an ans unter ueber und oder wann hierher vor nach kurz bald gleich hoch herunter now then further such you we i he she they it'.split(
    ' ',
  ),
)

/** "Bis Sankt Nimmerlein": more words than these are a sentence. */
const LONGEST_TAIL = 4

/** What `bis` promises and does not hold: surely mistyped dates anywhere, any few words at the end. */
export function unreadable(scan: Scan, at: number, lead: Lead): WhenProblem | undefined {
  const end = contentEnd(scan, lead.next)
  if (looksLikeDate(scan, lead.next)) return refused(scan, at, Math.min(end, lead.next + 3))
  const tail = end - lead.next
  const other = NO_DATE.has(wordAt(scan, lead.next)) || spansThings(scan, at, lead.next) || goesOn(scan, lead.next, end)
  if (!lead.strict || tail < 1 || tail > LONGEST_TAIL || other) return undefined
  const first = scan.tokens[lead.next]
  const amount = first?.kind === 'number' && (tail > 1 || !isHourOrYear(scan, lead.next))
  return first?.kind === 'mark' || amount ? undefined : refused(scan, at, end)
}

/** Where the words from a place on end: before persons, tags and closing marks; the whole length when that is far. */
export function contentEnd(scan: Scan, from: number): number {
  const near = scan.tokens.slice(from, from + LONGEST_TAIL + 2)
  const tagged = near.findIndex((token) => (token.text === '@' || token.text === '#') && !token.glued)
  let end = tagged < 0 ? scan.tokens.length : from + tagged
  while (end > from && isMark(scan, end - 1, '.!?,;')) end--
  return end
}

function refused(scan: Scan, at: number, end: number): WhenProblem {
  return { kind: 'not-understood', phrase: phraseOf(scan, at, end) }
}

/** Whether the sentence goes on after the end of the range: "Weg bis Schule sanieren" names no time. */
function goesOn(scan: Scan, from: number, end: number): boolean {
  const last = phraseOf(scan, end - 1, end)
  return end - from >= 2 && /^\p{Ll}+(?:en|ern|eln)$/u.test(last) && /^\p{Lu}/u.test(phraseOf(scan, from, from + 1))
}

/** "Bis 17", "bis 2027": meant as a time, yet not enough for one. */
function isHourOrYear(scan: Scan, at: number): boolean {
  const year = numberAt(scan, at, 4, 4)
  const current = Number(scan.today.slice(0, 4))
  return numberAt(scan, at) !== undefined || (year !== undefined && year >= current && year < current + 50)
}
