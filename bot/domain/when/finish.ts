import { type Clock, clockText } from './clock-time.ts'
import type { Moment } from './moment.ts'
import { phraseOf, type Scan } from './tokens.ts'
import type { Resolved, WhenProblem, WhenResult } from './types.ts'
import { addDays, daysBetween, instantOf, localDay, localTime } from './zone.ts'

const FARTHEST_DAYS = 50 * 366

/** Makes an instant of what was read, or says why it cannot be one. */
export function finishMoment(scan: Scan, span: [from: number, next: number], moment: Moment): WhenResult {
  const phrase = phraseOf(scan, ...span)
  if (moment.at) return finishInstant(scan, phrase, moment.at)
  const day = moment.day ?? { day: scan.today }
  if ('problem' in day) return { ok: false, problem: day.problem }
  const far = tooFar(scan, phrase, day.day)
  if (far) return { ok: false, problem: far }
  const open = moment.time && openHalf(scan, day.day, moment.time.from)
  if (open === 'asked') return { ok: false, problem: { kind: 'ambiguous', phrase, choices: halves(moment.time!.from) } }
  const clock = open === 'late' ? moment.time!.from.minutes + 720 : moment.time?.from.minutes
  const value =
    clock === undefined ? wholeDay(scan, day.day, moment.allDay) : timed(scan, day.day, clock, moment.time?.to?.minutes)
  const problem = gap(scan, phrase, value) ?? past(scan, phrase, value)
  return problem ? { ok: false, problem } : { ok: true, value }
}

function finishInstant(scan: Scan, phrase: string, at: Date): WhenResult {
  const zone = scan.options.timeZone
  const limit = scan.options.sentAt.getTime() + FARTHEST_DAYS * 86_400_000
  if (at.getTime() > limit) return { ok: false, problem: { kind: 'too-far', phrase } }
  return { ok: true, value: { at, day: localDay(at, zone), time: localTime(at, zone) } }
}

/** An hour before 7 said the spoken way ("halb drei") may be meant for the afternoon; today it must be when the early one is over. */
function openHalf(scan: Scan, day: string, clock: Clock): 'asked' | 'late' | undefined {
  if (!clock.vague || clock.minutes >= 420) return undefined
  const [early, late] = halves(clock).map((time) => instantOf(day, time, scan.options.timeZone))
  return early! < scan.options.sentAt && late! >= scan.options.sentAt && scan.options.use !== 'past' ? 'late' : 'asked'
}

function halves(clock: Clock): string[] {
  return [clockText(clock.minutes), clockText(clock.minutes + 720)]
}

function tooFar(scan: Scan, phrase: string, day: string): WhenProblem | undefined {
  const days = daysBetween(scan.today, day)
  const back = scan.options.use === 'past' && days < -4 * FARTHEST_DAYS
  return days > FARTHEST_DAYS || back ? { kind: 'too-far', phrase } : undefined
}

function wholeDay(scan: Scan, day: string, allDay: boolean | undefined): Resolved {
  return { at: instantOf(day, '00:00', scan.options.timeZone), day, ...(allDay ? { allDay } : {}) }
}

/** A deadline at 24:00 is the whole day; for all else 24:00 is the begin of the next one. */
function timed(scan: Scan, day: string, minutes: number, end: number | undefined): Resolved {
  if (minutes >= 1440 && scan.options.use === 'deadline') return wholeDay(scan, day, undefined)
  const local = minutes >= 1440 ? addDays(day, 1) : day
  const time = clockText(minutes % 1440)
  const endTime = end === undefined ? {} : { endTime: clockText(end % 1440) }
  return { at: instantOf(local, time, scan.options.timeZone), day: local, time, ...endTime }
}

function gap(scan: Scan, phrase: string, value: Resolved): WhenProblem | undefined {
  const next = localTime(value.at, scan.options.timeZone)
  return value.time && next !== value.time ? { kind: 'no-such-time', phrase, day: value.day, next } : undefined
}

function past(scan: Scan, phrase: string, value: Resolved): WhenProblem | undefined {
  if (scan.options.use === 'past') return undefined
  const over = value.time ? value.at < scan.options.sentAt : value.day < scan.today
  return over ? { kind: 'past', phrase, day: value.day, ...(value.time ? { time: value.time } : {}) } : undefined
}
