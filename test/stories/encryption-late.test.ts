import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Late, takeIn } from '../../bot/matrix/sync.ts'
import { type TestBot, testBot } from '../bot.ts'
import { hide, keyOf, turnOn, withheldKey } from '../fake-encryption.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben } = people
let bot: TestBot
let room: string
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00', installation: { encryption: true } })
  room = await bot.roomOf('it')
  turnOn(bot.homeserver, room, karin)
  await bot.work()
})
afterEach(() => bot.close())

const tasks = async () => (await bot.db.task.findMany({ orderBy: { id: 'asc' } })).map(({ text }) => text)
const arrives = (session: string) => bot.homeserver.toDevice.push(keyOf(room, session))
const logged = (message: string) => bot.log.filter((line) => line.message === message)
const cards = async () => (await bot.said()).filter((text) => text.includes('notiert'))
const complaints = async () =>
  (await bot.events()).filter(({ content }) => /nicht lesen|not read/.test(`${content['body']}`))
const repliedTo = ({ content }: { content: Record<string, unknown> }) =>
  (content['m.relates_to'] as { 'm.in_reply_to': { event_id: string } })['m.in_reply_to'].event_id
/** Minutes later, while the bot goes on listening, and the job looks at each of them. */
async function pass(minutes: number) {
  for (let i = 0; i < minutes; i++) {
    bot.travelTo(new Date(+bot.clock() + 60_000).toISOString())
    await bot.work()
    await bot.tick('unreadable')
  }
}
/** The homeserver tells again what it has told since this moment. */
const mark = async () => (await bot.db.account.findUniqueOrThrow({ where: { id: 1 } })).syncToken ?? ''

test('three messages wait for one key, and are obeyed once and in their order before what came with the key', async () => {
  await bot.says(anna, '!aufgabe Eins bis morgen', { session: 'S' })
  await bot.says(anna, '!aufgabe Zwei bis morgen', { session: 'S' })
  expect(await tasks()).toEqual([])
  expect(logged('a message cannot be read yet')).toHaveLength(2)
  arrives('S')
  await bot.says(anna, '!aufgabe Drei bis morgen', { session: 'S' })
  expect(await tasks()).toEqual(['Eins', 'Zwei', 'Drei'])
  expect((await cards()).map((text) => /A\d/.exec(text)?.[0])).toEqual(['A1', 'A2', 'A3'])
  await bot.restart()
  expect(await tasks()).toHaveLength(3)
  expect(await bot.db.unreadableEvent.count()).toBe(0)
})

test('dates count from when it was said, not from when it could be read', async () => {
  await bot.says(anna, '!aufgabe Gestern gesagt bis morgen', { session: 'S' })
  bot.travelTo('2026-03-10T09:00:00+01:00')
  arrives('S')
  await bot.work()
  expect(await bot.db.task.findFirst()).toMatchObject({ dueDay: '2026-03-10' })
})

test('a key of another room or session helps nothing; the others’ messages are not held up', async () => {
  await bot.says(anna, '!aufgabe Wartet', { session: 'S' })
  bot.homeserver.toDevice.push(keyOf(room, 'other'))
  await bot.says(ben, '!aufgabe Geht', { session: 'other' })
  expect(await tasks()).toEqual(['Geht'])
  arrives('S')
  await bot.work()
  expect(await tasks()).toEqual(['Geht', 'Wartet'])
})

test('what can be read by a key that was stored before the process ended is read at its start', async () => {
  await bot.says(anna, '!aufgabe Eins', { session: 'S' })
  await bot.says(ben, '!aufgabe Zwei', { session: 'T' })
  bot.encryption.keys.add('S').add('T')
  expect(await tasks()).toEqual([])
  await bot.restart()
  expect(await tasks()).toEqual(['Eins', 'Zwei'])
})

test('a key is not lost where what came with it cannot be stored yet', async () => {
  await bot.says(anna, '!aufgabe Eins', { session: 'S' })
  arrives('S')
  await bot.put(ben, 'Guten Morgen')
  const response = bot.homeserver.sync() as { rooms: { join: Record<string, { timeline: { limited: boolean } }> } }
  Object.assign(response.rooms.join[room]?.timeline ?? {}, { limited: true })
  const late: Late = { keys: [], rooms: [] }
  let isDown = true
  const request = async () => {
    if (isDown) throw new Error('502')
    return { chunk: [] }
  }
  const options = {
    ...{ request, db: bot.db, me: bot.installation.me, clock: bot.clock, log: () => {} },
    ...{ encrypted: { encryption: bot.encryption, log: () => {}, mustBeSigned: () => false } },
    signal: new AbortController().signal,
  }
  await expect(takeIn(options, response, late)).rejects.toThrow('502')
  isDown = false
  const { rooms } = await takeIn(options, response, late)
  expect(rooms).toEqual([room])
  await bot.work()
  expect(await tasks()).toEqual(['Eins'])
})

test('after five minutes one answer for each key that is missing, as a reply, with what to do; and it is obeyed all the same', async () => {
  const first = await bot.says(anna, '!aufgabe Eins', { session: 'S' })
  await bot.says(anna, '!aufgabe Zwei', { session: 'S' })
  const other = await bot.says(ben, '!aufgabe Drei', { session: 'T' })
  await pass(4)
  expect(await complaints()).toEqual([])
  await pass(3)
  await bot.says(anna, '!aufgabe Vier', { session: 'S' })
  await pass(7)
  await bot.restart()
  await pass(2)
  const said = await complaints()
  expect(said.map(repliedTo)).toEqual([first, other])
  expect(said[0]?.content['body']).toBe(
    'Diese Nachricht konnte ich nicht lesen: Der Schlüssel dazu ist nicht angekommen. Bitte schreiben Sie sie noch einmal. Hilft das nicht, melden Sie sich in Ihrem Matrix-Programm ab und wieder an, oder schreiben Sie mir im Direktraum. Was schon festgehalten ist, zeigt !heute',
  )
  arrives('S')
  await bot.work()
  expect(await tasks()).toEqual(['Eins', 'Zwei', 'Vier'])
  await pass(2)
  expect(await complaints()).toHaveLength(2)
})

test('whoever reads English is told in English, in a room of others as well', async () => {
  bot.encryption.keys.add('K')
  await bot.ask(ben, '!einstellungen sprache en', { session: 'K' })
  await bot.says(ben, '!task One', { session: 'S' })
  await pass(7)
  expect((await complaints()).map(({ content }) => content['body'])).toEqual([
    'I could not read this message: its key has not arrived. Please write it once more. If that does not help, sign out of your Matrix client and in again, or write to me in the direct room. What is recorded already is shown by !today',
  ])
})

test('a key that is withheld: its code is in the log, and the answer says so, also where the word of it comes later', async () => {
  bot.homeserver.toDevice.push(withheldKey(room, 'S', 'm.unverified'))
  await bot.says(anna, '!aufgabe Eins', { session: 'S' })
  await bot.says(ben, '!aufgabe Zwei', { session: 'T' })
  bot.homeserver.toDevice.push(withheldKey(room, 'T', 'm.blacklisted'))
  await bot.work()
  expect(logged('a message cannot be read yet').map(({ fields }) => fields?.['withheld'])).toEqual([
    'm.unverified',
    undefined,
    'm.blacklisted',
  ])
  await pass(6)
  for (const { content } of await complaints()) expect(content['body']).toContain('ist mir nicht gegeben worden')
  expect(await complaints()).toHaveLength(2)
})

test('time in which the bot heard nothing does not count: the key may be among what it has not been told', async () => {
  await bot.says(anna, '!aufgabe Eins', { session: 'S' })
  bot.homeserver.isDown = true
  await pass(8)
  expect(await complaints()).toEqual([])
  bot.homeserver.isDown = false
  arrives('S')
  await bot.work()
  await pass(1)
  expect(await bot.db.outboxMessage.count({ where: { key: { startsWith: 'unreadable' } } })).toBe(0)
  expect(await tasks()).toEqual(['Eins'])
})

test('after a day it is forgotten for good, also when it is told once more', async () => {
  const before = await mark()
  await bot.says(anna, '!aufgabe Vergessen', { session: 'S' })
  bot.travelTo('2026-03-10T10:00:30+01:00')
  await bot.tick('unreadable')
  expect(await bot.db.unreadableEvent.count()).toBe(0)
  bot.homeserver.rewind(before)
  await bot.work()
  expect(await bot.db.unreadableEvent.count()).toBe(0)
  arrives('S')
  await bot.work()
  expect(await tasks()).toEqual([])
})

test('a day is not over a minute before', async () => {
  await bot.says(anna, '!aufgabe Gerade noch', { session: 'S' })
  bot.travelTo('2026-03-10T09:59:00+01:00')
  await bot.tick('unreadable')
  await bot.restart()
  arrives('S')
  await bot.work()
  expect(await tasks()).toEqual(['Gerade noch'])
})

test('told again while it cannot be read, and after it could, it does nothing twice', async () => {
  const before = await mark()
  await bot.says(anna, '!aufgabe Eins', { session: 'S' })
  await pass(6)
  bot.homeserver.rewind(before)
  await bot.work()
  expect(await bot.db.unreadableEvent.count()).toBe(1)
  arrives('S')
  await bot.work()
  bot.homeserver.rewind(before)
  await bot.work()
  bot.encryption.keys.clear() // not even where the key is lost again
  bot.homeserver.rewind(before)
  await bot.work()
  await pass(6)
  expect(await bot.db.unreadableEvent.count()).toBe(0)
  expect(await tasks()).toEqual(['Eins'])
  expect(await cards()).toHaveLength(1)
  expect(await complaints()).toHaveLength(1)
})

test('what is taken back while it cannot be read is neither kept, nor obeyed, nor answered', async () => {
  const later = await bot.says(anna, '!aufgabe Später zurückgenommen', { session: 'S' })
  await bot.redact(anna, later)
  const atOnce = await bot.put(anna, '!aufgabe Gleich zurückgenommen', { session: 'S' })
  await bot.redact(anna, atOnce)
  const withKey = await bot.says(anna, '!aufgabe Mit dem Schlüssel zurückgenommen', { session: 'S' })
  arrives('S')
  await bot.redact(anna, withKey)
  await pass(6)
  expect(await bot.db.unreadableEvent.count()).toBe(0)
  expect(await tasks()).toEqual([])
  expect(await complaints()).toEqual([])
})

test('the bot’s own messages, and those from before it listened, are not waited for', async () => {
  const { me } = bot.installation
  await bot.says(me, 'Von einem anderen Gerät', { session: 'own' })
  bot.travelTo('2026-03-09T09:00:00+01:00')
  await bot.put(anna, '!aufgabe Von früher', { session: 'S' })
  bot.travelTo('2026-03-09T10:00:00+01:00')
  await bot.work()
  expect(await bot.db.unreadableEvent.count()).toBe(0)
  arrives('S')
  await bot.work()
  await pass(6)
  expect(await tasks()).toEqual([])
  expect(await complaints()).toEqual([])
})

test('what was said in an encrypted room before the bot was asked in is not complained about', async () => {
  const other = bot.homeserver.makeRoom(anna)
  turnOn(bot.homeserver, other, anna)
  await bot.put(anna, 'hilfe', { in: other, session: 'before' })
  const invitation = { membership: 'invite', is_direct: true }
  bot.homeserver.add(other, anna, 'm.room.member', invitation, { state_key: bot.installation.me })
  await bot.work()
  const meant = await bot.put(anna, 'hilfe', { in: other, session: 'after' })
  await bot.tick('rooms')
  expect(bot.homeserver.membership(other, bot.installation.me)).toBe('join')
  await pass(6)
  const said = (await bot.events(other)).filter(({ content }) => /nicht lesen|not read/.test(`${content['body']}`))
  expect(said.map(repliedTo)).toEqual([meant])
})

test('late edits, replies and reactions do what they say', async () => {
  bot.encryption.keys.add('K')
  const first = await bot.says(anna, '!aufgabe Eins bis morgen', { session: 'K' })
  const card = (await bot.find('A1 notiert')).event_id
  await bot.says(anna, 'bis Freitag', { session: 'S', replyTo: card })
  await bot.says(anna, '!aufgabe Eins anders', { session: 'S', edits: first })
  const done = { 'm.relates_to': { rel_type: 'm.annotation', event_id: card, key: '✅' } }
  const hidden = { type: 'm.reaction', content: done, by: anna, session: 'S', device: 'PHONE' }
  bot.homeserver.add(room, anna, 'm.room.encrypted', hide(room, hidden))
  await bot.work()
  expect(await bot.db.task.findFirst()).toMatchObject({ status: 'open', dueDay: '2026-03-10' })
  arrives('S')
  await bot.work()
  expect(await bot.db.task.findFirst()).toMatchObject({ status: 'done', dueDay: '2026-03-13' })
  expect((await bot.said()).filter((text) => text.includes('schon ausgeführt'))).toHaveLength(1)
})

test('a reaction in clear is read in an encrypted room as well, and an answer to a message of others is understood', async () => {
  bot.encryption.keys.add('K')
  const wish = await bot.says(ben, 'Jemand müsste das Leistungsverzeichnis prüfen', { session: 'K' })
  expect(await bot.ask(karin, '!aufgabe bis 13.3. @anna', { session: 'K', replyTo: wish })).toContain(
    'Leistungsverzeichnis prüfen',
  )
  await bot.react(anna, (await bot.find('A1 notiert')).event_id, '✅')
  expect(await bot.db.task.findFirst()).toMatchObject({ status: 'done' })
})
