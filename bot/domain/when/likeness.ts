import { isMark, numberAt, type Scan, wordAt } from './tokens.ts'
import { DATE_WORDS, POINTERS, VAGUE_WORDS, WEEKDAY_HABITS } from './words.ts'

/** Words one letter away from a date that are words of their own. */
const OWN_WORDS = new Set(['sorgen', 'borgen', 'morden', 'montage', 'auguste', 'sundry'])

/** Whether the words here were surely meant as a date, though they are none: Feitag, nächste Sitzung, Ostern, 45.13. */
export function looksLikeDate(scan: Scan, at: number): boolean {
  const word = wordAt(scan, at)
  return isMistyped(word) || (POINTERS.get(word) ?? -1) > 0 || VAGUE_WORDS.has(word) || isNumericDate(scan, at)
}

/** Whether two numbers with full stops stand here, as in 45.13. */
export function isNumericDate(scan: Scan, at: number): boolean {
  const numbers = numberAt(scan, at) !== undefined && numberAt(scan, at + 2) !== undefined
  return numbers && isMark(scan, at + 1, '.') && isMark(scan, at + 3, '.')
}

/** Whether a word is one letter away from a day's or month's name (two neighbours swapped count as one). */
export function isMistyped(word: string): boolean {
  const known = POINTERS.has(word) || WEEKDAY_HABITS.has(word) || DATE_WORDS.includes(word) || OWN_WORDS.has(word)
  if (word.length < 5 || word.length > 16 || known) return false
  return DATE_WORDS.some((date) => Math.abs(date.length - word.length) <= 1 && oneEdit(date, word))
}

function oneEdit(a: string, b: string): boolean {
  let front = 0
  while (front < a.length && a[front] === b[front]) front++
  let back = 0
  while (back < Math.min(a.length, b.length) - front && a.at(-1 - back) === b.at(-1 - back)) back++
  const [left, right] = [a.slice(front, a.length - back), b.slice(front, b.length - back)]
  const swapped = left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0]
  return swapped || Math.max(left.length, right.length) <= 1
}
