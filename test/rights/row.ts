import { type Person, type Place, persons, places } from './people.ts'

/**
 * What becomes of a form of a command, for one person in one place:
 *
 * + allowed
 * M only members may: of the place's group, in a direct message of any     m the same, of the entry's group
 * K only its coordinators may, who are named                               k the same, of the entry's group
 * A only its author or the coordinators may, who are named
 * O only operators may, who are named
 * S a stranger is told how to become known
 * x does not exist: said in the same words of what never was
 * ? asked for which group
 * u understood, allowed, and refused for another reason
 * . silence
 * s silence, but stored
 */
export type Letter = '+' | 'M' | 'm' | 'K' | 'k' | 'A' | 'O' | 'S' | 'x' | '?' | 'u' | '.' | 's'

export type Row = {
  /** What is typed, without the prefix. */
  form: string
  /** The command that it calls; '' for none. */
  command: string
  expected: Record<Place, Record<Person, Letter>>
  /** What is allowed here changes something. All else changes nothing. */
  writes: boolean
  /** It replies to a message that somebody wrote there, to the card of an entry, or reacts on that card. */
  repliesTo?: string
  reactsTo?: string
  /** What it posts beside its answer has keys that begin so. */
  posts?: string
  /** Said before, as `k: gruppe archivieren`. */
  after?: { person: Person; text: string }
}

const LETTERS = '+MmKkAOSx?u.s'

/** Reads a table: a form a line, a column a place, a letter a person; `#` begins a remark. Throws on what is no such line. */
export const rows = (table: string): readonly Row[] =>
  table.split('\n').flatMap((line) => (/^(#| +\||form |$)/.test(line) ? [] : [readRow(line)]))

function readRow(line: string): Row {
  const [form = '', ...columns] = line.split('|').map((cell) => cell.trim())
  const more = columns[3] ?? ''
  const after = /after (\w): (.*)$/.exec(more)
  const named = (name: string) => new RegExp(`${name} to (message|card of \\w+)`).exec(more)?.[1]
  const repliesTo = named('replies')
  const reactsTo = named('reacts')
  const posts = /posts (\S+)/.exec(more)?.[1]
  return {
    form,
    command: more.includes('no command') ? '' : (/is (\S+)/.exec(more)?.[1] ?? form.split(' ')[0] ?? ''),
    expected: Object.fromEntries(
      places.map((place, i) => [place, readColumn(columns[i] ?? '', line)]),
    ) as Row['expected'],
    writes: more.startsWith('writes'),
    ...(repliesTo ? { repliesTo } : {}),
    ...(reactsTo ? { reactsTo } : {}),
    ...(posts ? { posts } : {}),
    ...(after ? { after: { person: after[1] as Person, text: after[2] ?? '' } } : {}),
  }
}

function readColumn(column: string, line: string) {
  const letters = [...column.replaceAll(' ', '')]
  const names = Object.keys(persons)
  if (letters.length !== names.length || letters.some((letter) => !LETTERS.includes(letter)))
    throw new Error(`no row of the table: ${line}`)
  return Object.fromEntries(names.map((name, i) => [name, letters[i]])) as Record<Person, Letter>
}
