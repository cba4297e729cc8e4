import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben, paul } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
})
afterEach(() => bot.close())

/** What a new task was understood as: its text, and to whom it went. */
async function understood(text: string, saying = {}) {
  const answer = await bot.ask(karin, `!aufgabe ${text}`, saying)
  return /^Aufgabe A\d+ notiert: (.*)\. Ändern/.exec(answer)?.[1] ?? answer
}

const ANNA = 'Anna Meyer (Seevetal)'
const BEN = 'Ben Schulz (Neu Wulmstorf)'

const FOR_SOMEBODY = [
  ['Bericht @ben', `„Bericht“ · ${BEN}`],
  ['Bericht @ben:wulmstorf.example', `„Bericht“ · ${BEN}`],
  ['Bericht @Ben:Wulmstorf.example', `„Bericht“ · ${BEN}`],
  ['Bericht @Ben Schulz', `„Bericht“ · ${BEN}`],
  ['@ben: Bericht schreiben', `„Bericht schreiben“ · ${BEN}`],
  ['Bericht an @ben', `„Bericht“ · ${BEN}`],
  ['Bericht für @ben', `„Bericht“ · ${BEN}`],
  ['Bericht an Ben Schulz', `„Bericht“ · ${BEN}`],
  ['Bericht @ben und @anna', `„Bericht“ · ${BEN}, ${ANNA}`],
  ['Bericht (an @ben)', `„Bericht“ · ${BEN}`],
  ['Bericht an Gemeinde Seevetal', '„Bericht“ · Seevetal'],
  ['Bericht an seevetal bis Freitag', '„Bericht“ · Seevetal · bis Fr., 13.03.2026'],
  ['Bericht bis Freitag an NWU', '„Bericht“ · Neu Wulmstorf · bis Fr., 13.03.2026'],
  ['Bericht an Seevetal, Neu Wulmstorf', '„Bericht“ · Seevetal, Neu Wulmstorf'],
  ['Bericht an Seevetal (Frau Meyer, Bauamt) und @ben', `„Bericht“ · Seevetal (Frau Meyer, Bauamt), ${BEN}`],
  ['Bericht für Seevetal', '„Bericht“ · Seevetal'],
  ['Mail an alle #x bis Freitag', '„Mail“ · Neu Wulmstorf, Seevetal, Landkreis Harburg · bis Fr., 13.03.2026 · #x'],
  ['Mail an alle @ben', `„Mail“ · Neu Wulmstorf, Seevetal, Landkreis Harburg, ${BEN}`],
] as const

test('who it is for is taken out of the text', async () => {
  for (const [text, expected] of FOR_SOMEBODY) expect(await understood(text), text).toBe(expected)
})

const ALL_TEXT = [
  'Brief an Frau Mai',
  'Mail an alle Kollegen',
  'Mail an alle verschicken',
  'Angebot für Seevetal einholen',
  'Antrag an die Kommunalaufsicht',
  'Aushang an Buchholz',
  'Mail an info@seevetal.example schicken',
  'Termin @ 12 Uhr bestätigen',
  'Punkt #3 klären',
  'Rückmeldung an alle Ämter',
]

test('words that name nobody stay text', async () => {
  for (const text of ALL_TEXT) expect(await understood(text), text).toBe(`„${text}“`)
})

test('a mention inside of a sentence leaves the name in it', async () => {
  expect(await understood('Mit @ben über die Lizenzen sprechen')).toBe(
    `„Mit Ben Schulz über die Lizenzen sprechen“ · ${BEN}`,
  )
})

test('a mention pill names a person whatever it shows', async () => {
  const html = `!aufgabe Bericht <a href="https://matrix.to/#/${ben}">Der Chef</a> bis Freitag`
  expect(await understood('Bericht Der Chef bis Freitag', { html, mentions: [ben] })).toBe(
    `„Bericht“ · ${BEN} · bis Fr., 13.03.2026`,
  )
})

test('a name that nobody has is refused with what was found instead', async () => {
  expect(await bot.ask(karin, '!aufgabe Bericht @bne')).toBe(
    '„@bne“ kenne ich hier nicht. Gefunden: Ben Schulz (Neu Wulmstorf) @ben:wulmstorf.example. Es wurde nichts gespeichert.',
  )
  expect(await bot.ask(karin, '!aufgabe Bericht @xaver')).toContain(
    '„@xaver“ kenne ich hier nicht. Wer dabei ist: !mitglieder.',
  )
})

test('a name that two members have is asked back, with the choices', async () => {
  await bot.db.roomMember.updateMany({ where: { userId: people.dora }, data: { displayName: 'Anna Meyer' } })
  expect(await bot.ask(karin, '!aufgabe Bericht an Anna Meyer')).toBe(
    'Wer ist mit „Anna Meyer“ gemeint: Anna Meyer (Seevetal) @anna:seevetal.example oder Anna Meyer (Seevetal) @dora:seevetal.example? Es wurde nichts gespeichert.',
  )
  expect(await understood('Bericht @anna:seevetal.example')).toBe(`„Bericht“ · ${ANNA}`)
})

test('only members can be assigned; the refusal says how others get in', async () => {
  expect(await bot.ask(karin, `!aufgabe Bericht ${paul}`)).toBe(
    '@paul:stelle.example ist kein Mitglied der AG IT-Kooperation. Einladen kann die Koordination: !gruppe einladen @paul:stelle.example. Es wurde nichts gespeichert.',
  )
  await bot.db.membership.updateMany({ where: { personId: ben }, data: { removedAt: bot.clock() } })
  expect(await bot.ask(karin, '!aufgabe Bericht @ben')).toContain('Ben Schulz ist kein Mitglied der AG IT-Kooperation')
})

test('an administration of the same name as a word is not taken for it', async () => {
  expect(await bot.ask(anna, 'aufgabe [portale] Aushang an Stelle von Papier', { in: anna })).toContain(
    '„Aushang an Stelle von Papier“ · AG',
  )
  expect(await bot.ask(anna, 'aufgabe [portale] Aushang an Stelle', { in: anna })).toContain('„Aushang“ · Stelle · AG')
})

test('an administration that nobody has joined for is marked', async () => {
  await bot.db.membership.updateMany({ where: { personId: ben }, data: { joinedAt: null } })
  expect(await understood('Bericht an Neu Wulmstorf (Herr Kurz)')).toBe(
    '„Bericht“ · Neu Wulmstorf (Herr Kurz; nur über Koordination)',
  )
})

test('changing who it is for understands names without a sign, oneself and nobody', async () => {
  await bot.ask(karin, '!aufgabe Bericht')
  expect(await bot.ask(karin, '!aufgabe A1 an ben')).toBe(`A1 geändert: „Bericht“ · ${BEN}.`)
  expect(await bot.ask(karin, '!aufgabe A1 für Anna Meyer, Seevetal')).toBe(
    `A1 geändert: „Bericht“ · ${ANNA}, Seevetal.`,
  )
  expect(await bot.ask(anna, '!aufgabe A1 an mich')).toBe(`A1 geändert: „Bericht“ · ${ANNA}.`)
  expect(await bot.ask(anna, '!aufgabe A1 an niemand')).toBe('A1 geändert: „Bericht“.')
  expect(await bot.ask(anna, '!aufgabe A1 an Buchholz')).toContain('„Buchholz“ kenne ich hier nicht')
  expect(await bot.ask(anna, '!aufgabe A1')).toContain('niemand zugeordnet')
})
