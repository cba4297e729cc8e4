import { meaningOf } from './analyse.ts'
import type { Hit } from './sight.ts'
import { wordsOf } from './words.ts'

const MAX_PASSAGE = 300

/** The sentence of an item's text that says most about the terms, with its neighbours while there is room (300 characters). */
export function passageOf(hit: Pick<Hit, 'body' | 'matched'>, terms: string[] = hit.matched): string {
  const sentences = sentencesOf(hit.body)
  const wanted = new Set(terms)
  const counts = sentences.map((sentence) => countTerms(sentence, wanted))
  let from = counts.indexOf(Math.max(0, ...counts))
  let to = from + 1
  const size = (a: number, b: number) => sentences.slice(a, b).join(' ').length
  for (let grown = true; grown; ) {
    grown = false
    if (to < sentences.length && size(from, to + 1) <= MAX_PASSAGE) grown = Boolean(++to)
    else if (from > 0 && size(from - 1, to) <= MAX_PASSAGE) grown = Boolean(--from + 1)
  }
  return shorten(sentences.slice(Math.max(0, from), to).join(' '))
}

/** Sentences and lines; a full stop after a number or a short form ("1. Mai", "z. B.") ends none. */
function sentencesOf(text: string): string[] {
  const lines = text.slice(0, 20_000).split(/\s*\n\s*/)
  return lines.flatMap((line) => line.split(/(?<=[\p{L})“"]{3}[.!?:]) +(?=[\p{Lu}„"])/u)).filter(Boolean)
}

function countTerms(sentence: string, wanted: Set<string>): number {
  const found = new Set<string>()
  for (const word of wordsOf(sentence)) {
    const meaning = meaningOf(word)
    for (const term of meaning ? [meaning.whole, ...meaning.parts] : []) if (wanted.has(term)) found.add(term)
  }
  return found.size
}

function shorten(text: string): string {
  if (text.length <= MAX_PASSAGE) return text
  const cut = text.slice(0, MAX_PASSAGE - 1)
  return `${cut.slice(0, Math.max(cut.lastIndexOf(' '), MAX_PASSAGE / 2)).trimEnd()}…`
}
