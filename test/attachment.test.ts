import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { openFile, type SealedFile, sealFile } from '../bot/matrix/encryption/attachment.ts'

const TEXT = 'BEGIN:VCALENDAR\r\nSUMMARY:Übergabe\r\nEND:VCALENDAR\r\n'
const raw = (text: string) => Buffer.from(text, 'base64')
const altered = expect.objectContaining({ kind: 'altered' })
const thrownBy = (open: () => unknown) => {
  try {
    return open()
  } catch (error) {
    return error
  }
}

test('what was encrypted is described as the specification wants it, and read again', () => {
  const { bytes, sealed } = sealFile(Buffer.from(TEXT))
  expect(sealed).toEqual({
    v: 'v2',
    key: {
      kty: 'oct',
      key_ops: ['encrypt', 'decrypt'],
      alg: 'A256CTR',
      k: expect.stringMatching(/^[\w-]{43}$/),
      ext: true,
    },
    iv: expect.stringMatching(/^[A-Za-z0-9+/]{22}$/),
    hashes: { sha256: createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '') },
  })
  expect(raw(sealed.iv).subarray(8)).toEqual(Buffer.alloc(8))
  expect(bytes).toHaveLength(Buffer.byteLength(TEXT))
  expect(String(openFile(bytes, sealed))).toBe(TEXT)
})

test('key and counter are other ones each time', () => {
  const all = Array.from({ length: 50 }, () => sealFile(Buffer.from(TEXT)).sealed)
  expect(new Set(all.map(({ key }) => key.k)).size).toBe(50)
  expect(new Set(all.map(({ iv }) => iv)).size).toBe(50)
})

test.each([
  ['5xJZTt5cQicm+9f4', 'YzF08lARDdOCzJpzuSwsjTNlQc4pHxpdHcXiD/wpK6k', 'Hello, World'],
  [
    'zhtFStAeFx0s+9L/sSQO+WQMtldqYEHqTxMduJrCIpnkyer09kxJJuA4K+adQE4w+7jZe/vR9kIcqj9rOhDR8Q',
    'IOq7/dHHB+mfHfxlRY5XMeCWEwTPmlf4cJcgrkf6fVU',
    'alphanumerically'.repeat(4),
  ],
])('the vectors by which other clients test themselves are read: %s', (hidden, sha256, text) => {
  const key = { kty: 'oct', key_ops: ['encrypt', 'decrypt'], alg: 'A256CTR', k: `${'_'.repeat(42)}8`, ext: true }
  const sealed = { v: 'v2', key, iv: '//////////8AAAAAAAAAAA', hashes: { sha256 } }
  expect(thrownBy(() => String(openFile(raw(hidden), sealed)))).toBe(text)
})

test('a file longer than one block is encrypted block by block, counting on', () => {
  const text = randomBytes(5000)
  const { bytes, sealed } = sealFile(text)
  const cipher = createCipheriv('aes-256-ctr', Buffer.from(sealed.key.k, 'base64url'), raw(sealed.iv))
  expect(bytes).toEqual(Buffer.concat([cipher.update(text), cipher.final()]))
  expect(openFile(bytes, sealed)).toEqual(text)
})

test('whatever was changed on the way, and whatever is described otherwise, is refused', () => {
  const { bytes, sealed } = sealFile(Buffer.from(TEXT))
  const changed = Buffer.from(bytes)
  changed[3] = (changed[3] ?? 0) ^ 1
  for (const one of [changed, bytes.subarray(1), Buffer.alloc(0)])
    expect(thrownBy(() => openFile(one, sealed))).toEqual(altered)
  const wrong: Record<string, unknown>[] = [
    { ...sealed, v: 'v1' },
    { ...sealed, v: undefined },
    { ...sealed, hashes: {} },
    { ...sealed, hashes: { sha256: 'AAAA' } },
    { ...sealed, hashes: { sha256: sealFile(Buffer.from('x')).sealed.hashes.sha256 } },
    { ...sealed, iv: 'AAAA' },
    { ...sealed, iv: 5 },
    { ...sealed, key: null },
    { ...sealed, key: { ...sealed.key, k: sealed.key.k.slice(4) } },
    { ...sealed, key: { ...sealed.key, alg: 'A128CTR' } },
    { ...sealed, key: { ...sealed.key, kty: 'RSA' } },
    {},
  ]
  for (const one of wrong) expect(thrownBy(() => openFile(bytes, one))).toEqual(altered)
})

test('padding and either alphabet are read', () => {
  const { bytes, sealed } = sealFile(Buffer.from(TEXT))
  const padded: SealedFile = { ...sealed, iv: `${sealed.iv}==`, hashes: { sha256: `${sealed.hashes.sha256}=` } }
  expect(String(openFile(bytes, padded))).toBe(TEXT)
})
