import { germanNouns } from './dictionary.ts'
import { fold } from './fold.ts'
import { recent } from './recent.ts'
import { stemNoun, stemVerb } from './stem.ts'
import { stopWords } from './stop-words.ts'
import { type Word, wordsOf } from './words.ts'

/** What one word says: its own stem, the stems it is built from, and the word it is derived from (Löschung: löschen). */
export interface Meaning {
  whole: string
  parts: string[]
  derived: string[]
  /** Whether the dictionary knows it, whole or taken apart: then it is no typing error. */
  known: boolean
}

/** How much the terms of a word count beside the word itself. */
const PART_WEIGHT = 0.7
export const DERIVED_WEIGHT = 0.6

const TITLE_WEIGHT = 3
/** Texts are read up to here: far more than a chat message or the form of a recipe holds. */
const MAX_TEXT = 40_000
const MIN_DERIVED = 4
/** Words whose meaning is remembered. */
const WORDS = 2000

/** Reads words that were read before from `seen`: worth it when many texts are analysed. */
export type Seen = Map<string, Meaning | undefined>

/**
 * The terms of an item with their weighted frequencies, and its length in words. Titles count threefold.
 * Never throws, whatever the text contains.
 */
export function analyse(
  title: string,
  body: string,
  seen: Seen = new Map(),
): { terms: Map<string, number>; length: number } {
  const terms = new Map<string, number>()
  let length = 0
  const add = (term: string, weight: number) => terms.set(term, (terms.get(term) ?? 0) + weight)
  for (const { text, fieldWeight } of [
    { text: title, fieldWeight: TITLE_WEIGHT },
    { text: body, fieldWeight: 1 },
  ]) {
    for (const word of wordsOf(text.slice(0, MAX_TEXT))) {
      const meaning = meaningOf(word, seen)
      if (!meaning) continue
      length++
      add(meaning.whole, fieldWeight)
      for (const part of meaning.parts) add(part, fieldWeight * PART_WEIGHT)
      for (const base of meaning.derived) add(base, fieldWeight * DERIVED_WEIGHT)
    }
  }
  return { terms, length }
}

/** What a word means; undefined for a stop word. */
export function meaningOf(word: Word, seen: Seen = new Map()): Meaning | undefined {
  const key = word.pieces.join('-')
  if (!seen.has(key)) seen.set(key, word.pieces.length > 1 ? meaningOfPieces(word) : meaningOfWord(fold(word.text)))
  return seen.get(key)
}

function meaningOfPieces({ text, pieces }: Word): Meaning {
  const meanings = pieces.map((piece) => meaningOfWord(fold(piece))).filter((meaning) => meaning !== undefined)
  const parts = meanings.flatMap(({ whole, parts }) => [whole, ...parts]).filter((part) => part.length > 1)
  return {
    whole: stemNoun(fold(text)),
    parts: [...new Set(parts)],
    derived: meanings.flatMap(({ derived }) => derived),
    known: meanings.every(({ known }) => known),
  }
}

/** Offices use the same words day in, day out, and stemming costs more than all else here. */
const meaningOfWord = recent(WORDS, readWord)

function readWord(word: string): Meaning | undefined {
  if (stopWords.has(word)) return undefined
  const nouns = germanNouns()
  if (nouns.isNoun(word)) return withDerived(stemNoun(word), [], true)
  const parts = nouns.split(word)
  if (parts.length > 1) return withDerived(stemNoun(word), parts, true)
  const whole = stemVerb(word)
  const inner = whole.length < word.length ? nouns.split(whole) : []
  return withDerived(whole, inner.length > 1 ? inner : parts, inner.length > 1)
}

function withDerived(whole: string, parts: string[], known: boolean): Meaning {
  const meaningful = [...new Set(parts)].filter((part) => part !== whole && !stopWords.has(part))
  return { whole, parts: meaningful, derived: [whole, ...meaningful].flatMap(baseOf), known }
}

/** The verb of a noun on -ung that the stemmer leaves whole, the adjective of a verb on -isieren. */
function baseOf(stemmed: string): string[] {
  const base = /^(.+)ung$/.exec(stemmed)?.[1] ?? /^(.+)isier$/.exec(stemmed)?.[1]
  return base && base.length >= MIN_DERIVED ? [base] : []
}
