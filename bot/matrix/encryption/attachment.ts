import { createCipheriv, createDecipheriv, createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { FileRefused } from '../../chat.ts'
import { type Json, toObject, toText } from '../shapes.ts'

/** How a file was encrypted: EncryptedFile of the specification, version 2, without the address where it lies. */
export type SealedFile = {
  v: 'v2'
  key: { kty: 'oct'; key_ops: ['encrypt', 'decrypt']; alg: 'A256CTR'; k: string; ext: true }
  iv: string
  hashes: { sha256: string }
}

const CIPHER = 'aes-256-ctr'
const [KEY_BYTES, BLOCK_BYTES, HASH_BYTES] = [32, 16, 32]

/** Encrypts a file with a key of its own, which goes to the readers inside the encrypted message alone. */
export function sealFile(bytes: Uint8Array): { bytes: Buffer; sealed: SealedFile } {
  const key = randomBytes(KEY_BYTES)
  // The lower half counts the blocks and begins at 0, so that no implementation ever runs over its end.
  const iv = Buffer.concat([randomBytes(BLOCK_BYTES / 2), Buffer.alloc(BLOCK_BYTES / 2)])
  const cipher = createCipheriv(CIPHER, key, iv)
  const hidden = Buffer.concat([cipher.update(bytes), cipher.final()])
  const k = key.toString('base64url')
  return {
    bytes: hidden,
    sealed: {
      v: 'v2',
      key: { kty: 'oct', key_ops: ['encrypt', 'decrypt'], alg: 'A256CTR', k, ext: true },
      iv: unpadded(iv),
      hashes: { sha256: unpadded(sha256(hidden)) },
    },
  }
}

/** The file behind what was downloaded. Throws FileRefused where it is not what was sent, or not encrypted in this way. */
export function openFile(bytes: Uint8Array, sealed: Json): Buffer {
  const { v, key, iv, hashes } = sealed
  const { kty, alg, k } = toObject(key)
  const secret = decoded(k, KEY_BYTES)
  const start = decoded(iv, BLOCK_BYTES)
  const hash = decoded(toObject(hashes).sha256, HASH_BYTES)
  const isKnown = v === 'v2' && kty === 'oct' && alg === 'A256CTR'
  // The hash first: what somebody has changed on its way is not even decrypted.
  if (!isKnown || !secret || !start || !hash || !timingSafeEqual(sha256(bytes), hash)) throw new FileRefused('altered')
  const cipher = createDecipheriv(CIPHER, secret, start)
  return Buffer.concat([cipher.update(bytes), cipher.final()])
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

const unpadded = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '')

/** Base64 of either alphabet, if it is that of so many bytes. */
function decoded(value: unknown, length: number): Buffer | undefined {
  const bytes = Buffer.from(toText(value, 100) ?? '', 'base64')
  return bytes.length === length ? bytes : undefined
}
