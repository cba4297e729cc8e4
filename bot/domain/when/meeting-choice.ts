import type { NamedDay } from './day.ts'
import type { MeetingParts, Placed } from './meeting-parts.ts'
import type { Moment } from './moment.ts'
import type { RuleValue } from './recurrence-read.ts'
import type { TimeValue } from './time-range.ts'
import { type Scan, wordAt } from './tokens.ts'

/** What of a meeting's text is taken for its date; all else belongs to the title. */
export type Chosen = {
  day?: Placed<Moment>
  time?: Placed<Moment>
  end?: MeetingParts['ends'][number]
  rule?: Placed<RuleValue>
  until?: Placed<NamedDay>
  from?: Placed<NamedDay>
}

/** Of several dates the one with a time counts, else the first that the title does not speak of ("Protokoll vom 3.3."). */
export function chooseParts(scan: Scan, parts: MeetingParts): Chosen {
  const rule = parts.rules[0]
  const days = parts.moments.filter(({ value }) => value.day || value.at)
  const own = days.filter(({ span }) => !['vom', 'von', 'der', 'des', 'zur'].includes(wordAt(scan, span[0])))
  const day = days.find(({ value }) => value.time || value.at) ?? own[0] ?? days[0]
  const timed = day?.value.time || day?.value.at
  const time = timed ? undefined : parts.moments.find(({ value }) => value.time && !value.day)
  const open = (day?.value.time ?? time?.value.time) && !(day?.value.time ?? time?.value.time)?.to
  return {
    day,
    time,
    rule,
    until: rule && parts.untils[0],
    from: day ? undefined : parts.froms[0],
    end: open ? parts.ends[0] : undefined,
  }
}

/** The time of day that was chosen, with the end that was written apart from it ("10 Uhr Runde bis 12 Uhr"). */
export function chosenTime({ day, time, end }: Chosen): TimeValue | undefined {
  const found = day?.value.time ?? time?.value.time
  return found && end ? { ...found, to: end.value } : found
}

/** Where all that stands that was taken. */
export function chosenSpans(parts: MeetingParts, { day, time, end, rule, until, from }: Chosen): [number, number][] {
  const used: (Placed<unknown> | undefined)[] = [day, time, end, rule, until, from, parts.lengths[0], ...parts.allDays]
  return used.filter((part) => part !== undefined).map(({ span }) => span)
}
