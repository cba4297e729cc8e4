import type { Db } from '../../prisma/client.ts'
import { type Resolved, resolvePerson, USER_ID, whoIs } from './naming.ts'
import { peopleHere, type Where } from './people-here.ts'

/** More words than a display name has. */
const LONGEST = 6

/**
 * Who is named at the beginning of a text: an id, `@anna`, or a display name of several words. `typed`: what was taken for
 * the name; of nobody's name the first word.
 */
export async function takePerson(
  db: Db,
  text: string,
  where: Where,
): Promise<{ found: Resolved; typed: string; rest: string }> {
  const words = [...text.matchAll(/\S+/g)]
  const people = USER_ID.test(words[0]?.[0] ?? '') ? [] : await peopleHere(db, where)
  for (let count = Math.min(LONGEST, words.length); count > 1; count--) {
    const last = words[count - 1]
    const end = (last?.index ?? 0) + (last?.[0].length ?? 0)
    const typed = text
      .slice(0, end)
      .trim()
      .replace(/(?<![,;])[,;]+$/, '')
    const found = whoIs(typed.replace(/\s+/g, ' '), people)
    if (found.kind !== 'none') return { found, typed, rest: text.slice(end).trim() }
  }
  const [first = ''] = words[0] ?? []
  const typed = first.replace(/(?<![,;])[,;]+$/, '')
  return { found: await resolvePerson(db, typed, where), typed, rest: text.trim().slice(first.length).trim() }
}
