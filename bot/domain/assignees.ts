import type { Db } from '../../prisma/client.ts'
import { type Administration, administrationsOf } from './administrations.ts'
import { type Directory, type List, readMention, readNamed } from './assignee-names.ts'
import { cutSpans, type Span, withoutLooseEnds } from './assignee-spans.ts'
import { foldName, type NamingProblem, nearTo, whoIs } from './naming.ts'
import { peopleHere, type Where } from './people-here.ts'

/** Who is to do something: a person or an administration, with what stood in brackets behind it. */
export type Assignee = { personId: string | null; administrationKey: string | null; note: string | null }

/** What taking assignees out of a text gives. */
export type TakenAssignees = { text: string; assignees: Assignee[] } | { problem: NamingProblem }

/** Everybody who can be assigned something in a group. */
export async function directoryOf(db: Db, where: Where & { groupId: string }): Promise<Directory> {
  const people = await peopleHere(db, where)
  const administrations = await administrationsOf(db, where.groupId)
  const group = await db.group.findUniqueOrThrow({ where: { id: where.groupId } })
  return { people, administrations, group: group.name }
}

/**
 * Takes `@anna`, full ids, `an <Verwaltung>, <Verwaltung> (Frau Meyer)`, `an <Name>` and `an alle` out of a text from
 * which dates and tags are gone already. `an` before anything unknown stays text; only members can be assigned.
 */
export async function takeAssignees(db: Db, text: string, where: Where & { groupId: string }): Promise<TakenAssignees> {
  // Most texts name nobody: then nobody needs to be looked up.
  return takeFrom(text, starts(text).length > 0 ? await directoryOf(db, where) : nobody)
}

const nobody: Directory = { people: [], administrations: [], group: '' }

/** The same, where the whole text names assignees: `@anna`, `Anna Meyer, Tostedt`, also without `an`. */
export async function readAssignees(
  db: Db,
  text: string,
  where: Where & { groupId: string },
): Promise<{ assignees: Assignee[] } | { problem: NamingProblem }> {
  const directory = await directoryOf(db, where)
  const named = text.replace(/^(?:an|für|fuer|to|for)\s+/i, '').trim()
  const taken = takeFrom(`an ${named}`, directory)
  if ('problem' in taken || taken.text === '') return taken
  const assignees: Assignee[] = []
  for (const part of named.split(/(?<!\s)(?:\s*,\s*|\s+(?:und|and)\s+)/)) {
    const found = whoIs(part, directory.people)
    if (found.kind === 'many') return { problem: { kind: 'many', typed: part, choices: found.choices } }
    const person =
      found.kind === 'one' ? directory.people.find(({ personId }) => personId === found.personId) : undefined
    if (!person) return { problem: { kind: 'nobody', typed: part.slice(0, 60), near: nearTo(part, directory.people) } }
    if (!person.isMember)
      return { problem: { kind: 'no-member', personId: person.personId, name: person.name, group: directory.group } }
    assignees.push({ personId: person.personId, administrationKey: null, note: null })
  }
  return { assignees: unique(assignees) }
}

const LEAD = /(?<![\p{L}\p{N}@._-])(an|für|fuer|to|for)\s+(?=\S)/giu
const MENTION = /(?<![\p{L}\p{N}@._\-/])@(?=[\p{L}\p{N}_])/gu

function takeFrom(text: string, directory: Directory): TakenAssignees {
  const spans: Span[] = []
  for (const { start, end, word } of starts(text)) {
    if (start < (spans.at(-1)?.end ?? 0)) continue
    const list = readList(text, end, word, directory)
    if ('problem' in list) return list
    if (list.assignees.length > 0)
      spans.push({
        start,
        end: list.end,
        assignees: list.assignees,
        onlyAtEnd: list.onlyAtEnd,
        ...inProse(text, start, word, list),
      })
  }
  const kept = withoutLooseEnds(text, spans)
  return { text: cutSpans(text, kept), assignees: unique(kept.flatMap(({ assignees }) => assignees)) }
}

/** Places where a list of assignees may begin, in order: a word such as `an`, or a mention by itself. */
function starts(text: string) {
  const leads = [...text.matchAll(LEAD)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    word: foldName(match[1] ?? ''),
  }))
  const mentions = [...text.matchAll(MENTION)].map(({ index }) => ({ start: index, end: index, word: '' }))
  return [...leads, ...mentions].sort((a, b) => a.start - b.start)
}

const BETWEEN = /^\s*(?:,|;|&|\bund\b|\bsowie\b|\band\b)\s*(?:(?:an|für|to|for)\s+)?/i

function readList(text: string, from: number, word: string, directory: Directory): List | { problem: NamingProblem } {
  const everybody = /^(?:alle|all|everyone|everybody)(?=[\s.,;!]|$)/i.exec(text.slice(from))
  if (everybody && (word === 'an' || word === 'to'))
    return { end: from + everybody[0].length, assignees: all(directory.administrations), onlyAtEnd: true }
  const list: List = { end: from, assignees: [], onlyAtEnd: false }
  for (let at = from; ; ) {
    const mentioned = text[at] === '@'
    const read = mentioned ? readMention(text, at, directory) : word === '' ? undefined : readNamed(text, at, directory)
    if (!read) return list
    if ('problem' in read) return read
    list.assignees.push(read.assignee)
    list.end = read.end
    list.name ??= read.name
    // „Angebot für Seevetal einholen“ is about Seevetal; only at the end `für` says who does it.
    if (!mentioned && (word === 'fuer' || word === 'for')) list.onlyAtEnd = true
    at = read.end + (BETWEEN.exec(text.slice(read.end))?.[0].length ?? text.length)
  }
}

const PROSE =
  /(?:^|\s)(?:mit|bei|von|vom|zu|zum|zur|über|ueber|nach|gegen|ohne|durch|um|mittels|with|from|by|about|of|at)\s+$/i

/** „Mit @ben sprechen“ stays a sentence: the name takes the place of the mention. */
const inProse = (text: string, start: number, word: string, { name }: List) =>
  word === '' && name && PROSE.test(text.slice(0, start)) ? { keep: name } : {}

const all = (administrations: readonly Administration[]): Assignee[] =>
  administrations.map(({ key }) => ({ personId: null, administrationKey: key, note: null }))

/** Each once, in the order in which they were named. */
export const unique = (assignees: readonly Assignee[]): Assignee[] =>
  assignees.filter(
    (one, i) =>
      assignees.findIndex(
        (other) => other.personId === one.personId && other.administrationKey === one.administrationKey,
      ) === i,
  )
