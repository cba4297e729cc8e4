import { cutSpans } from './cut.ts'
import { finishMoment } from './finish.ts'
import { firstOf } from './first.ts'
import { isMistyped, isNumericDate } from './likeness.ts'
import { type Chosen, chooseParts, chosenSpans, chosenTime } from './meeting-choice.ts'
import { findMeetingParts, type MeetingParts } from './meeting-parts.ts'
import { anchored, type Rule, ruleText } from './rule.ts'
import { phraseOf, type Scan, scanText } from './tokens.ts'
import type { Recurrence, Resolved, TakenStart, WhenOptions, WhenProblem } from './types.ts'
import { addDays, instantOf } from './zone.ts'

/** A meeting's text longer than this holds no date worth looking for. */
const LONGEST = 20_000

/** Takes date, time, length and recurrence out of the text of a meeting, wherever they stand; title and place remain. */
export function takeStart(text: string, options: WhenOptions): TakenStart {
  if (text.length > LONGEST) return { text }
  const scan = scanText(text, options, true)
  const parts = findMeetingParts(scan)
  const chosen = chooseParts(scan, parts)
  const rule = chosen.rule && 'rule' in chosen.rule.value ? chosen.rule.value.rule : undefined
  const problem = contradiction(scan, parts, chosen)
  if (problem) return { problem }
  const start = settle(scan, parts, chosen, rule)
  if (start && 'problem' in start) return start
  const title = cutSpans(scan, chosenSpans(parts, chosen))
  if (!start) return { text: title, ...lengthOf(parts, undefined) }
  const ended = rule && endedBefore(scan, chosen, start)
  if (ended) return { problem: ended }
  return {
    text: title,
    start,
    ...lengthOf(parts, start),
    ...(rule ? { recurrence: recurrenceOf(scan, chosen, rule, start) } : {}),
  }
}

/** What makes a text unusable before any date is settled. */
function contradiction(scan: Scan, parts: MeetingParts, chosen: Chosen): WhenProblem | undefined {
  if (chosen.rule && 'problem' in chosen.rule.value) return chosen.rule.value.problem
  return severalDays(scan, parts, chosen) ?? (chosen.day || chosen.rule || chosen.from ? undefined : mistyped(scan))
}

function settle(
  scan: Scan,
  parts: MeetingParts,
  chosen: Chosen,
  rule: Rule | undefined,
): Resolved | { problem: WhenProblem } | undefined {
  const { from } = chosen
  const time = chosenTime(chosen)
  const allDay = parts.allDays.length > 0 && !time ? { allDay: true } : {}
  const placed = chosen.day ?? from ?? chosen.time ?? chosen.rule
  if (!placed) return undefined
  if (!rule || chosen.day) {
    const result = finishMoment(scan, placed.span, {
      ...chosen.day?.value,
      day: chosen.day?.value.day ?? from?.value,
      time,
      ...allDay,
    })
    return result.ok ? result.value : { problem: result.problem }
  }
  if (from && 'problem' in from.value) return { problem: from.value.problem }
  return firstOf(scan, rule, time, {
    from: from && 'day' in from.value ? from.value.day : undefined,
    span: placed.span,
    ...allDay,
  })
}

function recurrenceOf(scan: Scan, { until }: Chosen, rule: Rule, start: Resolved): Recurrence {
  const end = until && 'day' in until.value ? untilText(scan, until.value.day) : undefined
  return { rule: ruleText(anchored(rule, start.day), end) }
}

/** A series that ends before its first date. */
function endedBefore(scan: Scan, { until }: Chosen, start: Resolved): WhenProblem | undefined {
  if (!until || !('day' in until.value) || until.value.day >= start.day) return undefined
  return { kind: 'not-understood', phrase: phraseOf(scan, ...until.span) }
}

/** The last second of a local day, in UTC as RFC 5545 wants it. */
function untilText(scan: Scan, day: string): string {
  const end = new Date(instantOf(addDays(day, 1), '00:00', scan.options.timeZone).getTime() - 1000)
  return `${end.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
}

/** "12.3. bis 14.3." without a recurrence is no single meeting. */
function severalDays(scan: Scan, parts: MeetingParts, chosen: Chosen): WhenProblem | undefined {
  const until = parts.untils[0]
  if (until && 'problem' in until.value) return until.value.problem
  if (!until || chosen.rule || chosen.day?.span[1] !== until.span[0]) return undefined
  return { kind: 'not-understood', phrase: phraseOf(scan, chosen.day.span[0], until.span[1]) }
}

function lengthOf(parts: MeetingParts, start: Resolved | undefined): { minutes?: number } {
  const written = parts.lengths[0]?.value
  if (written !== undefined) return { minutes: written }
  if (!start?.time || !start.endTime) return {}
  const length = toMinutes(start.endTime) - toMinutes(start.time)
  return { minutes: length > 0 ? length : length + 1440 }
}

function toMinutes(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

/** A text that begins like a date or holds a mistyped one is asked back rather than planned without a date. */
function mistyped(scan: Scan): WhenProblem | undefined {
  const at = isNumericDate(scan, 0) ? 0 : scan.tokens.findIndex(({ kind, text }) => kind === 'word' && isMistyped(text))
  return at < 0 ? undefined : { kind: 'not-understood', phrase: phraseOf(scan, at, at + 1) }
}
