import { expect, test } from 'vitest'
import { messageIn } from '../bot/matrix/encryption/message-index.ts'

const spelled = (bytes: readonly number[]) => Buffer.from(bytes).toString('base64')
const rest = [0x12, 0x02, 7, 7, ...Array(72).fill(9)]

test('a message is known by its index, of whatever length', () => {
  for (const [bytes, index] of [
    [[0], '0'],
    [[1], '1'],
    [[0x7f], '127'],
    [[0x80, 0x01], '128'],
    [[0xff, 0xff, 0xff, 0xff, 0x0f], '4294967295'],
  ] as const)
    expect(messageIn(spelled([3, 0x08, ...bytes, ...rest]))).toBe(index)
})

test('however it is spelled', () => {
  const text = spelled([3, 0x08, 0xfb, 0x01, ...rest])
  for (const other of [
    text.replace(/=+$/, ''),
    `${text}==`,
    ` ${text}\n`,
    text.replaceAll('+', '-').replaceAll('/', '_'),
  ])
    expect(messageIn(other)).toBe('251')
})

test('what no client writes is known by its bytes', () => {
  const odd = [
    [4, 0x08, 1, ...rest],
    [3, 0x12, 0x02, 7, 7, 0x08, 1],
    [3, 0x08],
    [3, 0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1],
    [],
  ].map(spelled)
  expect(new Set(odd.map(messageIn)).size).toBe(odd.length)
  for (const text of odd) expect(messageIn(text)).toMatch(/^sha256:/)
  expect(messageIn(odd[1]?.replace(/=+$/, ''))).toBe(messageIn(odd[1]))
  expect(messageIn(undefined)).toBe(messageIn(''))
})
