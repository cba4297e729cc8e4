import { type Administration, takeAdministration } from './administrations.ts'
import type { Assignee } from './assignees.ts'
import { foldName, type NamingProblem, nearTo, whoIs } from './naming.ts'
import type { Choice } from './people-here.ts'

/** Who can be assigned something: people, administrations, and what their group is called. */
export type Directory = { people: Choice[]; administrations: Administration[]; group: string }

/** Assignees in a row, and where the row ends. `onlyAtEnd`: it counts only when nothing else follows. */
export type List = { end: number; assignees: Assignee[]; onlyAtEnd: boolean; name?: string }

type Read = { end: number; assignee: Assignee; name: string } | { problem: NamingProblem }

const FULL_ID = /^@[\w.=\-/+]{1,100}:[a-z\d](?:[a-z\d.-]{0,150}[a-z\d])?(?::\d{1,5})?/i
const TOKEN = /^@[\p{L}\p{N}_](?:[\p{L}\p{N}._=+-]{0,98}[\p{L}\p{N}_])?/u

/** Reads a mention: a full id, or `@` with a name. `@room` is text; undefined: it names nobody on purpose. */
export function readMention(text: string, at: number, directory: Directory): Read | undefined {
  const here = text.slice(at, at + 300)
  const id = FULL_ID.exec(here)?.[0]
  if (id)
    return member(
      directory,
      at + id.length,
      directory.people.find(({ personId }) => personId.toLowerCase() === id.toLowerCase()) ?? stranger(id),
    )
  const token = TOKEN.exec(here)?.[0]
  if (!token || foldName(token) === '@room') return undefined
  const whole = readName(here.slice(1), directory)
  if (whole) return moved(whole, at + 1)
  const found = whoIs(token, directory.people)
  if (found.kind === 'many') return { problem: { kind: 'many', typed: token, choices: found.choices } }
  const person = found.kind === 'one' && directory.people.find(({ personId }) => personId === found.personId)
  if (person) return member(directory, at + token.length, person)
  const administration = readAdministration(here.slice(1), directory)
  return administration
    ? moved(administration, at + 1)
    : { problem: { kind: 'nobody', typed: token, near: nearTo(token, directory.people) } }
}

/** Reads the name of an administration of the group, or of a member, as they are written in full. */
export function readNamed(text: string, at: number, directory: Directory): Read | undefined {
  const here = text.slice(at, at + 300)
  const read = readAdministration(here, directory) ?? readName(here, directory)
  return read && moved(read, at)
}

/** „An Stelle von“ and the like are words, also where an administration is called so. */
const GENITIVE = /^\s+(?:von|vom|der|des|dessen|deren|eines|einer|of)\b/i
const NOTE = /^\s*\(([^()]{1,200})\)/

function readAdministration(here: string, { administrations }: Directory): Read | undefined {
  const taken = takeAdministration(here, administrations)
  if (!taken) return undefined
  const end =
    here.length -
    taken.rest.length -
    (/(?<!\s)\s*$/.exec(here.slice(0, here.length - taken.rest.length))?.[0].length ?? 0)
  const rest = here.slice(end)
  if (GENITIVE.test(rest)) return undefined
  const [bracket = '', note] = NOTE.exec(rest) ?? []
  const { key, name } = taken.administration
  return {
    end: end + bracket.length,
    assignee: { personId: null, administrationKey: key, note: note?.trim() || null },
    name,
  }
}

/** The longest display name that the text begins with. Of two who bear it a member counts first. */
function readName(here: string, directory: Directory): Read | undefined {
  const begins = directory.people.flatMap((person) => {
    const end = endOfName(here, person.name)
    return end === undefined ? [] : [{ person, end }]
  })
  if (begins.length === 0) return undefined
  const end = Math.max(...begins.map((one) => one.end))
  const longest = begins.filter((one) => one.end === end).map(({ person }) => person)
  const typed = here.slice(0, end)
  const found = whoIs(typed, longest)
  if (found.kind === 'many') return { problem: { kind: 'many', typed, choices: found.choices } }
  const person = found.kind === 'one' && longest.find(({ personId }) => personId === found.personId)
  return person ? member(directory, end, person) : undefined
}

/** Where a name ends that a text begins with; umlauts may be written out, so what was typed may be longer or shorter. */
function endOfName(text: string, name: string): number | undefined {
  const wanted = foldName(name)
  if (wanted.length < 2) return undefined
  for (let end = Math.ceil(wanted.length / 2); end <= wanted.length; end++) {
    if (foldName(text.slice(0, end)) === wanted && !/^[\p{L}\p{N}]/u.test(text.slice(end)) && text[end - 1] !== ' ')
      return end
  }
  return undefined
}

function member({ group }: Directory, end: number, { personId, name, isMember }: Choice): Read {
  if (!isMember) return { problem: { kind: 'no-member', personId, name, group } }
  return { end, assignee: { personId, administrationKey: null, note: null }, name }
}

const stranger = (personId: string): Choice => ({ personId, name: personId, isMember: false })

const moved = (read: Read, by: number): Read => ('problem' in read ? read : { ...read, end: read.end + by })
