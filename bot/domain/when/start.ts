import { cutSpans } from './cut.ts'
import { finishMoment } from './finish.ts'
import { firstOf } from './first.ts'
import { isMistyped, isNumericDate } from './likeness.ts'
import { findMeetingParts, type MeetingParts, type Placed } from './meeting-parts.ts'
import type { Moment } from './moment.ts'
import { anchored, type Rule, ruleText } from './rule.ts'
import { phraseOf, type Scan, scanText, wordAt } from './tokens.ts'
import type { Recurrence, Resolved, TakenStart, WhenOptions, WhenProblem } from './types.ts'
import { addDays, instantOf } from './zone.ts'

/** A meeting's text longer than this holds no date worth looking for. */
const LONGEST = 20_000

/** Takes date, time, length and recurrence out of the text of a meeting, wherever they stand; title and place remain. */
export function takeStart(text: string, options: WhenOptions): TakenStart {
  if (text.length > LONGEST) return { text }
  const scan = scanText(text, options, true)
  const parts = findMeetingParts(scan)
  const chosen = choose(scan, parts)
  const problem =
    chosen.rule && 'problem' in chosen.rule.value ? chosen.rule.value.problem : severalDays(scan, parts, chosen)
  if (problem) return { problem }
  const rule = chosen.rule && 'rule' in chosen.rule.value ? chosen.rule.value.rule : undefined
  const dateless = !chosen.day && !rule && !chosen.from
  const wrong = dateless ? mistyped(scan) : undefined
  if (wrong) return wrong
  const start = settle(scan, parts, chosen, rule)
  if (start && 'problem' in start) return start
  if (!start) return { text: cutSpans(scan, spansOf(parts, chosen)), ...lengthOf(parts, undefined) }
  const ended = rule && endedBefore(scan, parts, start)
  if (ended) return { problem: ended }
  const recurrence = rule && recurrenceOf(scan, parts, rule, start)
  return {
    text: cutSpans(scan, spansOf(parts, chosen)),
    start,
    ...lengthOf(parts, start),
    ...(recurrence ? { recurrence } : {}),
  }
}

type Chosen = {
  day?: Placed<Moment>
  time?: Placed<Moment>
  rule?: MeetingParts['rules'][number]
  until?: boolean
  from?: boolean
}

/** Of several dates the one with a time counts, else the first that is not what the title speaks of ("Protokoll vom 3.3."). */
function choose(scan: Scan, parts: MeetingParts): Chosen {
  const rule = parts.rules[0]
  const days = parts.moments.filter(({ value }) => value.day || value.at)
  const own = days.filter(({ span }) => !['vom', 'von', 'der', 'des', 'zur'].includes(wordAt(scan, span[0])))
  const day = days.find(({ value }) => value.time || value.at) ?? own[0] ?? days[0]
  const time =
    day?.value.time || day?.value.at ? undefined : parts.moments.find(({ value }) => value.time && !value.day)
  return { day, time, rule, until: rule && parts.untils.length > 0, from: parts.froms.length > 0 && !day }
}

function settle(
  scan: Scan,
  parts: MeetingParts,
  chosen: Chosen,
  rule: Rule | undefined,
): Resolved | { problem: WhenProblem } | undefined {
  const from = chosen.from ? parts.froms[0] : undefined
  const allDay = parts.allDays.length > 0 ? { allDay: true } : {}
  const day = chosen.day?.value.day ?? (rule ? undefined : from?.value)
  const time = chosen.day?.value.time ?? chosen.time?.value.time
  const moment: Moment = { ...chosen.day?.value, day, time, ...(time ? {} : allDay) }
  if (!rule && !chosen.day && !chosen.time && !from) return undefined
  const span = (chosen.day ?? from ?? chosen.time)?.span ?? parts.rules[0]!.span
  if (!rule || chosen.day) return unwrap(finishMoment(scan, span, moment))
  if (from && 'problem' in from.value) return { problem: from.value.problem }
  return firstOf(scan, rule, time, { from: from && 'day' in from.value ? from.value.day : undefined, span, ...allDay })
}

function unwrap(result: ReturnType<typeof finishMoment>): Resolved | { problem: WhenProblem } {
  return result.ok ? result.value : { problem: result.problem }
}

function recurrenceOf(scan: Scan, parts: MeetingParts, rule: Rule, start: Resolved): Recurrence {
  const until = parts.untils[0]?.value
  return { rule: ruleText(anchored(rule, start.day), until && 'day' in until ? untilText(scan, until.day) : undefined) }
}

/** A series that ends before its first date. */
function endedBefore(scan: Scan, parts: MeetingParts, start: Resolved): WhenProblem | undefined {
  const until = parts.untils[0]
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

function spansOf(parts: MeetingParts, chosen: Chosen): [number, number][] {
  const used: (Placed<unknown> | undefined)[] = [
    chosen.day,
    chosen.time,
    chosen.rule,
    parts.lengths[0],
    ...parts.allDays,
  ]
  if (chosen.until) used.push(parts.untils[0])
  if (chosen.from) used.push(parts.froms[0])
  return used.filter((part) => part !== undefined).map(({ span }) => span)
}

/** A text that begins like a date or holds a mistyped one is asked back rather than planned without a date. */
function mistyped(scan: Scan): { problem: WhenProblem } | undefined {
  const at = isNumericDate(scan, 0) ? 0 : scan.tokens.findIndex(({ kind, text }) => kind === 'word' && isMistyped(text))
  return at < 0 ? undefined : { problem: { kind: 'not-understood', phrase: phraseOf(scan, at, at + 1) } }
}
