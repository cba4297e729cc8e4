import { meaningOf } from './analyse.ts'
import type { Hit } from './sight.ts'
import { wordsOf } from './words.ts'

const MAX_PASSAGE = 300

/** The sentence of an item's text that says most about the terms, with its neighbours while there is room (300 characters). */
export function passageOf(hit: Pick<Hit, 'body' | 'matched'>, terms: string[] = hit.matched): string {
  const sentences = sentencesOf(hit.body)
  const wanted = new Set(terms)
  const counts = sentences.map((sentence) => countTerms(sentence, wanted))
  let from = Math.max(0, counts.indexOf(Math.max(0, ...counts)))
  let to = from + 1
  const fits = (a: number, b: number) =>
    a >= 0 && b <= sentences.length && sentences.slice(a, b).join(' ').length <= MAX_PASSAGE
  while (fits(from, to + 1) || fits(from - 1, to)) {
    if (fits(from, to + 1)) to++
    else from--
  }
  return shorten(sentences.slice(from, to).join(' '))
}

/** Sentences and lines; a full stop after a number or a short form ("1. Mai", "z. B.") ends none. */
function sentencesOf(text: string): string[] {
  const lines = text.slice(0, 20_000).split(/(?<!\s)\s*\n\s*/)
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
