import { isGlued, isMark, type Scan } from './tokens.ts'

/** Whether a reading may begin here: not inside an address, an id or a compound such as B41 or A-12. */
export function startsClean(scan: Scan, at: number): boolean {
  return !isGlued(scan, at) || isMark(scan, at - 1, '(„“"\',;:[')
}

/** Whether a reading may end before this token: no word, dash or slash grows on to it. */
export function endsClean(scan: Scan, next: number): boolean {
  if (!scan.tokens[next] || !isGlued(scan, next)) return true
  if (scan.tokens[next]?.kind !== 'mark' || isMark(scan, next, '-/_@&%€=+#')) return false
  return !(isMark(scan, next, '.:') && isGlued(scan, next + 1))
}

/** The text without some spans of tokens; commas and brackets that stood only for them go too, line breaks stay. */
export function cutSpans(scan: Scan, spans: readonly [from: number, next: number][]): string {
  const ends = spans.map(([from, next]): [number, number] => [scan.tokens[from]!.start, scan.tokens[next - 1]!.end])
  return ends
    .sort(([a], [b]) => b - a)
    .reduce((text, [start, end]) => cutOne(text, start, end), scan.source)
    .trim()
}

function cutOne(text: string, start: number, end: number): string {
  const [left, right] = withoutBrackets(text.slice(0, start).trimEnd(), text.slice(end).trimStart())
  const rest = right.replace(/^[.,;:!]{1,3}\s*/, '')
  if (left === '') return rest
  if (rest === '') return left.replace(/[,;:–-]$/, '').trimEnd()
  if (/^[?!)]/.test(right)) return left + right
  if (rest !== right) return left.replace(/[,;]$/, '') + right
  const line = text.slice(left.length, start).includes('\n') || /^\s*?\n/.test(text.slice(end, end + 20))
  return left + (line ? '\n' : ' ') + right
}

const PAIRS = [
  ['(', ')'],
  ['[', ']'],
  ['"', '"'],
  ['„', '“'],
  ['„', '”'],
  ['“', '”'],
] as const

function withoutBrackets(left: string, right: string): [string, string] {
  const pair = PAIRS.some(([open, close]) => left.endsWith(open) && right.startsWith(close))
  return pair ? [left.slice(0, -1).trimEnd(), right.slice(1).trimStart()] : [left, right]
}
