import type { RegisterQuestion } from './decision-list.ts'

const PENDING = new Set(['offen', 'offene', 'unbestätigt', 'unbestaetigt', 'open', 'pending'])
const VALID = new Set(['gültig', 'gültige', 'gueltig', 'gueltige', 'valid'])
const ALL = new Set(['alle', 'alles', 'all'])

/** Reads what follows `beschlüsse`: a year, a state, `alle`, `[IT]`; all other words are looked for. */
export function readRegisterQuestion(text: string): RegisterQuestion & { isAll: boolean } {
  const question: RegisterQuestion & { isAll: boolean } = { isAll: false }
  const words: string[] = []
  for (const word of text.split(/\s+/)) {
    const plain = word.toLowerCase().replace(/(?<![.,])[.,]+$/, '')
    const key = /^\[([^\]]{1,40})\]$/.exec(plain)?.[1]
    if (key) question.groupKey = key
    else if (/^(?:19|20)\d\d$/.test(plain)) question.year = Number(plain)
    else if (PENDING.has(plain)) question.status = 'pending'
    else if (VALID.has(plain)) question.status = 'valid'
    else if (ALL.has(plain)) question.isAll = true
    else if (word) words.push(word)
  }
  return words.length > 0 ? { ...question, words: words.join(' ') } : question
}
