import { decode } from 'html-entities'

const LONGEST_TITLE = 200
/** How far a page's own word about its character set is looked for. */
const META_BYTES = 4096

/** The bytes of a page as text: by its byte order mark, the header, its meta element, else UTF-8 or Windows-1252. */
export function decodePage(bytes: Uint8Array, contentType: string): string {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, META_BYTES))
  const label =
    byteOrderMark(bytes) ??
    /charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType)?.[1] ??
    /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1]
  const decoder = label ? decoderOf(label) : undefined
  if (decoder) return decoder.decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return new TextDecoder('windows-1252').decode(bytes)
  }
}

function byteOrderMark([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  return a === 0xfe && b === 0xff ? 'utf-16be' : a === 0xff && b === 0xfe ? 'utf-16le' : undefined
}

function decoderOf(label: string): TextDecoder | undefined {
  try {
    return new TextDecoder(label)
  } catch {
    return undefined // a set that nobody knows
  }
}

/** The title of a page as one line, or undefined. Comments and scripts are passed over. Linear in the page's length. */
export function titleIn(page: string): string | undefined {
  const lower = page.toLowerCase()
  for (let at = lower.indexOf('<'); at >= 0; at = lower.indexOf('<', at + 1)) {
    if (lower.startsWith('<!--', at)) at = lower.indexOf('-->', at)
    else if (isTag(lower, at, 'script')) at = lower.indexOf('</script', at)
    else if (isTag(lower, at, 'style')) at = lower.indexOf('</style', at)
    else if (isTag(lower, at, 'title')) return readTitle(page, lower, at)
    if (at < 0) return undefined
  }
  return undefined
}

const isTag = (lower: string, at: number, name: string) =>
  lower.startsWith(name, at + 1) && /[\s/>]/.test(lower[at + 1 + name.length] ?? '')

function readTitle(page: string, lower: string, at: number): string | undefined {
  const from = lower.indexOf('>', at) + 1
  const to = lower.indexOf('</title', from)
  if (from === 0 || to < 0) return undefined
  const text = decode(page.slice(from, to).slice(0, 5000))
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
  const characters = [...text]
  return (
    (characters.length <= LONGEST_TITLE
      ? text
      : `${characters
          .slice(0, LONGEST_TITLE - 1)
          .join('')
          .trimEnd()}…`) || undefined
  )
}
