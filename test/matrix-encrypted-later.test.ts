import { expect, test } from 'vitest'
import { NotSent } from '../bot/chat.ts'
import { matrixChat } from '../bot/matrix/chat.ts'
import type { Client } from '../bot/matrix/client.ts'
import type { Encryption } from '../bot/matrix/encryption/encryption.ts'
import { createSeal } from '../bot/matrix/encryption/sealing.ts'
import { Refused, type Request } from '../bot/matrix/request.ts'
import { ANNA, event, joined, ME, member, NOON, openStore, ROOM, receive, state } from './matrix-sync.ts'

const ENCRYPTION = { algorithm: 'm.megolm.v1.aes-sha2' }
const message = (id: string) => ({ id, roomId: ROOM, type: 'm.room.message', content: { body: id } })

/** A bot's chat at a homeserver of which only this room counts: its encryption, and what was sent. */
async function openChat() {
  const db = await openStore()
  const at = { isEncrypted: false, types: [] as string[], readers: [] as string[][], timeline: [] as unknown[] }
  const held: { what: string; go: PromiseWithResolvers<void> }[] = []
  const hold = async (what: string) => held.find((one) => one.what === what)?.go.promise
  const request: Request = async (_method, path) => {
    if (path.includes('/messages')) return { chunk: at.timeline }
    if (path.includes('/state/m.room.encryption')) {
      if (!at.isEncrypted) throw new Refused(path, 404, 'M_NOT_FOUND', '')
      return ENCRYPTION
    }
    const type = /\/send\/([^/]+)/.exec(path)?.[1] ?? ''
    await hold(type)
    at.types.push(type)
    return { event_id: `$sent${at.types.length}` }
  }
  const sdk = {
    async sendStateEvent() {
      at.isEncrypted = true
      at.types.push('becomes encrypted')
      await hold('state')
      return '$state'
    },
  }
  const encryption = {
    encrypt: async (_roomId: string, _room: unknown, readers: string[]) => {
      at.readers.push([...readers])
      return { ciphertext: 'x' }
    },
  } as unknown as Encryption
  const client = { request, sdk } as unknown as Client
  const seal = createSeal({ db, request, encryption })
  const holding = (what: string) => {
    const go = Promise.withResolvers<void>()
    held.push({ what, go })
    return () => go.resolve()
  }
  return { db, at, holding, chat: matrixChat({ client, userId: ME, clock: () => NOON, seal }) }
}

const inside = [member(ME, 'join'), member(ANNA, 'join')]

test('from the moment at which the bot switches encryption on nothing leaves in clear, not even what was on its way', async () => {
  const { db, at, holding, chat } = await openChat()
  await receive(db, joined([], [state('m.room.create', {}, { sender: ME }), ...inside]))
  await chat.send(message('one'))
  const [sendNow, answerNow] = [holding('m.room.message'), holding('state')]
  const two = chat.send(message('two'))
  const change = chat.setState(ROOM, 'm.room.encryption', '', ENCRYPTION)
  const three = chat.send(message('three'))
  sendNow()
  answerNow()
  await Promise.all([two, change, three])
  await chat.send(message('four'))
  expect(at.types).toEqual([
    ...['m.room.message', 'm.room.message', 'becomes encrypted'],
    ...['m.room.encrypted', 'm.room.encrypted'],
  ])
})

test('what was tried in clear is looked for before it is sent encrypted, because its id does not count there', async () => {
  const { db, at, chat } = await openChat()
  await receive(db, joined([state('m.room.encryption', ENCRYPTION)], inside))
  const unsigned = { age: 1000, transaction_id: 'lost' }
  at.timeline.push(event('m.room.message', { body: 'lost' }, { sender: ME, event_id: '$arrived', unsigned }))
  expect(await chat.send({ ...message('lost'), triedSince: NOON })).toBe('$arrived')
  expect(await chat.send({ ...message('new'), triedSince: NOON })).toBe('$sent1')
  expect(at.types).toEqual(['m.room.encrypted'])
})

test('nothing is said in a room before the sync has told who is there, and in a direct room before it has told of its person', async () => {
  const { db, at, chat } = await openChat()
  at.isEncrypted = true
  await db.room.create({ data: { id: ROOM, kind: 'direct', personId: ANNA, membership: 'join', updatedAt: NOON } })
  await expect(chat.send(message('too soon'))).rejects.toThrow(NotSent)
  await receive(db, joined([state('m.room.encryption', ENCRYPTION)], [member(ME, 'join')]))
  await expect(chat.send(message('still too soon'))).rejects.toThrow(NotSent)
  await receive(db, joined([member(ANNA, 'invite', { sender: ME })]))
  await chat.send(message('now'))
  expect(at.readers).toEqual([[ME, ANNA]])
})

test('the successor of a group’s encrypted room is not spoken in before it is encrypted itself', async () => {
  const { db, at, chat } = await openChat()
  await db.room.create({ data: { id: '!old:example.org', membership: 'join', encrypted: true, updatedAt: NOON } })
  const creation = state('m.room.create', { predecessor: { room_id: '!old:example.org' } })
  await receive(db, joined([], [creation, ...inside]))
  await db.room.update({ where: { id: ROOM }, data: { kind: 'group' } })
  await expect(chat.send(message('too soon'))).rejects.toThrow(NotSent)
  await chat.setState(ROOM, 'm.room.encryption', '', ENCRYPTION)
  await chat.send(message('now'))
  expect(at.types).toEqual(['becomes encrypted', 'm.room.encrypted'])
})
