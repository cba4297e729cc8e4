import { afterEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben, paul, stranger } = people

let bot: TestBot
const begin = async (options: Partial<Parameters<typeof testBot>[0]> = {}) => {
  bot = await testBot({ at: '2026-03-12T10:00:00+01:00', ...options })
  return bot
}
afterEach(() => bot.close())

test('what a coordinator records is in the register at once', async () => {
  await begin()
  expect(await bot.ask(karin, '!beschluss Gemeinsame Ausschreibung der Drucker')).toBe(
    'Beschluss IT-2026/001 (B1) eingetragen: „Gemeinsame Ausschreibung der Drucker“.',
  )
  expect(await bot.ask(karin, '!Beschluß Die Portale werden zusammengelegt. am 3.3.')).toBe(
    'Beschluss IT-2026/002 (B2) eingetragen: „Die Portale werden zusammengelegt.“ Gefasst am Di., 03.03.2026.',
  )
  expect(await bot.ask(paul, '!decision Open data', { in: 'portale' })).toContain('PORTALE-2026/001 (B3)')
})

test('what a member records waits until a coordinator reacts, and tells both sides', async () => {
  await begin()
  const asked = await bot.ask(anna, '!beschluss Drucker gemeinsam ausschreiben am 10.3.')
  expect(asked).toContain('B1 vorgemerkt. Die Registernummer folgt mit der Bestätigung durch die Koordination.')
  expect(asked).toContain('„Drucker gemeinsam ausschreiben“ · gefasst am Di., 10.03.2026')
  expect(asked).toContain('Karin Beispiel')
  const card = await bot.find('B1 vorgemerkt')
  expect(card.content).toMatchObject({ msgtype: 'm.text', 'm.mentions': { user_ids: [karin] } })

  await bot.react(ben, card.event_id, '✅')
  expect(await bot.said()).toHaveLength(1)
  await bot.react(karin, card.event_id, '👍')
  expect(await bot.said()).toHaveLength(1)
  await bot.react(karin, card.event_id, '✅')
  const entered = await bot.find('IT-2026/001')
  expect(entered.content['body']).toBe(
    'Beschluss IT-2026/001 (B1) eingetragen: „Drucker gemeinsam ausschreiben“. Gefasst am Di., 10.03.2026.',
  )
  expect(entered.content).toMatchObject({ msgtype: 'm.text', 'm.mentions': { user_ids: [anna] } })
  await bot.react(karin, card.event_id, '✅')
  expect(await bot.said()).toHaveLength(2)
})

test('a confirmation stays when the reaction is taken back, and the bot says how to go on', async () => {
  await begin()
  await bot.says(anna, '!beschluss Drucker')
  const reaction = await bot.react(karin, (await bot.find('B1 vorgemerkt')).event_id, '✅')
  await bot.redact(karin, reaction)
  expect((await bot.said()).at(-1)).toContain(
    'die Nummer IT-2026/001 ist vergeben. War es ein Versehen: !beschluss B1 storno <Grund>',
  )
  expect(await bot.ask(anna, '!beschluss B1')).toContain('gültig')
})

test('a coordinator confirms in words: by id, by a reply, in a direct message; a second time changes nothing', async () => {
  await begin()
  for (const text of ['Eins', 'Zwei', 'Drei']) await bot.says(anna, `!beschluss ${text}`)
  expect(await bot.ask(ben, '!beschluss B1 bestätigen')).toBe(
    'Das kann nur die Koordination der AG IT-Kooperation: Karin Beispiel. Es wurde nichts gespeichert.',
  )
  expect(await bot.ask(karin, '!beschluss B2 bestätigen.')).toContain('IT-2026/001 (B2)')
  expect(await bot.ask(karin, 'bestätigen', { replyTo: (await bot.find('B1 vorgemerkt')).event_id })).toContain(
    'IT-2026/002 (B1)',
  )
  expect(await bot.ask(karin, '!beschluss bestätigen', { replyTo: (await bot.find('B1 vorgemerkt')).event_id })).toBe(
    'B1 ist schon bestätigt: IT-2026/002.',
  )
  expect(await bot.ask(karin, 'B3 bestätigen', { in: karin })).toContain('IT-2026/003 (B3)')
  expect((await bot.said(anna)).at(-1)).toContain('IT-2026/003 (B3)')
  expect(await bot.db.decision.count()).toBe(3)
})

test('recorded in a direct message it is put before the coordinators in the room', async () => {
  await begin()
  expect(await bot.ask(anna, 'beschluss [IT] Drucker', { in: anna })).toContain('B1 vorgemerkt')
  const card = await bot.find('B1 vorgemerkt')
  expect(card.content['m.mentions']).toEqual({ user_ids: [karin] })
  await bot.react(karin, card.event_id, '✅')
  expect((await bot.said()).at(-1)).toContain('IT-2026/001')
})

test('the message replied to is what was decided', async () => {
  await begin()
  const said = await bot.says(ben, 'Wir schreiben die Drucker\ngemeinsam aus.')
  expect(await bot.ask(karin, '!beschluss am 11.3.', { replyTo: said })).toBe(
    'Beschluss IT-2026/001 (B1) eingetragen: „Wir schreiben die Drucker\ngemeinsam aus.“ Gefasst am Mi., 11.03.2026.',
  )
  expect(await bot.ask(karin, '!beschluss')).toContain('So geht es')
})

test('where the installation or the group does not ask for confirmation every member gets a number, and the word is the group’s', async () => {
  await begin({ installation: { decisions: { confirm: false, word: 'Empfehlung' } } })
  expect(await bot.ask(anna, '!beschluss Drucker')).toBe('Empfehlung IT-2026/001 (B1) eingetragen: „Drucker“.')
  await bot.db.group.update({ where: { key: 'it' }, data: { confirm: true, word: 'Verabredung' } })
  expect(await bot.ask(anna, '!beschluss Toner')).toContain('B2 vorgemerkt')
  expect(await bot.ask(karin, '!beschluss B2 bestätigen')).toContain('Verabredung IT-2026/002')
  await bot.db.person.update({ where: { id: karin }, data: { language: 'en' } })
  expect(await bot.ask(karin, '!decision Paper')).toBe('Agreement IT-2026/003 (B3) entered: “Paper”.')
})

test('days to come, days that are none, and texts that are too long are refused', async () => {
  await begin()
  expect(await bot.ask(karin, '!beschluss Drucker am 20.03.2026')).toMatch(
    /Fr\., 20\.03\.2026 liegt in der Zukunft\..* Es wurde nichts gespeichert\./,
  )
  expect(await bot.ask(karin, '!beschluss Drucker am 20.3.')).toContain(
    'Dann bitte mit Jahr: am 20.3.2025. Fr., 20.03.2026 liegt in der Zukunft.',
  )
  expect(await bot.ask(karin, '!beschluss Drucker am 20.3.2025')).toContain('IT-2025/001 (B1)')
  expect(await bot.ask(karin, '!beschluss Drucker am Feitag')).toContain(
    '„am Feitag“ habe ich nicht als Datum erkannt.',
  )
  expect(await bot.ask(karin, `!beschluss ${'x'.repeat(2001)}`)).toContain('Der Text hat 2.001 Zeichen')
  expect(await bot.ask(karin, `!beschluss ${'x'.repeat(2000)}`)).toContain('IT-2026/001 (B2)')
  expect(await bot.ask(stranger, '!beschluss Drucker')).toContain('Das können nur Mitglieder der AG IT-Kooperation')
})

test('numbers count up per group and year of the decision, in the order of entry', async () => {
  await begin({ at: '2027-01-04T09:00:00+01:00' })
  for (const text of ['Eins am 30.12.2026', 'Zwei', 'Drei am 31.12.', 'Vier am 1.1.'])
    await bot.says(karin, `!beschluss ${text}`)
  await bot.says(paul, '!beschluss Fünf', { in: 'portale' })
  const all = await bot.db.decision.findMany({ orderBy: { item: { number: 'asc' } } })
  expect(all.map(({ register }) => register)).toEqual([
    'IT-2026/001',
    'IT-2027/001',
    'IT-2026/002',
    'IT-2027/002',
    'PORTALE-2027/001',
  ])
})

test('a number is not lost with a command that fails', async () => {
  await begin()
  await bot.says(karin, '!beschluss Eins')
  await bot.ask(karin, '!beschluss Zwei am 31.2.')
  expect(await bot.ask(karin, '!beschluss Zwei')).toContain('IT-2026/002 (B2)')
})
