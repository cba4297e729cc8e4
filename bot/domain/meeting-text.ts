import { takePlace, takeUrl } from './place.ts'
import { takeStart } from './when/start.ts'
import type { Resolved, WhenProblem } from './when/types.ts'

/** So many characters a meeting may be described with, from wherever it comes. */
export const LONGEST_DESCRIPTION = 2000

/** Where words are read: dates count from `sentAt` and are local to `timeZone`, the group's. */
export type TextOptions = { sentAt: Date; timeZone: string; land: string }

/** A meeting as it was asked for. `title` is empty where none was given. */
export type MeetingRequest = {
  title: string
  startsAt: Date
  /** Undefined: nothing was said about the length. */
  minutes?: number
  allDay: boolean
  place?: string
  url?: string
  rule?: string
}

/** Why a text is no meeting: its date, or that there is none, or no time of day (`day`: YYYY-MM-DD). */
export type TextProblem =
  | { kind: 'when'; problem: WhenProblem }
  | { kind: 'no-date' }
  | { kind: 'no-time'; day: string; isSeries: boolean }

/** Length of a meeting where none is given, and of a whole day. */
export const DEFAULT_MINUTES = 60
export const DAY_MINUTES = 1440

/** Reads `<wann> <Titel> [<n> min] [im/in <Ort>] [jeden …]`, the parts in any order. */
export function readMeeting(
  text: string,
  { sentAt, timeZone, land }: TextOptions,
): MeetingRequest | { problem: TextProblem } {
  const { text: said, url } = takeUrl(text)
  const taken = takeStart(said, { sentAt, timeZone, land, use: 'start' })
  if ('problem' in taken) return { problem: { kind: 'when', problem: taken.problem } }
  const { start, minutes, recurrence } = taken
  const problem = missing(start, recurrence !== undefined)
  if (problem || !start) return { problem: problem ?? { kind: 'no-date' } }
  const { text: title, place } = takePlace(markCuts(said, taken.text))
  const allDay = start.allDay === true
  return {
    title,
    startsAt: start.at,
    allDay,
    ...lengthOf(allDay, minutes),
    ...(place ? { place } : {}),
    ...(url ? { url } : {}),
    ...(recurrence ? { rule: recurrence.rule } : {}),
  }
}

const missing = (start: Resolved | undefined, isSeries: boolean): TextProblem | undefined => {
  if (!start) return { kind: 'no-date' }
  return start.time || start.allDay ? undefined : { kind: 'no-time', day: start.day, isSeries }
}

const lengthOf = (allDay: boolean, minutes: number | undefined): { minutes?: number } =>
  allDay ? { minutes: DAY_MINUTES } : minutes === undefined ? {} : { minutes }

/** What remains of a text, with a line break wherever something was taken out, so that a place does not run on into the title. */
export function markCuts(original: string, rest: string): string {
  const [from, to] = [wordsOf(original), wordsOf(rest)]
  const [forward, backward] = [align(from, to), align(from.toReversed(), to.toReversed())?.toReversed()]
  if (!forward || !backward) return rest
  // Where a word stands twice, either way may go wrong; the right one breaks less.
  return joinAt(to, gapsIn(backward) <= gapsIn(forward) ? mirrored(backward, from.length) : forward)
}

const wordsOf = (text: string) => text.split(/\s+/).filter(Boolean)
const bare = (word: string) => word.replace(/^[^\p{L}\p{N}]+|(?<![^\p{L}\p{N}])[^\p{L}\p{N}]+$/gu, '')

/** The place of each remaining word among the original ones, found greedily; undefined: they do not fit. */
function align(from: readonly string[], to: readonly string[]): number[] | undefined {
  const places: number[] = []
  for (const [i, word] of from.entries()) {
    const next = to[places.length]
    if (next !== undefined && (word === next || (bare(word) !== '' && bare(word) === bare(next)))) places.push(i)
  }
  return places.length === to.length ? places : undefined
}

const mirrored = (places: readonly number[], count: number) => places.map((place) => count - 1 - place)
const gapsIn = (places: readonly number[]) =>
  places.filter((place, i) => i > 0 && Math.abs(place - (places[i - 1] ?? 0)) > 1).length

function joinAt(words: readonly string[], places: readonly number[]): string {
  const parts = words.map((word, i) => {
    const isCut = (places[i] ?? 0) > (i === 0 ? 0 : (places[i - 1] ?? 0) + 1)
    return `${i > 0 || isCut ? (isCut ? '\n' : ' ') : ''}${word}`
  })
  return parts.join('')
}
