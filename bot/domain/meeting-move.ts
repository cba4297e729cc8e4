import { DAY_MINUTES, DEFAULT_MINUTES, markCuts, type TextOptions } from './meeting-text.ts'
import type { Move } from './meetings.ts'
import { takePlace, takeUrl } from './place.ts'
import { findMeetingParts } from './when/meeting-parts.ts'
import { takeStart } from './when/start.ts'
import { scanText } from './when/tokens.ts'
import type { Resolved, TakenStart, WhenProblem } from './when/types.ts'
import { localDay, localTime } from './when/zone.ts'

/** Why a text is no new date; `series`: it names a recurrence, but only single dates move. */
export type MoveProblem =
  | { kind: 'when'; problem: WhenProblem }
  | { kind: 'no-date' }
  | { kind: 'series' }
  | { kind: 'rest'; text: string }

/** The date that moves, as it is now. */
export type Current = { startsAt: Date; minutes: number; allDay: boolean }

const WHY = /(?:^|[\s,])(?:wegen|weil|grund:|because(?: of)?|due to|reason:)\s+(\S[\s\S]*)$/iu

/**
 * Reads `auf <wann>`: a day alone keeps the time of day, a time alone keeps the day. Length, place and address can be given too,
 * and a reason that begins with `wegen`.
 */
export function readMove(text: string, current: Current, options: TextOptions): Move | { problem: MoveProblem } {
  const reason = WHY.exec(text)?.[1]?.trim()
  const { text: said, url } = takeUrl(text.replace(WHY, '').replace(/^(?:auf|nach|to|until)\s+/i, ''))
  const taken = takeFrom(said, current, { ...options, use: 'start' as const })
  if ('problem' in taken) return { problem: { kind: 'when', problem: taken.problem } }
  if (taken.recurrence) return { problem: { kind: 'series' } }
  if (!taken.start) return { problem: { kind: 'no-date' } }
  const { text: rest, place } = takePlace(markCuts(said, taken.text))
  if (rest) return { problem: { kind: 'rest', text: rest } }
  const minutes = lengthOf(taken.start, taken.minutes, current)
  return {
    startsAt: taken.start.at,
    minutes,
    ...(place ? { place } : {}),
    ...(url ? { url } : {}),
    ...(reason ? { reason } : {}),
  }
}

type WhenOptions = TextOptions & { use: 'start' }

function takeFrom(text: string, { startsAt, allDay }: Current, options: WhenOptions): TakenStart {
  const { moments, froms, rules } = findMeetingParts(scanText(text, options, true))
  const namesDay = rules.length > 0 || froms.length > 0 || moments.some(({ value }) => value.day || value.at)
  const day = localDay(startsAt, options.timeZone)
  const isTimeOnly = !namesDay && moments.length > 0
  const taken = withoutDay(takeStart(isTimeOnly ? `${day} ${text}` : text, options), isTimeOnly ? `${day} ` : '')
  if ('problem' in taken || !taken.start || taken.start.time || taken.start.allDay || taken.recurrence) return taken
  if (allDay) return { ...taken, start: { ...taken.start, allDay: true } }
  // The same time of day on another day may be over, or left out when clocks go forward.
  const timed = takeStart(`${taken.start.day} ${localTime(startsAt, options.timeZone)} Uhr`, options)
  return 'problem' in timed ? timed : { ...taken, start: timed.start }
}

/** A problem with the words as they were typed. */
const withoutDay = (taken: TakenStart, day: string): TakenStart =>
  'problem' in taken ? { problem: { ...taken.problem, phrase: taken.problem.phrase.replace(day, '') } } : taken

function lengthOf(start: Resolved, minutes: number | undefined, current: Current): number {
  if (start.allDay) return current.allDay ? current.minutes : DAY_MINUTES
  return minutes ?? (current.allDay ? DEFAULT_MINUTES : current.minutes)
}
