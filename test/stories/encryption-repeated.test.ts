import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { hide, keyOf, turnOn } from '../fake-encryption.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben } = people
let bot: TestBot
let room: string
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00', installation: { encryption: true } })
  room = await bot.roomOf('it')
  turnOn(bot.homeserver, room, karin)
  bot.encryption.keys.add('K')
  await bot.work()
})
afterEach(() => bot.close())

const tasks = async () => (await bot.db.task.findMany({ orderBy: { id: 'asc' } })).map(({ text }) => text)
const logged = () => bot.log.filter(({ message }) => message === 'dropped a message that was sent once before')
const cards = async () => (await bot.said()).filter((text) => text.includes('notiert'))
/** What a homeserver does that sends an encrypted message once more: the same content in a new event. */
function again(eventId: string, changes: Record<string, unknown> = {}): string {
  const event = bot.homeserver.room(room).timeline.find(({ event_id }) => event_id === eventId)
  if (!event) throw new Error(`no event ${eventId}`)
  return bot.homeserver.add(room, event.sender, event.type, { ...event.content, ...changes })
}

test('an encrypted message that the homeserver sends once more starts nothing, and the log names it', async () => {
  const first = await bot.says(anna, '!aufgabe Eins', { session: 'K' })
  const copy = again(first)
  await bot.work()
  expect(await tasks()).toEqual(['Eins'])
  expect(await cards()).toHaveLength(1)
  expect(logged()).toEqual([
    expect.objectContaining({ level: 'warn', fields: { roomId: room, eventId: copy, sender: anna } }),
  ])
  await bot.says(anna, '!aufgabe Eins', { session: 'K' }) // said twice is another matter
  expect(await tasks()).toEqual(['Eins', 'Eins'])
  expect(logged()).toHaveLength(1)
})

test('so it is after a restart, and as an answer to another message than the one it was', async () => {
  await bot.says(ben, '!aufgabe Bens', { session: 'K' })
  const card = (await bot.find('Bens')).event_id
  const first = await bot.says(anna, '!aufgabe Eins', { session: 'K' })
  await bot.restart()
  again(first, { 'm.relates_to': { 'm.in_reply_to': { event_id: card } } })
  again(first, { device_id: 'ANOTHER', sender_key: 'another' })
  await bot.work()
  expect(await tasks()).toEqual(['Bens', 'Eins'])
  expect(logged()).toHaveLength(2)
})

test('two copies in one response are one message, and told again they are still one', async () => {
  const before = (await bot.db.account.findUniqueOrThrow({ where: { id: 1 } })).syncToken ?? ''
  const first = await bot.put(anna, '!aufgabe Eins', { session: 'K' })
  again(first)
  await bot.work()
  bot.homeserver.rewind(before)
  await bot.work()
  expect(await tasks()).toEqual(['Eins'])
  expect(await cards()).toHaveLength(1)
  expect(logged()).toHaveLength(1)
})

test('copies that wait for the key are one message when it comes; so is a copy that comes after it', async () => {
  const first = await bot.says(anna, '!aufgabe Eins', { session: 'S' })
  again(first)
  await bot.work()
  bot.homeserver.toDevice.push(keyOf(room, 'S'))
  await bot.work()
  again(first)
  await bot.restart()
  expect(await tasks()).toEqual(['Eins'])
  expect(await cards()).toHaveLength(1)
  expect(logged()).toHaveLength(2)
})

test('a reaction, an edit and what was taken back before it was handled are not done by a copy either', async () => {
  const card = await bot.says(anna, '!aufgabe Eins bis morgen', { session: 'K' }).then(() => bot.find('A1 notiert'))
  const tick = { 'm.relates_to': { rel_type: 'm.annotation', event_id: card.event_id, key: '✅' } }
  const hidden = hide(room, { type: 'm.reaction', content: tick, by: anna, session: 'K', device: 'PHONE' })
  const reaction = bot.homeserver.add(room, anna, 'm.room.encrypted', hidden)
  await bot.work()
  await bot.redact(anna, reaction)
  expect(await bot.db.task.findFirst()).toMatchObject({ status: 'open' })
  bot.homeserver.add(room, anna, 'm.room.encrypted', hidden)
  await bot.work()
  expect(await bot.db.task.findFirst()).toMatchObject({ status: 'open' })

  const failed = await bot.says(anna, '!aufgabe Zwei bis Feitag', { session: 'K' })
  const edit = await bot.says(anna, '!aufgabe Zwei bis Freitag', { session: 'K', edits: failed })
  const other = await bot.says(anna, '!aufgabe Drei bis Feitag', { session: 'K' })
  again(edit)
  again(edit, { 'm.relates_to': { rel_type: 'm.replace', event_id: other } })
  const taken = await bot.put(anna, '!aufgabe Vier', { session: 'K' })
  const kept = structuredClone(bot.homeserver.room(room).timeline.at(-1)!.content)
  await bot.redact(anna, taken)
  bot.homeserver.add(room, anna, 'm.room.encrypted', kept)
  await bot.work()
  expect(await tasks()).toEqual(['Eins', 'Zwei'])
})

test('who copies what somebody else has encrypted does not keep hers from being read', async () => {
  const { type, content } = { type: 'm.room.message', content: { msgtype: 'm.text', body: '!aufgabe Eins' } }
  const hidden = hide(room, { type, content, by: anna, session: 'K', device: 'PHONE' })
  bot.homeserver.add(room, ben, 'm.room.encrypted', hidden)
  bot.homeserver.add(room, anna, 'm.room.encrypted', hidden)
  await bot.work()
  expect(await tasks()).toEqual(['Eins'])
  expect(logged()).toEqual([])
})
