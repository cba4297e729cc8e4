import { cutSpans, startsClean } from './cut.ts'
import { leadAt, opensDeadline, readAfterLead } from './deadline-lead.ts'
import { isRange } from './deadline-range.ts'
import { contentEnd, unreadable } from './deadline-refusal.ts'
import { looksLikeDate } from './likeness.ts'
import { phraseOf, type Read, type Scan, scanText, wordAt } from './tokens.ts'
import type { Taken, WhenOptions, WhenProblem, WhenResult } from './types.ts'

/** Takes `bis …`, `spätestens …`, `Frist: …`, `by …` with its date out of free text; no other word is eaten. */
export function takeDeadline(text: string, options: WhenOptions): Taken {
  const scan = scanText(text, options, false)
  let problem: WhenProblem | undefined
  for (let at = scan.tokens.length - 1; at >= 0; at--) {
    const lead = leadAt(scan, at)
    if (!lead || !startsClean(scan, at) || opensDeadline(scan, at - 1)) continue
    const read = readAfterLead(scan, lead.next)
    if (read && isRange(scan, at)) continue
    if (read) return taken(scan, at, read)
    problem ??= unreadable(scan, at, lead)
  }
  return problem ? { problem } : { text }
}

/** Takes `am <Datum>` from the end or the start of a text; a future day is left to the caller to refuse. */
export function takeDay(text: string, options: WhenOptions): Taken {
  const scan = scanText(text, options, false)
  const last = scan.tokens.findLastIndex((_, at) => isDayLead(scan, at))
  if (last < 0) return { text }
  const end = contentEnd(scan, last + 1)
  for (const at of [last, 0]) {
    const read = isDayLead(scan, at) ? readAfterLead(scan, at + 1) : undefined
    if (read && (at === 0 || read.next >= end)) return taken(scan, at, read)
  }
  const mistyped = end - last <= 4 && looksLikeDate(scan, last + 1)
  return mistyped ? { problem: { kind: 'not-understood', phrase: phraseOf(scan, last, end) } } : { text }
}

function taken(scan: Scan, at: number, read: Read<WhenResult>): Taken {
  if (!read.value.ok) return { problem: read.value.problem }
  return { text: cutSpans(scan, [[at, read.next]]), when: read.value.value }
}

function isDayLead(scan: Scan, at: number): boolean {
  return (wordAt(scan, at) === 'am' || wordAt(scan, at) === 'on') && startsClean(scan, at)
}
