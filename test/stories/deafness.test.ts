import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { inviteBot } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, karin, olga } = people
const ENCRYPTION = { algorithm: 'm.megolm.v1.aes-sha2' }
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.tick('rooms')
})
afterEach(() => bot.close())

const encrypt = (room: string, by: string) =>
  bot.homeserver.add(room, by, 'm.room.encryption', ENCRYPTION, { state_key: '' })
const tasks = async () => (await bot.db.task.findMany()).map(({ text }) => text)
/** The bot looks after its rooms, and says what comes of it. */
async function lookAfterAll() {
  for (let i = 0; i < 3; i++) {
    await bot.tick('rooms')
    await bot.tick('incidents')
  }
}

test('a group’s room is encrypted: nothing is said or heard there any more, and who answers for it learns so once, in person', async () => {
  const room = await bot.roomOf('it')
  await bot.says(karin, '!aufgabe Vorher bis morgen @anna')
  await bot.says(karin, '!sitzung 10.3. 10 Uhr Runde')
  const before = await bot.said(room)
  encrypt(room, karin)
  // In clear, as a client without encryption would: it could not be answered.
  await bot.says(karin, '!aufgabe Nachher')
  const card = (await bot.events(room)).at(-1)?.event_id ?? ''
  bot.homeserver.add(room, anna, 'm.reaction', {
    'm.relates_to': { rel_type: 'm.annotation', event_id: card, key: '✅' },
  })
  await bot.work()
  await lookAfterAll()
  bot.travelTo('2026-03-10T09:50:00+01:00')
  await bot.tick('task-reminders')
  await bot.tick('meeting-reminders')
  await bot.restart()
  await lookAfterAll()
  expect(await tasks()).toEqual(['Vorher'])
  expect(await bot.db.task.count({ where: { status: 'open' } })).toBe(1)
  expect(await bot.said(room)).toEqual(before)
  const told = (person: string) => bot.said(person).then((all) => all.filter((text) => text.includes('verschlüsselt')))
  expect(await told(karin)).toEqual([
    expect.stringContaining('Im Raum der AG IT-Kooperation ist die Verschlüsselung eingeschaltet.'),
  ])
  expect(await told(olga)).toEqual([expect.stringContaining('dort kann ich nicht antworten')])
  expect(await bot.said(anna)).toEqual([expect.stringContaining('Vorher')])
})

test('the status counts rooms in which it is deaf, and is not healthy', async () => {
  const status = () => bot.ask(olga, 'status', { in: olga })
  await bot.says(olga, 'hilfe', { in: await openPlain(olga) })
  expect(await status()).not.toContain('Verschlüsselte Räume')
  encrypt(await bot.roomOf('it'), karin)
  await bot.work()
  expect(await status()).toContain('eingeschränkt')
  expect(await status()).toContain('- Verschlüsselte Räume, in denen ich weder lese noch schreibe: 1')
})

async function openPlain(person: string): Promise<string> {
  const room = await inviteBot(bot, person)
  await lookAfterAll()
  return room
}

test('what waits to be said there is not said, also not after the homeserver was away', async () => {
  const room = await bot.roomOf('it')
  const before = await bot.said(room)
  bot.homeserver.before = (request) => {
    if (request === 'send') throw new Error('not now')
  }
  await bot.says(karin, '!aufgabe Eben noch')
  encrypt(room, karin)
  await bot.work()
  bot.homeserver.before = () => {}
  bot.travelTo('2026-03-09T11:00:00+01:00')
  await bot.work()
  expect(await tasks()).toEqual(['Eben noch'])
  expect(await bot.said(room)).toEqual(before)
})

test('an encrypted direct room is left, and its person is told where she is heard', async () => {
  const encrypted = await inviteBot(bot, anna)
  encrypt(encrypted, anna)
  bot.homeserver.add(encrypted, anna, 'm.room.encrypted', { algorithm: ENCRYPTION.algorithm, ciphertext: 'x' })
  await lookAfterAll()
  expect(bot.homeserver.membership(encrypted, bot.installation.me)).toBe('leave')
  expect(await bot.said(encrypted)).toEqual([])
  const next = await bot.roomOf(anna)
  expect(next).not.toBe(encrypted)
  expect(await bot.said(next)).toEqual([expect.stringContaining('Unser anderer Direktraum ist verschlüsselt')])
  bot.homeserver.setMember(next, anna, 'join')
  await bot.work()
  expect(await bot.ask(anna, 'aufgaben', { in: next })).toContain('Aufgaben')
})
