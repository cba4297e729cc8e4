import { afterEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, paul } = people
let bot: TestBot
afterEach(() => bot.close())

/** A week with a decision, two tasks (one done), a link and a meeting to come. */
async function aWeek() {
  bot = await testBot({ at: '2026-03-06T10:00:00+01:00' })
  await bot.says(karin, '!beschluss Gemeinsame Ausschreibung der Drucker')
  await bot.says(anna, `!aufgabe Leistungsverzeichnis prüfen bis 10.3. ${anna}`)
  await bot.says(ben, '!aufgabe Angebote einholen')
  await bot.says(ben, '!erledigt A2')
  await bot.says(ben, 'https://muster.example/lv')
  await bot.says(karin, '!sitzung 31.3. 10 Uhr Quartalsrunde')
}

const digests = async (place?: string) => (await bot.said(place)).filter((text) => text.includes('Überblick'))

test('Thursday at 9 the group gets its digest, once, without a person in it', async () => {
  await aWeek()
  bot.travelTo('2026-03-12T08:59:00+01:00')
  await bot.tick('digests')
  expect(await digests()).toEqual([])
  bot.travelTo('2026-03-12T09:00:20+01:00')
  await bot.tick('digests')
  bot.travelTo('2026-03-12T09:01:20+01:00')
  await bot.tick('digests')
  await bot.restart()
  bot.travelTo('2026-03-12T10:00:20+01:00')
  await bot.tick('digests')
  const [digest, ...more] = await digests()
  expect(more).toEqual([])
  expect(digest).toBe(
    [
      'Überblick AG IT-Kooperation · KW 11 (09.–13.03.2026)',
      'Beschlossen: IT-2026/001 Gemeinsame Ausschreibung der Drucker',
      'Aufgaben: 1 erledigt, 1 offen, 1 davon über dem Termin',
      'Nächste Sitzung: Di., 31.03.2026, 10:00 Uhr (S1)',
      'Neu: L1 https://muster.example/lv',
    ].join('\n'),
  )
  expect(digest).not.toContain('Anna')
})

test('nothing but old open tasks is no digest, and a group in which nothing happened gets none', async () => {
  await aWeek()
  bot.travelTo('2026-03-26T09:00:20+01:00')
  await bot.tick('digests')
  expect(await digests()).toEqual([])
  expect(await digests('portale')).toEqual([])
})

test('after long downtime one digest comes, marked late', async () => {
  await aWeek()
  bot.travelTo('2026-03-12T20:00:00+01:00')
  await bot.restart()
  await bot.tick('digests')
  expect(await digests()).toEqual([expect.stringMatching(/^Verspätet: Überblick AG IT-Kooperation/)])
})

test('on a holiday the digest comes on the working day before', async () => {
  bot = await testBot({ at: '2026-05-11T10:00:00+02:00' })
  await bot.says(karin, '!beschluss Vor Himmelfahrt')
  bot.travelTo('2026-05-13T09:00:20+02:00')
  await bot.tick('digests')
  expect(await digests()).toHaveLength(1)
  bot.travelTo('2026-05-14T09:00:20+02:00')
  await bot.tick('digests')
  expect(await digests()).toHaveLength(1)
})

test('Monday at 8 coordinators get theirs in person, by administration, never ordered by delay', async () => {
  await aWeek()
  await bot.says(ben, '!beschluss Schulen bekommen eine Fernwartung')
  await bot.says(ben, `!aufgabe Bedarf melden bis 9.3. an Neu Wulmstorf`)
  bot.travelTo('2026-03-16T08:00:20+01:00')
  await bot.tick('digests')
  await bot.tick('digests')
  const [digest, ...more] = await digests(karin)
  expect(more).toEqual([])
  expect(digest).toContain('Überblick Koordination · Mo., 16.03.2026')
  expect(digest).toContain('Neu Wulmstorf: A3 „Bedarf melden“')
  expect(digest).toContain(
    'Seevetal: A1 „Leistungsverzeichnis prüfen“ – Anna Meyer, war bis Di., 10.03.2026 vorgesehen, Grund nicht bekannt',
  )
  expect(digest).toContain('Zur Bestätigung: B2 „Schulen bekommen eine Fernwartung“')
  expect(digest?.indexOf('Neu Wulmstorf:')).toBeLessThan(digest?.indexOf('Seevetal:') ?? -1)
  expect(digest).toMatch(/Reihenfolge alphabetisch, ohne Wertung\.$/)
  expect(await digests(anna)).toEqual([])
  expect((await digests(paul)).join()).not.toContain('AG IT-Kooperation')
})

test('!überblick never shows the coordinator’s digest in a room', async () => {
  await aWeek()
  expect(await bot.ask(karin, '!überblick')).toBe('Der Überblick für die Koordination kommt im Direktchat.')
  expect(await digests(karin)).toHaveLength(1)
  expect(await bot.ask(anna, '!überblick')).toContain('Ihr Überblick')
})

test('!heute is about me: all groups in a direct message, only this one in a room', async () => {
  await aWeek()
  await bot.says(paul, `!aufgabe Formulare zählen ${anna}`, { in: 'portale' })
  const here = await bot.ask(anna, '!heute')
  expect(here).toContain('A1 „Leistungsverzeichnis prüfen“ · bis Di., 10.03.2026')
  expect(here).not.toContain('Formulare')
  const direct = await bot.ask(anna, 'heute', { in: anna })
  expect(direct).toContain('AG Kommunale Portale')
  expect(direct).toContain('A3 „Formulare zählen“')
})

test('!digest posts now, for coordinators only', async () => {
  await aWeek()
  expect(await bot.ask(anna, '!digest')).toBe('Das kann nur die Koordination der AG IT-Kooperation: Karin Beispiel.')
  expect(await bot.ask(karin, '!digest')).toContain('Überblick AG IT-Kooperation')
})

test('a personal digest comes only after it was switched on', async () => {
  await aWeek()
  bot.travelTo('2026-03-09T08:00:20+01:00')
  await bot.tick('digests')
  expect(await digests(anna)).toEqual([])
  await bot.says(anna, 'einstellungen digest täglich', { in: anna })
  bot.travelTo('2026-03-10T08:00:20+01:00')
  await bot.tick('digests')
  await bot.tick('digests')
  expect((await bot.said(anna)).filter((text) => text.includes('Ihr Überblick'))).toHaveLength(1)
})
