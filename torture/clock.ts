import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** From `real` on (milliseconds since 1970) it is `virtual` and time runs `factor` times as fast. */
export type Segment = { real: number; virtual: number; factor: number }

/** Half an hour of the bot's in a second: a working day, from half past seven to half past one, takes 12 s. */
export const FAST = 1800
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Summer time until the end of October, and no public holiday on a working day: the arithmetic of days stays simple. */
const OFFSET_MS = 2 * HOUR_MS
/** A Monday. */
export const BEGIN = Date.parse('2026-06-01T07:00:00+02:00')
/** Behind it no other day comes. */
export const LAST_DAY = '2026-10-16'

const timeAt = ({ real, virtual, factor }: Segment, now: number) => virtual + (now - real) * factor

/** The clock of a bot process: it reads the file anew each time, so that all processes and all restarts agree. */
export function readClock(file: string): () => Date {
  return () => {
    const segment = JSON.parse(readFileSync(file, 'utf8')) as Segment
    return new Date(Math.round(timeAt(segment, Date.now())))
  }
}

/** The local calendar day of an instant as YYYY-MM-DD. */
export const dayOf = (at: number) => new Date(at + OFFSET_MS).toISOString().slice(0, 10)
/** The instant of a local day and time. */
export const instant = (day: string, hours: number) => Date.parse(`${day}T00:00:00Z`) - OFFSET_MS + hours * HOUR_MS
/** A day so many calendar days later. */
export const daysAfter = (day: string, count: number) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10)
/** 1 is Monday. */
export const weekdayOf = (day: string) => ((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
/** The next day that is neither Saturday nor Sunday. */
export const workdayAfter = (day: string): string => {
  const next = daysAfter(day, 1)
  return weekdayOf(next) > 5 ? workdayAfter(next) : next
}
/** This day, or the Friday before it. */
export const workdayOnOrBefore = (day: string): string =>
  weekdayOf(day) > 5 ? workdayOnOrBefore(daysAfter(day, -1)) : day

export type Clock = ReturnType<typeof openClock>

/** The clock as the run sets it; it stands until `run` is called. */
export function openClock(file: string) {
  const segments: Segment[] = []
  const set = (virtual: number, factor: number) => {
    const segment = { real: Date.now(), virtual, factor }
    segments.push(segment)
    writeFileSync(`${file}.new`, JSON.stringify(segment))
    renameSync(`${file}.new`, file)
  }
  const at = (real: number) => {
    const segment = segments.findLast((one) => one.real <= real) ?? segments[0]
    return segment ? timeAt(segment, real) : BEGIN
  }
  const now = () => at(Date.now())
  set(BEGIN, 1)
  return {
    file,
    /** What the clock showed at a real moment. */
    at,
    now,
    /** Time runs on so many times as fast as it does. */
    run: (factor: number) => set(now(), factor),
    leapTo: (virtual: number, factor: number) => set(Math.max(virtual, now()), factor),
  }
}
