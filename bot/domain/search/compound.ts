import { MODIFIERS, SHORT_NOUNS } from './modifiers.ts'
import { stemNoun } from './stem.ts'

/** What may stand between two parts: Zuwendung-s-antrag, Bund-es-amt, Gebühr-en-satzung, Kind-er-haus. */
const LINKS = ['', 's', 'n', 'e', 'es', 'en', 'er', 'ens']

const MIN_PART = 4
const MAX_PART = 15
const MIN_COMPOUND = 6
/** A known last part this long is worth finding where what precedes it is unknown, or the X of a data standard: `XRechnung`. */
const MIN_TAIL = 6

/** Ends of words that look like a noun's stem (`Jahres-ende` is no `Sender`). */
const NO_TAILS = new Set([
  'send',
  'sam',
  'heit',
  'keit',
  'haft',
  'lend',
  'ritt',
  'renn',
  'ord',
  'lich',
  'tier',
  'tigung',
])

/** Knows simple nouns and takes compounds apart with them. */
export interface Splitter {
  /** Whether a folded word is a simple noun, in any inflection. */
  isNoun(word: string): boolean
  /** The stems of the parts of a folded word; empty when it is none that can be taken apart. */
  split(word: string): string[]
  /** The longest beginning of a folded word that is known, and what may follow it, with and without a link; for mistyped compounds. */
  beginning(word: string): { head: string; rests: string[] } | undefined
}

/** A splitter over folded simple nouns in their base form. */
export function splitterOver(nouns: Iterable<string>, modifiers: readonly string[] = MODIFIERS): Splitter {
  const heads = new Set<string>(modifiers)
  const stems = new Set<string>()
  for (const noun of [...nouns, ...SHORT_NOUNS]) {
    heads.add(noun)
    if (noun.endsWith('e') && noun.length > MIN_PART) heads.add(noun.slice(0, -1))
    stems.add(stemNoun(noun))
  }
  function isTail(rest: string): boolean {
    if (rest.length < MIN_PART) return SHORT_NOUNS.has(rest)
    const stemmed = stemNoun(rest)
    return stems.has(stemmed) && !NO_TAILS.has(stemmed)
  }

  /** Where a part that starts at `from` may end, links included: position after it → the part. */
  function headsFrom(word: string, from: number): [number, string][] {
    const found: [number, string][] = []
    for (let end = from + 3; end <= Math.min(word.length - 3, from + MAX_PART); end++) {
      const part = word.slice(from, end)
      if (!heads.has(part)) continue
      for (const link of LINKS) if (word.startsWith(link, end)) found.push([end + link.length, part])
    }
    return found
  }

  /** The best way to read `word` from each position to its end: few parts, and none of them tiny. */
  function split(word: string): string[] {
    if (word.length < MIN_COMPOUND || stems.has(stemNoun(word))) return []
    const best: ({ cost: number; parts: string[] } | undefined)[] = []
    for (let from = word.length - 3; from >= 0; from--) {
      const rest = word.slice(from)
      if (from > 0 && isTail(rest)) best[from] = { cost: costOf(rest), parts: [rest] }
      for (const [next, part] of headsFrom(word, from)) {
        const tail = best[next]
        const cost = tail ? tail.cost + costOf(part) : Number.POSITIVE_INFINITY
        if (tail && cost < (best[from]?.cost ?? Number.POSITIVE_INFINITY))
          best[from] = { cost, parts: [part, ...tail.parts] }
      }
    }
    return (best[0]?.parts ?? knownTail(word)).map((part) => stemNoun(part))
  }

  function knownTail(word: string): string[] {
    for (let from = 1; from <= word.length - MIN_TAIL; from++) {
      if (from < MIN_PART && !word.startsWith('x')) continue
      const rest = word.slice(from)
      if (stems.has(stemNoun(rest))) return [rest]
    }
    return []
  }

  function beginning(word: string): { head: string; rests: string[] } | undefined {
    const possible = headsFrom(word, 0).filter(
      ([next, part]) => part.length >= MIN_PART && word.length - next >= MIN_PART + 1,
    )
    const head = possible.reduce((longest, [, part]) => (part.length > longest.length ? part : longest), '')
    return head
      ? { head: stemNoun(head), rests: possible.filter(([, part]) => part === head).map(([next]) => word.slice(next)) }
      : undefined
  }

  return { isNoun: (word) => stems.has(stemNoun(word)), split, beginning }
}

/** Every part costs, a short one more: `Bau-antrag` rather than anything finer. */
const costOf = (part: string) => 10 + Math.max(0, 6 - part.length)
