import type { Cell } from './hearing.ts'
import type { Letter, Row } from './row.ts'

/** Ids, register numbers and keys of groups that were never given, for those that were. */
const NEVER: readonly [RegExp, string][] = [
  [/\b([ABSLW])(\d)\b/g, '$190$2'],
  [/\b2026\/00(\d)/g, '2026/90$1'],
  [/\[(?:IT|NEU)\]/g, '[ZZ]'],
  [/(gruppe |„)(?:it|neu)(?=[ “])/gi, '$1ZZ'],
]

/** A text with what was never given in place of all that was. */
export const neverGiven = (text: string) =>
  NEVER.reduce((changed, [given, never]) => changed.replace(given, never), text).replaceAll('„zz“', '„ZZ“')

/** Entries that are open to more people than the members of their group. */
const OPEN = /\b(?:A2|B3|S2|L2|L3|W2|2026\/002)\b/
const BY_KEY = /\[(?:IT|NEU)\]|gruppe it /
const MEMBERS = ['k', 'a', 'm', 'd']

/** Whether somebody must not learn that there is what the form names. */
export function mustNotKnow({ form, repliesTo, reactsTo }: Row, { person, place }: Cell, expected: Letter): boolean {
  if (neverGiven(form) === form && !repliesTo?.startsWith('card') && !reactsTo) return false
  if (MEMBERS.includes(person) && (place !== 'foreign' || BY_KEY.test(form))) return false
  if (person === 'o' && BY_KEY.test(form)) return false
  return expected === '+' ? !OPEN.test(form) : ['x', 'u', '.'].includes(expected)
}
