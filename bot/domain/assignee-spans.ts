import type { Assignee } from './assignees.ts'
import { tidy } from './naming.ts'

/** A place in a text that names assignees. `keep` stands there instead; `onlyAtEnd`: it counts only with nothing after it. */
export type Span = { start: number; end: number; assignees: Assignee[]; onlyAtEnd: boolean; keep?: string }

/** The spans that count: those bound to the end must have nothing but marks and other spans after them. */
export function withoutLooseEnds(text: string, spans: readonly Span[]): Span[] {
  const kept: Span[] = []
  let from = text.length
  let atEnd = true
  for (const span of spans.toReversed()) {
    atEnd &&= /^[\s.,;!]*$/.test(text.slice(span.end, from))
    if (span.onlyAtEnd && !atEnd) continue
    kept.unshift(span)
    from = span.start
  }
  return kept
}

/** The text without the spans, tidied up. */
export function cutSpans(text: string, spans: readonly Span[]): string {
  if (spans.length === 0) return text.trim()
  const rest = spans.reduceRight(
    (left, { start, end, keep = '' }) => left.slice(0, start) + keep + left.slice(end),
    text,
  )
  return tidy(rest)
}
