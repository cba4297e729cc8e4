import { expand, type Series } from './expand.ts'
import { takeStart } from './start.ts'
import type { RecurrenceResult, WhenOptions } from './types.ts'

export type { Recurrence } from './types.ts'

const LONGEST = 160

/** Reads a whole phrase such as `jeden ersten Montag im Monat 10 Uhr` as a rule with its first date. */
export function resolveRecurrence(phrase: string, options: WhenOptions): RecurrenceResult {
  const short = phrase.trim().replace(/\s+/g, ' ').slice(0, 60)
  const taken = phrase.length > LONGEST ? { text: phrase } : takeStart(phrase, options)
  if ('problem' in taken) return { ok: false, problem: taken.problem }
  const rest = taken.text.replace(/[.,;!]/g, '').trim()
  if (rest !== '' || !taken.recurrence || !taken.start)
    return { ok: false, problem: { kind: 'not-understood', phrase: short } }
  return { ok: true, value: { ...taken.recurrence, first: taken.start } }
}

/** Starts of a series from `from` (inclusive) to `to` (exclusive), at most `limit`; the local time stays over summer time. */
export function occurrences(series: Series, from: Date, to: Date, limit = 500): Date[] {
  return expand(series, from, to, limit, true)
}
