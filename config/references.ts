import type { Problem } from './problems.ts'
import { quote, showKey } from './shown.ts'
import { didYouMean } from './suggest.ts'

type Row = Record<string, unknown>
/** A part of the file, or a text in it, with the place where it stands. */
type Part = { path: string; row: Row }
type Entry = { path: string; text: string }

/**
 * Finds what contradicts itself across the file. It reads the file as written and skips what is not of the right form,
 * so that these problems are told together with those of the schema.
 */
export function findContradictions(file: unknown): Problem[] {
  const top = { path: '', row: isRow(file) ? file : {} }
  const administrations = rows(top, 'administrations')
  const groups = rows(top, 'groups')
  return [
    ...sameLabel(administrations),
    ...twice(groups.flatMap((group) => texts(group, 'key'))),
    ...twice(groups.flatMap((group) => texts(group, 'name'))),
    ...groups.flatMap((group) => groupProblems(group, administrations)),
    ...twoAdministrations(groups.flatMap((group) => rows(group, 'members'))),
    ...twice(texts(top, 'operators')),
    ...botAmongPeople(top, groups),
  ]
}

function groupProblems(group: Part, administrations: Part[]): Problem[] {
  const known = administrations.flatMap((each) => texts(each, 'key')).map(({ text }) => text)
  const named = Array.isArray(group.row['administrations']) ? texts(group, 'administrations') : []
  const listed = named.map(({ text }) => text)
  // A list with a mistake in it says nothing about the members.
  const inGroup = listed.length > 0 && listed.every((key) => known.includes(key)) ? listed : known
  const members = rows(group, 'members')
  return [
    ...named.flatMap((each) => outside(each, known, known)),
    ...members.flatMap((each) => texts(each, 'administration')).flatMap((each) => outside(each, inGroup, known)),
    ...twice(named),
    ...twice(texts(group, 'coordinators')),
    ...twice(members.flatMap((each) => texts(each, 'id'))),
  ]
}

function outside({ path, text }: Entry, allowed: string[], known: string[]): Problem[] {
  if (known.length === 0 || allowed.includes(text)) return []
  const reason = known.includes(text) ? 'not an administration of this group' : 'no such administration'
  const suggestion = didYouMean(text, allowed)
  return [{ path, found: `found ${quote(text)}, ${reason}`, allowed: allowed.map(showKey).join(', '), suggestion }]
}

/** An administration is named by key, name or short name, so none of them may mean two. */
function sameLabel(administrations: Part[]): Problem[] {
  const taken = new Map<string, { owner: number; path: string }>()
  return administrations.flatMap((each, owner) =>
    ['key', 'name', 'short']
      .flatMap((field) => texts(each, field))
      .flatMap(({ path, text }) => {
        const first = taken.get(fold(text))
        if (first && first.owner !== owner) return [again({ path, text }, first.path)]
        taken.set(fold(text), { owner, path })
        return []
      }),
  )
}

/** A person belongs to one administration at most, in all groups together. */
function twoAdministrations(members: Part[]): Problem[] {
  const first = new Map<string, Entry>()
  return members.flatMap((member) => {
    const [id] = texts(member, 'id')
    const [here] = texts(member, 'administration')
    if (!id || !here) return []
    const before = first.get(id.text)
    if (before && before.text !== here.text) {
      const found = `found ${quote(here.text)}, but ${quote(before.text)} in ${before.path}`
      return [{ path: here.path, found, allowed: 'one administration for each person' }]
    }
    first.set(id.text, here)
    return []
  })
}

function botAmongPeople(top: Part, groups: Part[]): Problem[] {
  const [bot] = texts(top, 'user')
  const members = groups.flatMap((group) => rows(group, 'members')).flatMap((member) => texts(member, 'id'))
  const people = [...texts(top, 'operators'), ...groups.flatMap((group) => texts(group, 'coordinators')), ...members]
  const itself = people.filter(({ text }) => text === bot?.text)
  return itself.map(({ path }) => ({ path, found: 'found the bot itself', allowed: 'the Matrix ids of people' }))
}

function twice(entries: Entry[]): Problem[] {
  const first = new Map<string, string>()
  return entries.flatMap((entry) => {
    const before = first.get(fold(entry.text))
    if (before !== undefined) return [again(entry, before)]
    first.set(fold(entry.text), entry.path)
    return []
  })
}

function again({ path, text }: Entry, before: string): Problem {
  return { path, found: `found ${quote(text)} again, first in ${before}`, allowed: 'each once' }
}

function rows({ path, row }: Part, field: string): Part[] {
  const list = row[field]
  if (!Array.isArray(list)) return []
  return list.flatMap((each: unknown, index) => (isRow(each) ? [{ path: join(path, field, index), row: each }] : []))
}

/** The text of a field, or the texts of its list. */
function texts({ path, row }: Part, field: string): Entry[] {
  const value = row[field]
  if (typeof value === 'string') return [{ path: join(path, field), text: value }]
  if (!Array.isArray(value)) return []
  return value.flatMap((each: unknown, index) =>
    typeof each === 'string' ? [{ path: join(path, field, index), text: each }] : [],
  )
}

function join(...steps: (string | number)[]): string {
  return steps.filter((step) => step !== '').join('.')
}

function fold(text: string): string {
  return text.trim().toLowerCase()
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
