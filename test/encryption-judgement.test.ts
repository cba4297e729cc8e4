import { expect, test } from 'vitest'
import { toFailure, toTrust } from '../bot/matrix/encryption/judgement.ts'
import { REQUEST, SHIELD } from '../bot/matrix/encryption/library.ts'
import { toRotation } from '../bot/matrix/encryption/rotation.ts'
import { type Outgoing, openSend } from '../bot/matrix/encryption/sender.ts'

const HOUR = 3_600_000_000n

test.each([
  [{}, { microseconds: 168n * HOUR, messages: 100n }],
  [
    { rotationPeriodMs: 86_400_000, rotationPeriodMessages: 20 },
    { microseconds: 24n * HOUR, messages: 20n },
  ],
  [
    { rotationPeriodMs: 1, rotationPeriodMessages: 0 },
    { microseconds: HOUR, messages: 1n },
  ],
  [
    { rotationPeriodMs: 1e300, rotationPeriodMessages: -5 },
    { microseconds: 720n * HOUR, messages: 1n },
  ],
  [
    { rotationPeriodMs: Number.NaN, rotationPeriodMessages: 1e9 },
    { microseconds: 168n * HOUR, messages: 10_000n },
  ],
])('a room that asks for %o gets keys for %o', (room, rotation) => {
  expect(toRotation(room)).toEqual(rotation)
})

test('a shield tells of the device whether its owner signed it; nothing known is not signed', () => {
  const { none, unverifiedIdentity, verificationViolation, mismatchedSender } = SHIELD
  expect([none, unverifiedIdentity, verificationViolation].map(toTrust)).toEqual(['signed', 'signed', 'signed'])
  expect(toTrust(mismatchedSender)).toBe('forged')
  const { unsignedDevice, unknownDevice, authenticityNotGuaranteed } = SHIELD
  const others = [unsignedDevice, unknownDevice, authenticityNotGuaranteed, 99, undefined]
  expect(others.map(toTrust)).toEqual(others.map(() => 'unsigned'))
})

const NO_KEY = "Can't find the room key to decrypt the event, withheld code: "
test.each([
  [`${NO_KEY}None`, true, undefined],
  [`${NO_KEY}Some("m.unverified")`, true, 'm.unverified'],
  ['The message was encrypted using an unknown message index, first known index 3, index of the message 1', true],
  ['Failed decrypting Megolm message, invalid padding', false, undefined],
])('of „%s“ a later key helps: %s', (message, isKeyMissing, withheld?: string) => {
  expect(toFailure(new Error(message))).toEqual({ isKeyMissing, withheld, reason: message })
})

/** A way out whose homeserver answers the same to everything. */
function wayOut(answer: unknown) {
  const said: string[] = []
  const machine = { markRequestAsSent: async (id: string) => void said.push(`marked ${id}`) }
  const send = openSend({
    machine: machine as never,
    request: async (method, path, options) => {
      said.push(`${method} ${path} ${JSON.stringify(options?.body)}`)
      return answer
    },
    hold: (_args, call) => call(),
    log: (line) => void said.push(line),
  })
  return { said, send }
}

const outgoing = (type: number, more: Partial<Outgoing> = {}): Outgoing => ({
  id: 'r1',
  type,
  body: '{"a":1}',
  ...more,
})

test('a message to devices goes under its own type and id, which is also how it is marked', async () => {
  const { said, send } = wayOut({})
  await send(outgoing(REQUEST.toDevice, { id: '', eventType: 'm.room.encrypted', txnId: 't/1' }))
  expect(said).toEqual(['PUT /_matrix/client/v3/sendToDevice/m.room.encrypted/t%2F1 {"a":1}', 'marked t/1'])
})

test('a message to devices without type is not sent anywhere', async () => {
  const { said, send } = wayOut({})
  await expect(send(outgoing(REQUEST.toDevice))).rejects.toThrow('without its address')
  expect(said).toEqual([])
})

test('signatures are unwrapped, and failures in a friendly answer are failures', async () => {
  const body = '{"signed_keys":{"@a:b":{}}}'
  const good = wayOut({ failures: {} })
  await good.send(outgoing(REQUEST.signatureUpload, { body }))
  expect(good.said).toEqual(['POST /_matrix/client/v3/keys/signatures/upload {"@a:b":{}}', 'marked r1'])
  const bad = wayOut({ failures: { '@a:b': { DEVICE: { errcode: 'M_INVALID_SIGNATURE' } } } })
  await expect(bad.send(outgoing(REQUEST.signatureUpload, { body }))).rejects.toThrow(/does not take a signature/)
  expect(bad.said.some((line) => line.startsWith('marked'))).toBe(false)
})

test('a backup of keys is never sent, and that is said', async () => {
  const { said, send } = wayOut({})
  await send(outgoing(REQUEST.keysBackup))
  expect(said).toEqual([expect.stringContaining('not sent')])
})
