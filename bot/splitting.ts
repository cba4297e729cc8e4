import type { Markdown } from '../templates/template.ts'

/** Size of one part in bytes: body and HTML both count, and events end at 64 KiB. */
const MAX_BYTES = 9_000

/** Cuts a long message at paragraphs, else lines, else anywhere between characters; every part is under the limit. */
export function splitMarkdown({ source }: Markdown, maxBytes = MAX_BYTES): Markdown[] {
  if (Buffer.byteLength(source) <= maxBytes) return [{ source }]
  const pieces = cut(source, '\n\n', maxBytes)
    .flatMap((part) => cut(part, '\n', maxBytes))
    .flatMap((part) => cutHard(part, maxBytes))
  return gather(pieces, maxBytes).map((part) => ({ source: part }))
}

const cut = (text: string, at: string, maxBytes: number) =>
  Buffer.byteLength(text) <= maxBytes ? [text] : text.split(at)

/** Between words where there are any; never inside an escape or a surrogate pair. */
function cutHard(text: string, maxBytes: number): string[] {
  if (Buffer.byteLength(text) <= maxBytes) return [text]
  const parts: string[] = []
  let part = ''
  let bytes = 0
  for (const token of text.match(/\\.|&[a-z]{2,4};|[\s\S]/gu) ?? []) {
    const size = Buffer.byteLength(token)
    if (bytes + size > maxBytes) {
      parts.push(part)
      part = ''
      bytes = 0
    }
    part += token
    bytes += size
  }
  return [...parts, part]
}

/** Puts neighbours together again as long as they fit. */
function gather(pieces: string[], maxBytes: number): string[] {
  const parts: string[] = []
  for (const piece of pieces) {
    const last = parts.at(-1)
    if (last !== undefined && Buffer.byteLength(last) + Buffer.byteLength(piece) + 2 <= maxBytes)
      parts[parts.length - 1] = `${last}\n${piece}`
    else if (piece.trim() !== '') parts.push(piece)
  }
  return parts
}
