import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, paul, stranger } = people
const MUSTER = 'https://www.example.org/muster-leistungsverzeichnis'
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

const links = () =>
  bot.db.link.findMany({
    include: { shares: { orderBy: { id: 'asc' } }, item: true },
    orderBy: { item: { number: 'asc' } },
  })
const standing = async () => (await links()).filter(({ item }) => !item.cancelledAt)

test('a link is stored with note and tags, shown, found and listed', async () => {
  expect(await bot.ask(anna, `!link ${MUSTER}?utm_source=mail Muster für Drucker #vergabe`)).toBe(
    `Link L1 notiert: ${MUSTER} · „Muster für Drucker“ · #vergabe · Ändern: einfach hierauf antworten.`,
  )
  const shown = await bot.ask(ben, '!link L1')
  expect(shown).toContain(MUSTER)
  expect(shown).toContain('Notiz: Muster für Drucker')
  expect(shown).toContain('- Mo., 09.03.2026, 10:00 Uhr · Anna Meyer')
  expect(await bot.ask(ben, '!L1')).toBe(shown)
  expect(await bot.ask(ben, '!links')).toContain(`- L1 Muster für Drucker · ${MUSTER} · Mo., 09.03.2026`)
  expect(await bot.ask(ben, '!links #vergabe')).toContain('L1')
  expect(await bot.ask(ben, '!links druckern')).toContain('L1')
  expect(await bot.ask(ben, '!links #anderes')).toContain('Dazu ist kein Link gespeichert')
  expect(await bot.ask(ben, '!suche Leistungsverzeichnis')).toContain(
    '- L1 · Link · Muster für Drucker · AG IT-Kooperation · Mo., 09.03.2026',
  )
})

test('links that are simply posted are stored without a word, several of one message too', async () => {
  await bot.says(anna, `Schaut mal: ${MUSTER}, und auch (https://b.example/x).`)
  await bot.says(ben, 'Steht auch unter http://WWW.example.org/muster-leistungsverzeichnis?fbclid=1#seite-2')
  expect(await bot.said()).toEqual([])
  const stored = await links()
  expect(stored.map(({ url }) => url)).toEqual([MUSTER, 'https://b.example/x'])
  expect(stored[0]?.shares.map(({ personId }) => personId)).toEqual([anna, ben])
  expect(await bot.ask(karin, '!link L1')).toContain('Geteilt (2):')
})

test('a link that is known is counted again, and said to be known: who first, when, how often', async () => {
  await bot.says(anna, MUSTER)
  bot.travelTo('2026-03-11T10:00:00+01:00')
  const answer = await bot.ask(ben, `!link ${MUSTER}/#top gilt nur bis Juni #vergabe`.replace('/#', '#'))
  expect(answer).toContain(
    `L1 ist schon bekannt: ${MUSTER} · zuerst geteilt von Anna Meyer am Mo., 09.03.2026, insgesamt 2-mal · „gilt nur bis Juni“ · #vergabe`,
  )
  expect(await bot.ask(karin, `!link ${MUSTER}`)).toContain('insgesamt 3-mal')
  expect(await links()).toHaveLength(1)
  expect(await bot.ask(karin, '!link L1', { in: karin })).toContain('Notiz: gilt nur bis Juni')
})

test('www., slashes and parameters make other links; two groups have their own', async () => {
  for (const url of [
    'https://a.example/x',
    'https://www.a.example/x',
    'https://a.example/x/',
    'https://a.example/x?a=1',
  ])
    await bot.says(anna, url)
  await bot.says(anna, 'https://a.example/x', { in: 'portale' })
  expect((await links()).map(({ id }) => id)).toEqual(['L1', 'L2', 'L3', 'L4', 'L5'])
})

test('secrets are neither stored nor shown nor found', async () => {
  const secret = 'k3Zp9QwX7'
  await bot.says(anna, `https://ablage.example/datei?id=7&token=${secret}`)
  const answer = await bot.ask(
    anna,
    `!link https://nutzer:${secret}@ablage.example/x?sig=${secret} siehe https://b.example/?key=${secret}`,
  )
  expect(answer).toContain('https://ablage.example/x?sig=***')
  expect(answer).toContain('siehe https://b.example/?key=***')
  const tables = [
    await links(),
    await bot.db.searchDocument.findMany(),
    await bot.db.searchPosting.findMany(),
    await bot.db.historyEntry.findMany(),
    await bot.said(),
  ]
  expect(JSON.stringify(tables).toLowerCase()).not.toContain(secret.toLowerCase())
})

test('nothing is captured from strangers, from commands twice, of addresses in Matrix, or where it is switched off', async () => {
  bot.homeserver.setMember(await bot.roomOf(), stranger, 'join')
  await bot.says(stranger, 'https://werbung.example')
  await bot.says(anna, 'https://matrix.to/#/@ben:wulmstorf.example')
  await bot.says(anna, '!aufgabe https://c.example/x lesen')
  expect(await links()).toEqual([])
  await bot.db.group.update({ where: { key: 'it' }, data: { captureLinks: false } })
  await bot.says(anna, MUSTER)
  expect(await links()).toEqual([])
  expect(await bot.ask(anna, `!link ${MUSTER}`)).toContain('Link L1 notiert')
})

test('a reply to a message without or with several links says so', async () => {
  const none = await bot.says(anna, 'Guten Morgen')
  expect(await bot.ask(ben, '!link', { replyTo: none })).toContain('Es fehlt die Adresse')
  const many = await bot.says(anna, 'https://a.example/1 und https://a.example/2')
  expect(await bot.ask(ben, '!link', { replyTo: many })).toBe(
    'Die Nachricht enthält mehrere Links. Bitte einen nennen: !link https://a.example/1, !link https://a.example/2. Es wurde nichts gespeichert.',
  )
})

test.each([
  ['another scheme', 'ftp://a.example/x'],
  ['a file', 'file:///etc/passwd'],
  ['an endless address', `https://a.example/${'x'.repeat(2100)}`],
  ['an address without host', 'https://'],
])('%s is refused in one sentence', async (_what, url) => {
  const answer = await bot.ask(anna, `!link ${url}`)
  expect(answer).toMatch(/ist keine Adresse, die sich speichern lässt: .*\. Es wurde nichts gespeichert\.$/)
  expect(await links()).toEqual([])
})

test('a link is changed by a reply to its card, and deleted by its author or the coordinators', async () => {
  await bot.says(anna, '!link seevetal.de/vergabe')
  const card = await bot.find('Link L1 notiert')
  expect(await bot.ask(ben, 'titel Vergabestelle Seevetal', { replyTo: card.event_id })).toBe(
    'L1 geändert: „Vergabestelle Seevetal“, https://seevetal.de/vergabe',
  )
  expect(await bot.ask(ben, 'danke, sehr hilfreich', { replyTo: card.event_id })).toBe('')
  expect(await bot.ask(ben, '#vergabe', { replyTo: card.event_id })).toContain('#vergabe')
  expect(await bot.ask(ben, 'löschen', { replyTo: card.event_id })).toBe(
    'Das kann nur, wer es eingetragen hat (Anna Meyer), oder die Koordination der AG IT-Kooperation: Karin Beispiel. Es wurde nichts gespeichert.',
  )
  expect(await bot.ask(karin, 'löschen', { replyTo: card.event_id })).toBe(
    'L1 ist gelöscht. Die Nummer wird nicht neu vergeben.',
  )
  expect(await bot.ask(ben, '!suche Vergabestelle')).toContain('nichts gefunden')
  expect(await bot.ask(ben, '!links')).toContain('Hier ist noch kein Link gespeichert')
})

test('undo takes back a new link, a further share with its note, and a deletion', async () => {
  const undo = async (text: string) => bot.ask(anna, '!rückgängig', { replyTo: (await bot.find(text)).event_id })
  await bot.ask(anna, `!link ${MUSTER}`)
  expect(await undo('Link L1 notiert')).toContain('L1 ist als Fehleintrag gekennzeichnet')
  await bot.says(ben, MUSTER)
  await bot.ask(anna, `!link ${MUSTER} Notiz #tag`)
  expect(await undo('L2 ist schon bekannt')).toContain('L2 ist wieder wie vorher')
  expect(await standing()).toMatchObject([{ id: 'L2', note: null, shares: [{ personId: ben }] }])
  expect(await bot.db.tag.count()).toBe(0)
  await bot.ask(anna, '!link https://a.example/x')
  await bot.ask(anna, '!link L3 löschen')
  await undo('L3 ist gelöscht')
  expect((await standing()).map(({ id, url }) => [id, url])).toContainEqual(['L3', 'https://a.example/x'])
  expect(await bot.ask(ben, '!link https://a.example/x')).toContain('L3 ist schon bekannt')
})

test('long lists are cut at ten, newest first', async () => {
  for (let i = 1; i <= 12; i++) await bot.says(anna, `https://a.example/${i}`)
  const list = await bot.ask(ben, '!links')
  expect(list.split('\n').filter((line) => line.startsWith('- L'))).toHaveLength(10)
  expect(list).toContain('- L12 https://a.example/12')
  expect(list).toContain('… und 2 weitere: !links alle')
  expect((await bot.ask(ben, '!links alle')).split('\n').filter((line) => line.startsWith('- L'))).toHaveLength(12)
})

test('one who may not see a link is told that it does not exist, as of one that never was', async () => {
  await bot.ask(ben, `!link ${MUSTER}`)
  expect(await bot.ask(paul, '!link L1', { in: 'portale' })).toBe('L1 gibt es nicht. Liste: !links')
  expect(await bot.ask(paul, '!link L99', { in: 'portale' })).toBe('L99 gibt es nicht. Liste: !links')
  await bot.ask(ben, '!sichtbar L1 kreisweit')
  expect(await bot.ask(paul, '!link L1', { in: 'portale' })).toContain(MUSTER)
  expect(await bot.ask(paul, '!link L1 notiz von außen', { in: 'portale' })).toContain(
    'Das können nur Mitglieder der AG IT-Kooperation',
  )
})

test('in English, and in a direct message with the group in brackets', async () => {
  await bot.db.person.update({ where: { id: anna }, data: { language: 'en' } })
  expect(await bot.ask(anna, `link ${MUSTER}`, { in: anna })).toContain('For which group?')
  expect(await bot.ask(anna, `link [IT] ${MUSTER} sample`, { in: anna })).toBe(
    `Link L1 stored: ${MUSTER} · “sample” · AG IT-Kooperation · To change it, simply reply to this.`,
  )
  expect(await bot.ask(anna, 'L1', { in: anna })).toContain('Note: sample')
  expect(await bot.ask(anna, 'link L77', { in: anna })).toBe('L77 does not exist. List: !links')
  expect(await bot.ask(anna, 'links', { in: anna })).toContain('AG IT-Kooperation')
})
