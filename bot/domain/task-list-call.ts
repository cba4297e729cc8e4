import type { Administration } from './administrations.ts'
import { takeAdministration } from './administrations.ts'
import { takeTags } from './naming.ts'
import type { TaskFilter } from './task-list.ts'

/** What a list of tasks is asked for. `whole`: not cut. */
export type ListCall = {
  status: TaskFilter['status']
  mine: boolean
  whole: boolean
  tags: string[]
  administrationKey?: string
  person?: string
}

const STATUS: Record<string, TaskFilter['status']> = {
  offen: 'open',
  offene: 'open',
  open: 'open',
  überfällig: 'overdue',
  überfällige: 'overdue',
  ueberfaellig: 'overdue',
  ueberfaellige: 'overdue',
  overdue: 'overdue',
  late: 'overdue',
  erledigt: 'done',
  erledigte: 'done',
  fertig: 'done',
  done: 'done',
}
const MINE = ['meine', 'mein', 'mine', 'my', 'ich', 'me']
const ALL = ['alle', 'all', 'alles']

/** Reads the filters of a list in any order. `unknown`: a word that is none. `alle` beside another filter shows all of those. */
export function readListCall(text: string, administrations: readonly Administration[]): ListCall | { unknown: string } {
  const { text: untagged, tags } = takeTags(text.trim())
  const call: ListCall = { status: 'open', mine: false, whole: false, tags }
  let status: TaskFilter['status'] | undefined
  for (let rest = untagged.replace(/^[\s,]+/, ''); rest !== ''; ) {
    const word = /^[^\s,]+/.exec(rest)?.[0] ?? ''
    const plain = word.toLowerCase().replace(/(?<![.!])[.!]+$/, '')
    const named = takeAdministration(rest, administrations)
    if (named) call.administrationKey = named.administration.key
    else if (STATUS[plain]) status = STATUS[plain]
    else if (MINE.includes(plain)) call.mine = true
    else if (ALL.includes(plain)) call.whole = true
    else if (word.startsWith('@') && word.length > 1) call.person = word
    else return { unknown: word.slice(0, 40) }
    rest = (named ? named.rest : rest.slice(word.length)).replace(/^[\s,]+/, '')
  }
  const isFiltered = call.mine || call.administrationKey !== undefined || call.person !== undefined || tags.length > 0
  return { ...call, status: status ?? (call.whole && !isFiltered ? 'all' : 'open') }
}

/** What to type for the whole of a list that was cut, in a language. */
export function wholeList(
  { status, mine, tags, administrationKey, person }: ListCall,
  lang: 'de' | 'en',
  key?: string,
): string {
  const isGerman = lang === 'de'
  const words = {
    open: [],
    all: [],
    overdue: [isGerman ? 'überfällig' : 'overdue'],
    done: [isGerman ? 'erledigt' : 'done'],
  }[status]
  const parts = [
    isGerman ? 'aufgaben' : 'tasks',
    key && `[${key.toUpperCase()}]`,
    mine && (isGerman ? 'meine' : 'mine'),
    ...words,
    administrationKey,
    person,
    ...tags.map((tag) => `#${tag}`),
    isGerman ? 'alle' : 'all',
  ]
  return parts.filter(Boolean).join(' ')
}
