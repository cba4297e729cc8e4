import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, paul, stranger } = people
const TIP = 'Die Leitweg-ID steht im Portal unter Stammdaten.\nFreischalten dauert einen Tag.'
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

const standing = () =>
  bot.db.article.findMany({ where: { item: { cancelledAt: null } }, orderBy: { item: { number: 'asc' } } })
const everything = async () =>
  JSON.stringify([
    await bot.db.article.findMany(),
    await bot.db.historyEntry.findMany(),
    await bot.db.searchDocument.findMany(),
    await bot.db.searchPosting.findMany(),
    await bot.db.outboxMessage.findMany(),
  ])

test('a message is kept by a reply; its author is told in person', async () => {
  const message = await bot.says(anna, TIP)
  expect(await bot.ask(karin, '!merken', { replyTo: message })).toBe(
    'Gemerkt als W1: „Die Leitweg-ID steht im Portal unter Stammdaten.“. Anna Meyer erfährt davon und kann widersprechen.'.replace(
      '.“.',
      '.“',
    ),
  )
  const [told] = await bot.events(anna)
  expect(told?.content).toMatchObject({ msgtype: 'm.text', 'm.mentions': { user_ids: [anna] } })
  expect(told?.content['body']).toContain('Karin Beispiel hat Ihre Nachricht in der AG IT-Kooperation als W1 gemerkt')
  const shown = await bot.ask(ben, '!wissen W1')
  expect(shown).toContain(TIP)
  expect(shown).toContain('Von Anna Meyer, gemerkt von Karin Beispiel am Mo., 09.03.2026')
  expect(await bot.ask(ben, '!merken noch einmal', { replyTo: message })).toBe(
    'Die Nachricht ist schon gemerkt: W1 „Die Leitweg-ID steht im Portal unter Stammdaten.“',
  )
  expect(await bot.ask(ben, '!suche Leitweg-ID')).toContain('- W1 · Wissen · Die Leitweg-ID steht im Portal')
})

test('with a title and tags of its own; nobody is told of the own message', async () => {
  const message = await bot.says(anna, TIP)
  expect(await bot.ask(anna, '!merken E-Rechnung im Portal #rechnung', { replyTo: message })).toBe(
    'Gemerkt als W1: „E-Rechnung im Portal“.',
  )
  expect(await bot.said(anna)).toEqual([])
  expect(await bot.ask(ben, '!wissen W1')).toContain('#rechnung')
})

test('the author objects by a reply: nothing stays, who kept it is told, and it is not kept again', async () => {
  const message = await bot.says(anna, 'Der Kollege ist krank, das bleibt bitte unter uns.')
  await bot.says(karin, '!merken', { replyTo: message })
  await bot.says(ben, '!wissen W1 titel Vertretung')
  const told = await bot.find('als W1 gemerkt', anna)
  expect(await bot.ask(anna, 'Löschen', { in: anna, replyTo: told.event_id })).toBe(
    'W1 ist gelöscht. Die Nummer wird nicht neu vergeben.',
  )
  expect(await everything()).not.toContain('krank')
  expect(await bot.said(karin)).toEqual([
    'Anna Meyer möchte nicht, dass die Nachricht aufbewahrt wird. W1 ist gelöscht.',
  ])
  expect(await bot.ask(ben, '!merken', { replyTo: message })).toBe(
    'Wer die Nachricht geschrieben hat, möchte nicht, dass sie aufbewahrt wird. Es wurde nichts gespeichert.',
  )
})

test('a kept message that is taken back takes the article along', async () => {
  const message = await bot.says(anna, 'Passwort des Testsystems ist Sonnenblume')
  await bot.says(karin, '!merken', { replyTo: message })
  await bot.redact(anna, message)
  expect(await standing()).toEqual([])
  expect((await everything()).toLowerCase()).not.toContain('sonnenblume')
  expect(await bot.ask(ben, '!wissen W1')).toContain('W1 ist gelöscht')
})

test('an article that got a text of its own stays with that when the message is taken back; the quoted text goes', async () => {
  const message = await bot.says(anna, 'Passwort ist Sonnenblume')
  await bot.says(karin, '!merken', { replyTo: message })
  await bot.ask(ben, '!wissen W1 text Das Passwort gibt es bei der Leitstelle.')
  await bot.redact(anna, message)
  expect(await standing()).toMatchObject([
    { id: 'W1', title: 'Das Passwort gibt es bei der Leitstelle.', text: 'Das Passwort gibt es bei der Leitstelle.' },
  ])
  expect((await everything()).toLowerCase()).not.toContain('sonnenblume')
})

test('a command that is taken back takes its article along, unless others have worked on it', async () => {
  const first = await bot.says(anna, '!wissen Eins: Der erste Text')
  const second = await bot.says(anna, '!wissen Zwei: Der zweite Text')
  await bot.ask(ben, '!wissen W2 titel Zweiter')
  await bot.redact(anna, first)
  await bot.redact(anna, second)
  expect((await standing()).map(({ id }) => id)).toEqual(['W2'])
})

test('merken without a message, on an own card, on an empty or a too long one', async () => {
  expect(await bot.ask(anna, '!merken')).toContain('auf die Nachricht antworten, die bleiben soll')
  await bot.says(anna, '!wissen Eins: Text')
  expect(await bot.ask(anna, '!merken', { replyTo: (await bot.find('Wissen W1')).event_id })).toContain(
    'Das ist schon gespeichert: !W1',
  )
  const long = await bot.says(ben, 'x'.repeat(2001))
  expect(await bot.ask(anna, '!merken', { replyTo: long })).toContain('Der Text hat 2.001 Zeichen')
  expect(await standing()).toHaveLength(1)
})

test('a guest of the room is told there that the message was kept, and by taking it back objects', async () => {
  bot.homeserver.setMember(await bot.roomOf(), stranger, 'join')
  const message = await bot.says(stranger, 'Bei uns läuft das über das Landesportal.')
  await bot.says(anna, '!merken', { replyTo: message })
  const told = await bot.find('löschen Sie die Nachricht')
  expect(told.content['m.mentions']).toEqual({ user_ids: [stranger] })
  await bot.redact(stranger, message)
  expect(await standing()).toEqual([])
})

test('an author in quiet hours is told in the morning', async () => {
  const message = await bot.says(anna, TIP)
  bot.travelTo('2026-03-09T21:00:00+01:00')
  await bot.says(karin, '!merken', { replyTo: message })
  expect(await bot.said(anna)).toEqual([])
  bot.travelTo('2026-03-10T07:01:00+01:00')
  await bot.work()
  expect(await bot.said(anna)).toHaveLength(1)
})

test('who takes the message back before the morning is not told any more', async () => {
  const message = await bot.says(anna, TIP)
  bot.travelTo('2026-03-09T21:00:00+01:00')
  await bot.says(karin, '!merken', { replyTo: message })
  await bot.redact(anna, message)
  expect(await everything()).not.toContain('Leitweg')
  bot.travelTo('2026-03-10T07:01:00+01:00')
  await bot.work()
  expect(await bot.said(anna)).toEqual([])
})

test('secrets of addresses in a kept message are masked', async () => {
  const message = await bot.says(anna, 'Zugang über https://ablage.example/?token=k3Zp9QwX7 möglich')
  await bot.says(anna, '!merken', { replyTo: message })
  expect(await standing()).toMatchObject([{ text: 'Zugang über https://ablage.example/?token=*** möglich' }])
})

test('knowledge is written with the text below the title or behind a colon, changed, listed and deleted', async () => {
  expect(
    await bot.ask(
      anna,
      '!wissen E-Rechnung einrichten #rechnung\nZuerst im Portal anmelden.\n\n1. Leitweg-ID eintragen',
    ),
  ).toBe('Wissen W1 gespeichert: „E-Rechnung einrichten“ · #rechnung · Ändern: einfach hierauf antworten.')
  expect(await bot.ask(ben, '!wissen W1')).toBe(
    'W1 E-Rechnung einrichten · AG IT-Kooperation\nZuerst im Portal anmelden.\n\n1. Leitweg-ID eintragen\nAnna Meyer, Mo., 09.03.2026 · #rechnung',
  )
  expect(await bot.ask(anna, '!wiki Drucker: Toner bei der Leitstelle, siehe https://a.example/x')).toContain(
    'W2 gespeichert: „Drucker“',
  )
  expect(await bot.ask(ben, '!wissen')).toBe(
    'Wissen · AG IT-Kooperation · 2 Einträge\n- W2 Drucker · Mo., 09.03.2026\n- W1 E-Rechnung einrichten · Mo., 09.03.2026',
  )
  const card = await bot.find('W2 gespeichert')
  expect(await bot.ask(ben, 'titel Toner', { replyTo: card.event_id })).toBe('W2 geändert: „Toner“.')
  expect(await bot.ask(ben, 'danke', { replyTo: card.event_id })).toBe('')
  expect(await bot.ask(ben, 'löschen', { replyTo: card.event_id })).toContain(
    'Das kann nur, wer es eingetragen hat (Anna Meyer)',
  )
  expect(await bot.ask(karin, '!wissen W2 löschen')).toContain('W2 ist gelöscht')
  expect(await bot.ask(ben, '!wissen')).not.toContain('W2')
  expect(await bot.ask(ben, '!suche Toner')).toContain('nichts gefunden')
})

test('a title alone asks for the text; as a reply it is the title of that message', async () => {
  expect(await bot.ask(anna, '!wissen Drucker')).toContain('Es fehlt der Text: !wissen Drucker: <Text>')
  const message = await bot.says(ben, 'Toner gibt es bei der Leitstelle.')
  expect(await bot.ask(anna, '!wissen Drucker', { replyTo: message })).toContain('Gemerkt als W1: „Drucker“')
  expect(await bot.ask(anna, `!wissen Lang: ${'x'.repeat(2001)}`)).toContain('möglich sind 2.000')
})

test('undo takes back what was kept, changed and deleted', async () => {
  const undo = async (text: string) => bot.ask(anna, '!rückgängig', { replyTo: (await bot.find(text)).event_id })
  await bot.says(anna, '!wissen Eins: Text')
  await bot.says(anna, '!wissen W1 text Anderer Text')
  await undo('W1 geändert')
  await bot.says(anna, '!wissen W1 löschen')
  await undo('W1 ist gelöscht')
  expect(await standing()).toMatchObject([{ title: 'Eins', text: 'Text' }])
  expect(await bot.ask(ben, '!suche Text')).toContain('W1')
  await bot.says(anna, '!wissen Zwei: Text')
  await undo('W2 gespeichert')
  expect((await standing()).map(({ id }) => id)).toEqual(['W1'])
})

test('of other groups an article does not exist', async () => {
  await bot.says(ben, '!wissen Eins: Text')
  expect(await bot.ask(paul, '!wissen W1', { in: 'portale' })).toBe(
    (await bot.ask(paul, '!wissen W9', { in: 'portale' })).replace('W9', 'W1'),
  )
  expect(await bot.ask(paul, 'W1 löschen', { in: paul })).toContain('W1 gibt es nicht')
})

test('in English', async () => {
  await bot.db.person.update({ where: { id: ben }, data: { language: 'en' } })
  const message = await bot.says(anna, TIP)
  expect(await bot.ask(ben, '!keep', { replyTo: message })).toContain(
    'Kept as W1: “Die Leitweg-ID steht im Portal unter Stammdaten.” Anna Meyer is told and may object.',
  )
  expect(await bot.ask(ben, '!knowledge Printers: Ask the county')).toContain('Article W2 stored: “Printers”')
  expect(await bot.ask(ben, '!knowledge')).toContain('Knowledge · AG IT-Kooperation · 2 entries')
})
