import { readFileSync } from 'node:fs'
import { type Meaning, meaningOf, type Seen } from './analyse.ts'
import { once } from './once.ts'
import { type Wording, wordingsOf } from './wording.ts'
import { wordsOf } from './words.ts'

/** Other ways to say a phrase, by its stems joined with blanks. */
export interface Synonyms {
  wordings: ReadonlyMap<string, Wording[]>
  /** The most words that a known phrase has. */
  longest: number
}

/** What another word for the same is worth beside the word itself. */
export const SYNONYM = 0.85

/** Reads a list: one set of equal wordings a line, separated by commas; `#` begins a comment. */
export function readSynonyms(list: string): Synonyms {
  const wordings = new Map<string, Wording[]>()
  const seen: Seen = new Map()
  let longest = 1
  for (const line of list.split('\n')) {
    const phrases = (line.split('#')[0] ?? '').split(',').map((phrase) => readPhrase(phrase, seen))
    const meant = phrases.filter(({ key }) => key)
    for (const { key, meanings } of meant) {
      longest = Math.max(longest, meanings.length)
      const others = meant.filter((other) => other.key !== key).flatMap((other) => wordingsOf(other.meanings, SYNONYM))
      wordings.set(key, [...(wordings.get(key) ?? []), ...others])
    }
  }
  return { wordings, longest }
}

function readPhrase(phrase: string, seen: Seen): { key: string; meanings: Meaning[] } {
  const meanings = [...wordsOf(phrase)].map((word) => meaningOf(word, seen)).filter((meaning) => meaning !== undefined)
  return { key: meanings.map(({ whole }) => whole).join(' '), meanings }
}

/** The list that the product brings (synonyms.txt), read when first needed and kept. */
export const germanOfficeSynonyms: () => Synonyms = once(() =>
  readSynonyms(readFileSync(new URL('synonyms.txt', import.meta.url), 'utf8')),
)
