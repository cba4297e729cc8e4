import { afterEach, beforeEach, expect, test } from 'vitest'
import { NotSent, Undeliverable } from '../../bot/chat.ts'
import { type TestBot, testBot } from '../bot.ts'
import { openDirectRoom } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, olga } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await openDirectRoom(bot, olga)
  await bot.tick('rooms')
})
afterEach(() => bot.close())

const change = (room: string, type: string, content: Record<string, unknown>) =>
  bot.homeserver.add(room, karin, type, content, { state_key: '' })
/** Karin replaces the room by a new one and asks the bot in. */
function upgrade(old: string): string {
  const fresh = bot.homeserver.makeRoom(karin, { predecessor: { room_id: old } }, '11')
  change(old, 'm.room.tombstone', { replacement_room: fresh })
  bot.homeserver.setMember(fresh, bot.installation.me, 'invite', karin)
  return fresh
}
const toldOperators = async (part: string) => (await bot.said(olga)).filter((line) => line.includes(part))

test('what is said in the new room before the group has moved there is handled when it has', async () => {
  const old = await bot.roomOf()
  const fresh = upgrade(old)
  bot.homeserver.setMember(fresh, bot.installation.me, 'join')
  await bot.work()
  await bot.says(karin, '!aufgabe Formulare sichten', { in: fresh })
  expect(await bot.roomOf()).toBe(old)
  expect(await bot.said(fresh)).toEqual([])
  for (let tick = 0; tick < 3; tick++) await bot.tick('rooms')
  await bot.work()
  expect(await bot.roomOf()).toBe(fresh)
  expect((await bot.said(fresh)).join()).toContain('A1 notiert')
})

test('so much is said in the new room that it is read by pages: nothing runs in circles, all of it is handled in its order', async () => {
  const old = await bot.roomOf()
  const fresh = upgrade(old)
  bot.homeserver.setMember(fresh, bot.installation.me, 'join')
  await bot.work()
  const count = 210
  for (let i = 1; i <= count; i++) await bot.put(karin, `!aufgabe Formular ${i} sichten`, { in: fresh })
  await bot.work()
  expect(await bot.said(fresh)).toEqual([])
  for (let tick = 0; tick < 3; tick++) await bot.tick('rooms')
  await bot.work()
  const tasks = await bot.db.task.findMany({ orderBy: { item: { number: 'asc' } } })
  expect(tasks.map(({ text }) => text)).toEqual(Array.from({ length: count }, (_, i) => `Formular ${i + 1} sichten`))
})

test('an answer in a thread that has to wait until the room is another one is said there, outside the thread', async () => {
  const old = await bot.roomOf()
  const thread = await bot.put(ben, 'Wie machen wir das mit den Formularen?')
  bot.homeserver.before = (request) => {
    if (request === 'send') throw new NotSent('connection refused')
  }
  const inThread = { rel_type: 'm.thread', event_id: thread, is_falling_back: true }
  const asked = { msgtype: 'm.text', body: '!aufgabe Formulare sichten', 'm.relates_to': inThread }
  bot.homeserver.add(old, karin, 'm.room.message', asked)
  await bot.work()
  const fresh = upgrade(old)
  await bot.work()
  for (let tick = 0; tick < 3; tick++) await bot.tick('rooms')
  expect(await bot.roomOf()).toBe(fresh)
  bot.homeserver.before = () => {}
  for (const minute of ['10', '20', '30']) {
    bot.travelTo(`2026-03-09T10:${minute}:00+01:00`)
    await bot.tick('rooms')
  }
  expect((await bot.said(fresh)).filter((text) => text.includes('A1 notiert'))).toHaveLength(1)
  expect(await bot.db.outboxMessage.findMany({ where: { setAsideAt: { not: null } } })).toEqual([])
})

test('a room upgrade is followed although the bot may change nothing in the space any more', async () => {
  const old = await bot.roomOf()
  const space = (await bot.db.room.findFirstOrThrow({ where: { kind: 'space' } })).id
  const fresh = upgrade(old)
  bot.homeserver.before = (request, room) => {
    if (request === 'setState' && room === space) throw new Undeliverable('403 M_FORBIDDEN')
  }
  await bot.work()
  for (let tick = 0; tick < 3; tick++) await bot.tick('rooms')
  expect(await bot.roomOf()).toBe(fresh)
  expect(await bot.ask(karin, '!mitglieder')).toContain('Karin Beispiel (Koordination)')
})

test('a room upgrade is followed as soon as the new room can be joined; group, space and people go along', async () => {
  const old = await bot.roomOf()
  const fresh = bot.homeserver.makeRoom(karin, { predecessor: { room_id: old } }, '11')
  bot.homeserver.add(
    fresh,
    karin,
    'm.room.power_levels',
    { users: { [karin]: 100, [bot.installation.me]: 100 } },
    { state_key: '' },
  )
  change(old, 'm.room.tombstone', { replacement_room: fresh })
  bot.homeserver.before = (request) => {
    if (request === 'join') throw new Error('403 not invited')
  }
  await bot.work()
  await bot.tick('rooms')
  expect(await bot.roomOf()).toBe(old)
  bot.homeserver.before = () => {}
  bot.homeserver.setMember(fresh, bot.installation.me, 'invite', karin)
  await bot.work()
  for (let tick = 0; tick < 3; tick++) await bot.tick('rooms')
  expect(await bot.roomOf()).toBe(fresh)
  const space = (await bot.db.room.findFirstOrThrow({ where: { kind: 'space' } })).id
  expect(bot.homeserver.state(space, 'm.space.child', fresh)).toMatchObject({ via: ['fake.example'] })
  expect(bot.homeserver.state(space, 'm.space.child', old)).toEqual({})
  expect(bot.homeserver.membership(fresh, anna)).toBe('invite')
  expect(await bot.ask(karin, '!mitglieder')).toContain('Karin Beispiel (Koordination)')
  expect(await bot.db.incident.count()).toBe(0)
})

test('a successor that does not name the room as its predecessor is not followed', async () => {
  const old = await bot.roomOf()
  const trap = bot.homeserver.makeRoom(people.stranger)
  change(old, 'm.room.tombstone', { replacement_room: trap })
  await bot.work()
  for (let tick = 0; tick < 3; tick++) await bot.tick('rooms', 'incidents')
  expect(await bot.roomOf()).toBe(old)
  expect(bot.homeserver.membership(trap, bot.installation.me)).toBe('leave')
  expect(await toldOperators('verweist auf einen Nachfolger')).toHaveLength(1)
})
