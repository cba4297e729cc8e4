import { DERIVED_WEIGHT, type Meaning, meaningOf } from './analyse.ts'
import { fold } from './fold.ts'
import { framingNouns, framingWords } from './stop-words.ts'
import type { Synonyms } from './synonyms.ts'
import { type Slot, type Wording, wordingsOf } from './wording.ts'
import { type Word, wordsOf } from './words.ts'

/** One thing asked for, in all its wordings. */
export interface Wish {
  term: string
  /** How many typing errors it may contain: none in a word that the dictionary knows. */
  errors: number
  /** What of an answer depends on it: 1 for a noun, less for other words, little for what only frames a question ("Wie hoch ist …"). */
  importance: number
  wordings: Wording[]
}

const FRAME = 0.2
/** Where nouns can be told by their capital letter, other words decide less. */
const NO_NOUN = 0.5
/** From this length on a word may be mistyped in one letter, or in two. */
const ONE_ERROR = 5
const TWO_ERRORS = 8
/** A compound that the dictionary can read may all the same be a mistyped other one. */
const COMPOUND_ERROR = 9

/** More words than a question has; of a longer text the longest words are taken. */
const MAX_WORDS = 16
const MAX_TEXT = 4000

interface Read {
  word: Word
  meaning: Meaning
  importance: number
}

/** What a question asks for, word by word, phrases with a synonym as one. */
export function wishesOf(text: string, synonyms: Synonyms): Wish[] {
  const words = readWords(text)
  const wishes: Wish[] = []
  for (let at = 0; at < words.length; ) {
    const phrase = longestPhrase(words.slice(at, at + synonyms.longest), synonyms)
    wishes.push(wishFor(phrase, synonyms))
    at += phrase.length
  }
  return wishes
}

function readWords(text: string): Read[] {
  const words = new Map<string, Read>()
  const written = [...wordsOf(text.slice(0, MAX_TEXT))]
  const tellsNouns = written.slice(1).some(({ pieces }) => isCapital(pieces))
  for (const word of written) {
    const meaning = meaningOf(word)
    if (!meaning || words.has(meaning.whole)) continue
    words.set(meaning.whole, { word, meaning, importance: importanceOf(word, tellsNouns) })
  }
  if (words.size <= MAX_WORDS) return [...words.values()]
  const kept = new Set([...words.values()].sort((a, b) => b.word.text.length - a.word.text.length).slice(0, MAX_WORDS))
  return [...words.values()].filter((read) => kept.has(read))
}

function importanceOf({ text, pieces }: Word, tellsNouns: boolean): number {
  const folded = fold(text)
  const isNoun = tellsNouns && isCapital(pieces)
  if (framingNouns.has(folded) || (framingWords.has(folded) && !isNoun)) return FRAME
  return tellsNouns && !isNoun ? NO_NOUN : 1
}

/** Capitals and numbers: what a noun, a name or an abbreviation begins with. */
const isCapital = (pieces: string[]) => pieces.some((piece) => /^[\p{Lu}\p{N}]/u.test(piece))

const keyOf = (words: Read[]) => words.map(({ meaning }) => meaning.whole).join(' ')

function longestPhrase(words: Read[], { wordings }: Synonyms): Read[] {
  for (let length = words.length; length > 1; length--) {
    const phrase = words.slice(0, length)
    if (wordings.has(keyOf(phrase))) return phrase
  }
  return words.slice(0, 1)
}

function wishFor(phrase: Read[], { wordings }: Synonyms): Wish {
  const key = keyOf(phrase)
  const others = wordings.get(key) ?? []
  const meanings = phrase.map(({ meaning }) => meaning)
  return {
    term: key,
    errors: phrase.length > 1 || others.length ? 0 : errorsIn(phrase[0]!),
    importance: Math.max(...phrase.map(({ importance }) => importance)),
    wordings: [...wordingsOf(meanings, 1, (part) => slotOfPart(part, wordings.get(part) ?? [])), ...others],
  }
}

function errorsIn({ meaning: { whole, known, parts } }: Read): number {
  if (known) return parts.length && whole.length >= COMPOUND_ERROR ? 1 : 0
  return whole.length >= TWO_ERRORS ? 2 : whole.length >= ONE_ERROR ? 1 : 0
}

/** A part of a compound may be said with another word of its own, or with the verb it comes from. */
function slotOfPart(part: string, others: Wording[]): Slot {
  const slot: Slot = new Map([[part, 1]])
  if (part.length > 6 && part.endsWith('ung')) slot.set(part.slice(0, -3), DERIVED_WEIGHT)
  for (const { factor, slots } of others) {
    const term = slots.length === 1 ? slots[0]!.keys().next().value : undefined
    if (term && !slot.has(term)) slot.set(term, factor)
  }
  return slot
}
