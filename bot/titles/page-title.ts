import { decode } from 'html-entities'

const LONGEST_TITLE = 200
/** Where a word may be broken (soft hyphen, spaces of no width): they part nothing. */
const BREAKS = /[\u00ad\u200b\u2060\ufeff]/g
/** How far a page's own word about its character set is looked for. */
const META_BYTES = 4096

/** The bytes of a page as text: by its byte order mark, the header, its meta element, else UTF-8 or Windows-1252. */
export function decodePage(bytes: Uint8Array, contentType: string): string {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, META_BYTES))
  const told = /<meta[^>]{0,200}?charset\s*=\s*(?:["']\s*)?([\w.:-]{1,40})/i.exec(head)?.[1]
  const label =
    byteOrderMark(bytes) ??
    /charset\s*=\s*["']?([\w.:-]{1,40})/i.exec(contentType)?.[1] ??
    (told && /^utf-?16/i.test(told) ? 'utf-8' : told) // could this be read, it cannot be true (so HTML has it)
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

const START = /<(!--|(?:script|style|title)(?=[\s/>]))/gi
const ENDS: Record<string, RegExp> = { '!--': /-->/g, script: /<\/script/gi, style: /<\/style/gi, title: /<\/title/gi }

/** The first match at or behind a place. */
function find(pattern: RegExp | undefined, page: string, from: number): RegExpExecArray | undefined {
  if (!pattern) return undefined
  pattern.lastIndex = from
  return pattern.exec(page) ?? undefined
}

/** The title of a page as one line, or undefined. Comments and scripts are passed over. Linear in the page's length. */
export function titleIn(page: string): string | undefined {
  for (let from = 0; ; ) {
    const start = find(START, page, from)
    const name = start?.[1]?.toLowerCase()
    if (!start || !name) return undefined
    if (name === 'title') return readTitle(page, start.index)
    const end = find(ENDS[name], page, start.index)
    if (!end) return undefined
    from = end.index + 1
  }
}

function readTitle(page: string, at: number): string | undefined {
  const from = page.indexOf('>', at) + 1
  const end = from === 0 ? undefined : find(ENDS['title'], page, from)
  if (!end) return undefined
  const text = decode(page.slice(from, end.index).slice(0, 5000))
    .toWellFormed()
    .replace(BREAKS, '')
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
