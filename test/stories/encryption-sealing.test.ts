import { afterEach, beforeEach, expect, test } from 'vitest'
import { NotSent } from '../../bot/chat.ts'
import { createSeal } from '../../bot/matrix/encryption/sealing.ts'
import { Refused } from '../../bot/matrix/request.ts'
import { type TestBot, testBot } from '../bot.ts'
import { stateRequest, turnOn } from '../fake-encryption.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben, dora, stranger } = people
let bot: TestBot
let room: string
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00', installation: { encryption: true } })
  room = await bot.roomOf('it')
})
afterEach(() => bot.close())

/** The types of what the bot has sent there, in order. */
const types = (place = room) =>
  bot.homeserver
    .room(place)
    .timeline.filter(
      ({ sender, type }) => sender === bot.installation.me && /^m\.room\.(message|encrypted)$/.test(type),
    )
    .map(({ type }) => type)
const count = (request: string) => bot.homeserver.requests.filter((name) => name === request).length
const failing = (name: string, error: Error) => (request: string) => {
  if (request === name) throw error
}
/** Time goes on until whatever was put off is tried again. */
async function later() {
  bot.travelTo(new Date(+bot.clock() + 6 * 60_000).toISOString())
  await bot.work()
}
const seal = () => createSeal({ db: bot.db, request: stateRequest(bot.homeserver), encryption: bot.encryption })
const message = (roomId = room) => ({ id: 'one', roomId, type: 'm.room.message', content: { body: 'Hallo' } })
/** The homeserver knows that the room is encrypted, and the sync has not told yet. */
const hideFromSync = (roomId: string) => {
  const event = { ...bot.homeserver.room(roomId).timeline[0]!, content: { algorithm: 'm.megolm.v1.aes-sha2' } }
  bot.homeserver.room(roomId).state.set('m.room.encryption|', event)
}

test.each([
  ['500', new Error('GET state: 500')],
  ['403', new Refused('GET state', 403, 'M_FORBIDDEN', 'not for you')],
  ['429', new NotSent('GET state: 429', 7000)],
  ['a time-out', new DOMException('timeout', 'TimeoutError')],
  ['404 of a proxy', new Refused('GET state', 404, 'M_UNRECOGNIZED', 'no such path')],
])('while nobody says whether a room is encrypted (%s) nothing is sent; later it is, once', async (_name, error) => {
  bot.homeserver.before = failing('state', error)
  await bot.says(anna, '!aufgabe Eins')
  await later()
  expect(types()).toEqual([])
  expect(count('send')).toBe(0)
  bot.homeserver.before = () => {}
  hideFromSync(room)
  await later()
  await later()
  expect(types()).toEqual(['m.room.encrypted'])
  expect(await bot.said()).toEqual([expect.stringContaining('A1 notiert')])
})

test('a room without encryption is asked about once, and spoken to in clear', async () => {
  await bot.says(anna, '!aufgabe Eins')
  await bot.says(anna, '!aufgabe Zwei')
  expect(types()).toEqual(['m.room.message', 'm.room.message'])
  expect(count('state')).toBe(1)
  await bot.restart()
  await bot.says(anna, '!aufgabe Drei')
  expect(count('state')).toBe(2)
})

test('a room that becomes encrypted is followed at once, also with what waits to be said, and never left again', async () => {
  await bot.says(anna, '!aufgabe Eins')
  bot.homeserver.before = failing('send', new NotSent('429', 7000))
  await bot.says(anna, '!aufgabe Zwei')
  turnOn(bot.homeserver, room, karin)
  bot.homeserver.before = () => {}
  await later()
  expect(types()).toEqual(['m.room.message', 'm.room.encrypted'])
  await bot.restart()
  bot.homeserver.room(room).state.delete('m.room.encryption|')
  await bot.says(anna, '!aufgabe Drei')
  expect(types()).toEqual(['m.room.message', 'm.room.encrypted', 'm.room.encrypted'])
  expect(bot.encryption.encrypted.at(-1)?.room).toMatchObject({ algorithm: 'm.megolm.v1.aes-sha2' })
})

test.each([
  ['500', new Error('500')],
  ['403', new Refused('POST keys/claim', 403, 'M_FORBIDDEN', 'no')],
  ['429', new NotSent('PUT sendToDevice: 429', 7000)],
  ['a time-out', new DOMException('timeout', 'TimeoutError')],
])('while keys cannot be handed out (%s) nothing is sent; later it is, once', async (_name, error) => {
  turnOn(bot.homeserver, room, karin)
  bot.encryption.before = (what) => {
    if (what === 'encrypt') throw error
  }
  await bot.says(anna, '!aufgabe Eins')
  await later()
  expect(types()).toEqual([])
  const wait = error instanceof NotSent ? 7000 : undefined
  await expect(seal()(message())).rejects.toSatisfy((it) => it instanceof NotSent && it.retryAfterMs === wait)
  bot.encryption.before = () => {}
  await later()
  await later()
  expect(types()).toEqual(['m.room.encrypted'])
  expect(await bot.db.incident.count()).toBe(0)
})

test('a room that encrypts in an unknown way gets nothing, in clear least of all, and operators learn of it', async () => {
  turnOn(bot.homeserver, room, karin, 'm.future.v9')
  await bot.says(anna, '!aufgabe Eins')
  await later()
  expect(types()).toEqual([])
  expect(await bot.db.outboxMessage.findFirst({ where: { roomId: room } })).toMatchObject({
    setAsideAt: expect.any(Date),
  })
  expect(await bot.db.incident.count({ where: { key: { startsWith: `undeliverable:${room}` } } })).toBe(1)
})

test('a state event that takes encryption back does not bring clear messages back', async () => {
  turnOn(bot.homeserver, room, karin)
  bot.homeserver.add(room, karin, 'm.room.encryption', {}, { state_key: '' })
  await bot.says(anna, '!aufgabe Eins')
  await later()
  expect(types()).toEqual([])
})

test('where the room is known to be encrypted and nobody says how, it waits', async () => {
  await bot.db.room.update({ where: { id: room }, data: { encrypted: true, encryption: null } })
  await bot.says(anna, '!aufgabe Eins')
  await later()
  expect(types()).toEqual([])
  hideFromSync(room)
  await later()
  expect(types()).toEqual(['m.room.encrypted'])
})

test('readers are who is in the room or invited; only who is in it where history begins with joining', async () => {
  turnOn(bot.homeserver, room, karin)
  bot.homeserver.setMember(room, ben, 'leave')
  bot.homeserver.setMember(room, stranger, 'invite', karin)
  await bot.says(anna, '!aufgabe Eins')
  const readers = () => [...(bot.encryption.encrypted.at(-1)?.readers ?? [])].sort()
  const present = [bot.installation.me, anna, dora, karin].sort()
  expect(readers()).toEqual([...present, stranger].sort())
  bot.homeserver.add(room, karin, 'm.room.history_visibility', { history_visibility: 'joined' }, { state_key: '' })
  await bot.says(anna, '!aufgabe Zwei')
  expect(readers()).toEqual(present)
})

test('into a room of which nobody has said yet who is in it nothing is sent, for nobody could read it', async () => {
  const made = bot.homeserver.makeRoom(bot.installation.me)
  turnOn(bot.homeserver, made, bot.installation.me)
  await expect(seal()(message(made))).rejects.toBeInstanceOf(NotSent)
  await bot.work()
  expect(await seal()(message(made))).toMatchObject({ type: 'm.room.encrypted' })
})

test('reactions and redactions go in clear, as clients expect them; a message bears outside what it is found by', async () => {
  turnOn(bot.homeserver, room, karin)
  await bot.work()
  for (const type of ['m.reaction', 'm.room.redaction'])
    expect(await seal()({ ...message(), type })).toEqual({ type, content: { body: 'Hallo' } })
  const { content } = await seal()(message())
  expect(content).not.toHaveProperty('body')
  expect(Object.values(content)).toContain('one')
})
