import { clockText } from './clock-time.ts'
import { expand } from './expand.ts'
import { finishMoment } from './finish.ts'
import { anchored, isOpen, type Rule, ruleText } from './rule.ts'
import type { TimeValue } from './time-range.ts'
import { phraseOf, type Scan } from './tokens.ts'
import type { Resolved, WhenProblem } from './types.ts'
import { addDays, instantOf, localDay } from './zone.ts'

const FARTHEST_DAYS = 5 * 366

/** The first date of a rule: still today when its time is to come, else after today; `from` is the earliest day. */
export function firstOf(
  scan: Scan,
  rule: Rule,
  time: TimeValue | undefined,
  where: { from?: string; span: [number, number]; allDay?: boolean },
): Resolved | { problem: WhenProblem } {
  const { timeZone, sentAt } = scan.options
  const earliest = where.from ?? (time ? scan.today : addDays(scan.today, isOpen(rule) ? 0 : 1))
  const clock = time ? clockText(time.from.minutes % 1440) : '00:00'
  const begin = instantOf(earliest, clock, timeZone)
  // The interval counts from the first date, so it plays no part in finding it; without a day of its own it counts from now.
  const interval = isOpen(rule) ? rule.interval : 1
  const text = ruleText({ ...anchored(rule, earliest), interval, count: undefined })
  const cutoff = time && sentAt > begin ? sentAt : begin
  const end = new Date(begin.getTime() + FARTHEST_DAYS * 86_400_000)
  const later = isOpen(rule) && !time && !where.from ? new Date(cutoff.getTime() + 1) : cutoff
  const [at] = expand({ rule: text, start: begin, timeZone }, later, end, 1, false)
  if (!at) return { problem: { kind: 'not-understood', phrase: phraseOf(scan, ...where.span) } }
  const result = finishMoment(scan, where.span, { day: { day: localDay(at, timeZone) }, time, allDay: where.allDay })
  return result.ok ? result.value : { problem: result.problem }
}
