import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, karin, stranger } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

test.each([
  '!hilfe',
  '/hilfe',
  '//hilfe',
  '! hilfe',
  '！hilfe',
  '!Hilfe',
  '!hilfe.',
  '!help',
  'Allmende: hilfe',
  '@Allmende hilfe',
  '!\u00a0hilfe',
])('„%s“ is answered', async (text) => {
  expect(await bot.ask(anna, text)).toContain('Das können Sie hier tun')
})

test('a mention pill at the start addresses the bot', async () => {
  const { me } = bot.installation
  const html = `<a href="https://matrix.to/#/${me}">Allmende</a> hilfe`
  expect(await bot.ask(anna, 'Allmende hilfe', { html, mentions: [me] })).toContain('Das können Sie hier tun')
})

test.each([
  'Guten Morgen zusammen',
  'hilfe',
  'Hilfe, wer kann uns helfen?',
  'allmende ist ein schönes Wort',
  '!',
  '!!!',
  'ich brauche !hilfe',
])('in a room „%s“ is no command', async (text) => {
  expect(await bot.ask(anna, text)).toBe('')
})

test('in a direct message no prefix is needed', async () => {
  expect(await bot.ask(anna, 'hilfe', { in: anna })).toContain('im Direktchat auch ohne')
})

test('a typing error gets one line with a suggestion, nonsense gets silence', async () => {
  expect(await bot.ask(anna, '!hifle')).toBe('Meinten Sie !hilfe?')
  expect(await bot.ask(anna, '!quatschmitsosse')).toBe('')
})

test('notices, the own messages and repeated deliveries start nothing', async () => {
  expect(await bot.ask(anna, '!hilfe', { msgtype: 'm.notice' })).toBe('')
  await bot.says(anna, '!hilfe')
  const before = (await bot.said()).length
  for (const room of bot.homeserver.rooms.values()) room.told = 0
  await bot.work()
  expect(await bot.said()).toHaveLength(before)
})

test('an edit of a command that failed runs it anew, of one that ran gives one hint', async () => {
  const failed = await bot.says(anna, '!hifle')
  await bot.says(anna, '!hilfe', { edits: failed })
  await bot.says(anna, '!hilfe', { edits: failed })
  expect((await bot.said()).filter((text) => text.includes('Das können Sie hier tun'))).toHaveLength(1)
  const ran = await bot.says(anna, '!hilfe')
  await bot.says(anna, '!hilfe hilfe', { edits: ran })
  await bot.says(anna, '!hilfe hilfe hilfe', { edits: ran })
  expect((await bot.said()).filter((text) => text.includes('schon ausgeführt'))).toHaveLength(2)
})

test('a command that ran by an edit can be undone, and a further edit gets the hint', async () => {
  const failed = await bot.says(karin, '!beschlus')
  await bot.says(karin, '!beschluss Ein Versuch', { edits: failed })
  expect(await bot.said()).toContain('Beschluss IT-2026/001 (B1) eingetragen: „Ein Versuch“.')
  await bot.says(karin, '!beschluss Ein anderer Versuch', { edits: failed })
  expect((await bot.said()).at(-1)).toContain('Ändern: !beschluss B1 berichtigen …')
  const answer = await bot.find('eingetragen')
  expect(await bot.ask(karin, '!rückgängig', { replyTo: answer.event_id })).toContain('B1')
})

test('two bots that answer each other are stopped', async () => {
  for (let i = 0; i < 40; i++) {
    bot.travelTo(new Date(+bot.clock() + 500).toISOString())
    await bot.says(anna, '!hilfe')
  }
  expect((await bot.said()).length).toBeLessThan(30)
  bot.travelTo('2026-03-09T10:30:00+01:00')
  expect(await bot.ask(anna, '!hilfe')).toContain('Das können Sie hier tun')
})

test('a refusal in a direct message names who may, group by group', async () => {
  expect(await bot.ask(anna, 'digest', { in: anna })).toBe(
    'Das kann nur die Koordination einer Arbeitsgruppe: AG IT-Kooperation (Karin Beispiel), AG Kommunale Portale (Paul Peters).',
  )
})

test('a message that was taken back before it was handled is not executed', async () => {
  const eventId = await bot.put(anna, '!hilfe')
  await bot.redact(anna, eventId)
  expect(await bot.said()).toEqual([])
})

test('a stranger in the room gets help and nothing more', async () => {
  bot.homeserver.setMember(await bot.roomOf(), stranger, 'join')
  expect(await bot.ask(stranger, '!hilfe')).toContain('Das können Sie hier tun')
})

test('answers are notices with exact mentions', async () => {
  await bot.says(anna, '!hilfe @room')
  const [answer] = await bot.events()
  expect(answer?.content).toMatchObject({ msgtype: 'm.notice' })
  expect(answer?.content).not.toHaveProperty(['m.mentions'])
  expect(answer?.content['body']).not.toContain('@room')
})
