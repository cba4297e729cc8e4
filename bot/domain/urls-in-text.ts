import { type Address, readAddress } from './canonical-url.ts'

const URL_IN_TEXT = /\bhttps?:\/\/[^\s<>"`„“”«»|\\^{}]+/gi
/** More in one message are a list that nobody wants to find again one by one. */
const MOST = 20

/** The addresses that a text contains, in order, each once. Marks of the sentence around them are left out. */
export function addressesIn(text: string): Address[] {
  const found = new Map<string, Address>()
  for (const [raw] of text.slice(0, 20_000).matchAll(URL_IN_TEXT)) {
    const address = readAddress(withoutMarks(raw))
    if (address && !found.has(address.canonical)) found.set(address.canonical, address)
    if (found.size === MOST) break
  }
  return [...found.values()]
}

/** A text with the secret parts of its addresses masked, and all else as it was. */
export const maskSecrets = (text: string): string =>
  text.replace(URL_IN_TEXT, (raw) => {
    const own = withoutMarks(raw)
    const address = readAddress(own)
    return address?.hasSecret ? address.url + raw.slice(own.length) : raw
  })

/** Without the marks that end a sentence, a bracket that was opened before, and what Markdown puts behind. */
function withoutMarks(raw: string): string {
  const url = raw.split('](', 1)[0] ?? raw
  const surplus = { ')': count(url, ')') - count(url, '('), ']': count(url, ']') - count(url, '[') }
  let end = url.length
  for (; end > 0; end--) {
    const last = url[end - 1] ?? ''
    if (/[.,;:!?…'’*_~]/.test(last)) continue
    if ((last !== ')' && last !== ']') || surplus[last] <= 0) break
    surplus[last]--
  }
  return url.slice(0, end)
}

const count = (text: string, sign: string) => text.split(sign).length - 1
