import type { Db } from '../../prisma/client.ts'
import { localPart } from './people.ts'
import { type Choice, peopleHere, type Where } from './people-here.ts'

export type { Choice, Where } from './people-here.ts'

/** Who is meant by a name. `many`: several could be, and the person has to say which. */
export type Resolved = { kind: 'one'; personId: string } | { kind: 'none' } | { kind: 'many'; choices: Choice[] }

/** Why a name cannot be used; templates/naming.ts words it. */
export type NamingProblem =
  /** Nobody is called so; `near` are those whose names are like it. */
  | { kind: 'nobody'; typed: string; near: Choice[] }
  | { kind: 'many'; typed: string; choices: Choice[] }
  /** Known by name, but no member of the group that it is about. */
  | { kind: 'no-member'; personId: string; name: string; group: string }

/** A full Matrix user id. */
export const USER_ID = /^@[\w.=\-/+]{1,100}:[a-z\d](?:[a-z\d.-]{0,150}[a-z\d])?(?::\d{1,5})?$/i

/**
 * Who is meant by `@anna:seevetal.de`, `@anna` or a display name. A full id is taken as it is, whoever that may be;
 * names count among the members of the group and those in the room.
 */
export async function resolvePerson(db: Db, text: string, where: Where): Promise<Resolved> {
  const typed = text.trim().replace(/(?<![.,;!])[.,;!]+$/, '')
  const people = await peopleHere(db, where)
  if (!USER_ID.test(typed)) return whoIs(typed, people)
  const known = people.find(({ personId }) => personId.toLowerCase() === typed.toLowerCase())
  return { kind: 'one', personId: known?.personId ?? typed }
}

/** The same among people who were looked up before. Members stand above others of the same name. */
export function whoIs(typed: string, people: readonly Choice[]): Resolved {
  const called = people.filter((choice) => isCalled(choice, typed.replace(/^@/, '')))
  const members = called.filter(({ isMember }) => isMember)
  const [only, second] = members.length > 0 ? members : called
  if (!only) return { kind: 'none' }
  return second
    ? { kind: 'many', choices: members.length > 0 ? members : called }
    : { kind: 'one', personId: only.personId }
}

/** Those whose name has a part that was typed, or one that begins or ends nearly so: at most five. */
export function nearTo(typed: string, people: readonly Choice[]): Choice[] {
  const wanted = foldName(typed.replace(/^@/, ''))
  if (wanted.length < 2) return []
  const parts = ({ name, personId }: Choice) => [...foldName(name).split(/[\s,()]+/), localPart(personId).toLowerCase()]
  const isLike = (part: string) =>
    part.length > 1 && (part.startsWith(wanted) || wanted.startsWith(part) || oneApart(part, wanted))
  return people.filter((choice) => parts(choice).some(isLike)).slice(0, 5)
}

/** Lower case, umlauts written out: how names are compared. */
export const foldName = (text: string) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ß', 'ss')
    .trim()

const isCalled = ({ personId, name }: Choice, typed: string) =>
  foldName(localPart(personId)) === foldName(typed) || foldName(name) === foldName(typed)

/** Whether one letter too many, too few or wrong, or two swapped, make the one of the other. */
function oneApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || Math.min(a.length, b.length) < 3) return false
  let from = 0
  while (from < a.length && a[from] === b[from]) from++
  const [left, right] = [a.slice(from), b.slice(from)]
  if (left.length !== right.length) return left.slice(1) === right || left === right.slice(1)
  return (
    left.slice(1) === right.slice(1) ||
    (left.slice(2) === right.slice(2) && left[0] === right[1] && left[1] === right[0])
  )
}

const TAG = /(^|\s)#(?=[\p{L}\p{N}_-]*\p{L})([\p{L}\p{N}][\p{L}\p{N}_-]{0,49})(?![\p{L}\p{N}_-]|:\/\/)/gu

/** Takes `#tag` words out of a text. Tags are in lower case, each once; a `#3` is no tag. */
export function takeTags(text: string): { text: string; tags: string[] } {
  const tags: string[] = []
  const rest = text.replace(TAG, (_all, before: string, tag: string) => {
    tags.push(tag.normalize('NFC').toLowerCase())
    return before
  })
  if (tags.length === 0) return { text, tags }
  return { text: tidy(rest), tags: [...new Set(tags)] }
}

/** A text after something was cut out: no empty brackets, no double spaces, none before a mark or at the ends; line breaks stay. */
export const tidy = (text: string) =>
  text
    .replace(/\(\s*\)|\[\s*\]/g, '')
    .replace(/[^\S\n]{2,}/g, ' ')
    .replace(/[^\S\n](?=[,.;:!?)\n])/g, '')
    .replace(/(?<=\n)[^\S\n]+/g, '')
    .replace(/^[\s,;:]+|(?<![\s,;])[\s,;]+$/g, '')
