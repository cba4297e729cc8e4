import type { WhenOptions, WhenProblem } from './types.ts'
import { localDay } from './zone.ts'

/** A piece of text: `text` is folded (lower case, ae oe ue ss, plain dashes); `start` and `end` point into the original. */
export type Token = { kind: 'number' | 'word' | 'mark'; text: string; glued: boolean; start: number; end: number }

/** A text under the reader's eye. `free`: a date is looked for among other words, so weak forms do not count. */
export type Scan = { source: string; tokens: Token[]; today: string; free: boolean; options: WhenOptions }

/** Something read, and the token after it. */
export type Read<T> = { value: T; next: number }

/** A day, or why what looks like one is none. */
export type DayValue = { day: string } | { problem: WhenProblem }

const PIECES = /\p{Nd}+|\p{L}[\p{L}\p{M}]*|[^\s\p{Cf}]/gu
const UMLAUTS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' }

/** Cuts a text into tokens; linear in its length. */
export function scanText(source: string, options: WhenOptions, free: boolean): Scan {
  const tokens: Token[] = []
  for (const match of source.matchAll(PIECES)) {
    const text = fold(match[0])
    const end = match.index + match[0].length
    const kind = /^\d+$/.test(text) ? 'number' : /^\p{L}/u.test(text) ? 'word' : 'mark'
    tokens.push({ kind, text, glued: tokens.at(-1)?.end === match.index, start: match.index, end })
  }
  return { source, tokens, today: localDay(options.sentAt, options.timeZone), free, options }
}

/** Lower case, umlauts written out, typographic dashes and quotes as plain ones. */
export function fold(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase()
  return lower
    .replace(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter)
    .replace(/[‐‑‒–—−]/g, '-')
    .replace(/[’‘‚´`]/g, "'")
}

/** The folded word at a place, '' when there is none. */
export function wordAt(scan: Scan, at: number): string {
  const token = scan.tokens[at]
  return token?.kind === 'word' ? token.text : ''
}

/** The number at a place when it has between `least` and `most` digits. */
export function numberAt(scan: Scan, at: number, least = 1, most = 2): number | undefined {
  const token = scan.tokens[at]
  if (token?.kind !== 'number' || token.text.length < least || token.text.length > most) return undefined
  return Number(token.text)
}

/** Whether one of these marks stands at a place. */
export function isMark(scan: Scan, at: number, marks: string): boolean {
  const token = scan.tokens[at]
  return token?.kind === 'mark' && marks.includes(token.text)
}

/** Whether the token at a place follows the one before without a space. */
export function isGlued(scan: Scan, at: number): boolean {
  return scan.tokens[at]?.glued ?? false
}

/** The original text from one token up to, not including, another. */
export function phraseOf(scan: Scan, from: number, next: number): string {
  const first = scan.tokens[from]
  const last = scan.tokens[next - 1]
  return first && last ? scan.source.slice(first.start, last.end) : ''
}

/** Moves on over these words, five at the most: nobody writes more, and so long runs of them stay cheap. */
export function skipWords(scan: Scan, at: number, words: ReadonlySet<string>): number {
  let next = at
  while (next < at + 5 && words.has(wordAt(scan, next))) next++
  return next
}

/** Moves on over one mark of these, if there is one. */
export function skipMark(scan: Scan, at: number, marks: string): number {
  return isMark(scan, at, marks) ? at + 1 : at
}
