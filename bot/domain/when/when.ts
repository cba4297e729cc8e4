import { readMoment } from './moment.ts'
import { type Scan, scanText, skipMark, skipWords, wordAt } from './tokens.ts'
import type { WhenOptions, WhenResult } from './types.ts'

export type { Resolved, WhenOptions, WhenProblem, WhenResult } from './types.ts'

const LONGEST = 120
const QUOTES = '"„“”«»*_`\''
const DEADLINE_LEADS = new Set([
  'bis',
  'spaetestens',
  'by',
  'until',
  'till',
  'due',
  'before',
  'latest',
  'at',
  'on',
  'zum',
  'am',
  'frist',
  'auf',
])

/** Reads a whole phrase as a point in time; leading `bis`, `am`, `by`, `on` are tolerated, any other word is not. */
export function resolveWhen(phrase: string, options: WhenOptions): WhenResult {
  if (phrase.length > LONGEST) return notUnderstood(phrase)
  const scan = scanText(phrase, options, false)
  for (const from of starts(scan)) {
    const read = readMoment(scan, from)
    if (read && isEnd(scan, read.next)) return read.value
  }
  return notUnderstood(phrase)
}

/** "Am" and "bis" may belong to the date or stand before it, so both are tried. */
function starts(scan: Scan): number[] {
  const first = scan.tokens.findIndex(({ text }) => !QUOTES.includes(text))
  const led = skipMark(scan, skipWords(scan, first, DEADLINE_LEADS), ':')
  return first < 0 ? [] : [...new Set([first, led, wordAt(scan, first) === 'bis' ? first + 1 : first])]
}

function isEnd(scan: Scan, at: number): boolean {
  return scan.tokens.slice(at).every((token) => token.kind === 'mark' && `.!,;?${QUOTES}`.includes(token.text))
}

function notUnderstood(phrase: string): WhenResult {
  const short = phrase.trim().replace(/\s+/g, ' ')
  return {
    ok: false,
    problem: { kind: 'not-understood', phrase: short.length > 60 ? `${short.slice(0, 60)}…` : short },
  }
}
