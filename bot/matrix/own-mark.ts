import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { KEY, TRACE } from '../mark.ts'
import { type Json, toObject, toText } from './shapes.ts'

const CIPHER = 'aes-256-gcm'
const [NONCE, TAG] = [12, 16]
/** A mark is a multiple of this long: its length must not tell what was said. */
const STEP = 256

/** A new secret of marks. */
export const newMarkSecret = (): string => randomBytes(32).toString('base64url')

/**
 * What marks an own message (key and trace), hidden from everybody but who has the database. It stands in the clear part
 * of an encrypted message, so that the message is known also by an encryption store that cannot read it.
 */
export function hideMark(secret: string, roomId: string, content: Json): string {
  const mark = Buffer.from(JSON.stringify({ [KEY]: content[KEY], [TRACE]: content[TRACE] }))
  const padded = Buffer.alloc(Math.ceil(mark.length / STEP) * STEP, ' ')
  mark.copy(padded)
  const nonce = randomBytes(NONCE)
  const cipher = createCipheriv(CIPHER, Buffer.from(secret, 'base64url'), nonce)
  cipher.setAAD(Buffer.from(roomId))
  return Buffer.concat([nonce, cipher.update(padded), cipher.final(), cipher.getAuthTag()]).toString('base64url')
}

/** The marks of an own message of this room; undefined where it has none that was hidden with this secret. */
export function readMark(secret: string, roomId: string, hidden: unknown): Json | undefined {
  const bytes = Buffer.from(toText(hidden, 200_000) ?? '', 'base64url')
  if (bytes.length < NONCE + TAG) return undefined
  try {
    const decipher = createDecipheriv(CIPHER, Buffer.from(secret, 'base64url'), bytes.subarray(0, NONCE), {
      authTagLength: TAG,
    })
    decipher.setAAD(Buffer.from(roomId))
    decipher.setAuthTag(bytes.subarray(-TAG))
    const mark = Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()])
    return toObject(JSON.parse(mark.toString()))
  } catch {
    return undefined // of another room, or of another secret, or tampered with
  }
}
