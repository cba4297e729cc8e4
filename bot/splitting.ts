import type { Markdown } from '../templates/template.ts'

/** Most bytes of one message's content, body and HTML together; what stands around them has room up to 20 KB. */
const MAX_BYTES = 18_000

/** Bytes that signs take beyond themselves: in HTML as entities and tags, in JSON with a backslash. */
const EXTRA: Record<string, number> = { '\n': 14, '"': 8, "'": 4, '`': 12, '*': 4, '>': 3, '\\': 2 }

/**
 * Cuts a long message behind paragraphs, else lines, else words, else anywhere between characters; put together again the
 * parts hold all of it but the line breaks where it was cut. Each takes up to `maxBytes` as body and HTML together.
 */
export function splitMarkdown({ source }: Markdown, maxBytes = MAX_BYTES): Markdown[] {
  if (sizeOf(source) <= maxBytes) return [{ source }]
  const pieces = cut(source, /(?<=\n\n)/, maxBytes)
    .flatMap((part) => cut(part, /(?<=\n)/, maxBytes))
    .flatMap((part) => cutHard(part, maxBytes))
  return gather(pieces, maxBytes).map((part) => ({ source: part }))
}

/** Body and HTML of a piece, never less than they will take. */
function sizeOf(source: string): number {
  let size = 2 * Buffer.byteLength(source)
  for (const sign of source) size += EXTRA[sign] ?? 0
  return size
}

const cut = (text: string, behind: RegExp, maxBytes: number) => (sizeOf(text) <= maxBytes ? [text] : text.split(behind))

/** Behind words where there are any; never inside an escape, an entity or a surrogate pair. */
function cutHard(text: string, maxBytes: number): string[] {
  if (sizeOf(text) <= maxBytes) return [text]
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const token of text.match(/\\.|&[a-z]{2,4};|[\s\S]/gu) ?? []) {
    const more = sizeOf(token)
    if (part !== '' && size + more > maxBytes) {
      const space = part.lastIndexOf(' ') + 1
      const end = space > part.length / 2 ? space : part.length
      parts.push(part.slice(0, end))
      part = part.slice(end)
      size = sizeOf(part)
    }
    part += token
    size += more
  }
  return [...parts, part]
}

/** Puts neighbours together again as long as they fit. */
function gather(pieces: readonly string[], maxBytes: number): string[] {
  const parts: string[] = []
  let part = ''
  let size = 0
  for (const piece of [...pieces, undefined]) {
    const more = piece === undefined ? Number.POSITIVE_INFINITY : sizeOf(piece)
    if (size + more > maxBytes) {
      if (part.trim() !== '') parts.push(part.replace(/^\n+/, '').trimEnd())
      part = ''
      size = 0
    }
    part += piece ?? ''
    size += more
  }
  return parts
}
