import { createHash } from 'node:crypto'

/** First byte of a Megolm message, and the tag of its first field, the index. */
const [VERSION, INDEX] = [3, 0x08]
/** Of the longest number there is. */
const MOST_BYTES = 5

/**
 * Which message of its session a ciphertext is that could be read: its index, which every client counts up and its device
 * has signed. The same message in another spelling gives the same. What is built in a way that no client does is known by
 * all its bytes.
 */
export function messageIn(ciphertext: unknown): string {
  const bytes = Buffer.from(typeof ciphertext === 'string' ? ciphertext : '', 'base64')
  return indexOf(bytes) ?? `sha256:${createHash('sha256').update(bytes).digest('base64url')}`
}

function indexOf(bytes: Buffer): string | undefined {
  if (bytes[0] !== VERSION || bytes[1] !== INDEX) return undefined
  let index = 0
  for (let place = 0; place < MOST_BYTES; place++) {
    const byte = bytes[2 + place]
    if (byte === undefined) return undefined
    index += (byte & 0x7f) * 2 ** (7 * place)
    if (byte < 0x80) return `${index}`
  }
  return undefined
}
