import { expect, test } from 'vitest'
import { testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, paul, stranger } = people
const at = '2026-03-09T10:00:00+01:00'

test('a refusal names everybody who may', async () => {
  const bot = await testBot({ at })
  await bot.says(anna, '!link https://a.example/ Muster')
  await bot.says(karin, '!beschluss Drucker')
  const coordinators = 'die Koordination der AG IT-Kooperation: Karin Beispiel'
  expect(await bot.ask(ben, '!sichtbar L1 kreisweit')).toBe(
    `Das kann nur, wer es eingetragen hat (Anna Meyer), oder ${coordinators}. Es wurde nichts gespeichert.`,
  )
  expect(await bot.ask(anna, '!sichtbar L1 öffentlich')).toBe(
    `Das kann nur ${coordinators}. Es wurde nichts gespeichert.`,
  )
  expect(await bot.ask(anna, '!sichtbar B1 kreisweit')).toBe(
    `Das kann nur ${coordinators}. Es wurde nichts gespeichert.`,
  )
  expect(await bot.ask(stranger, '!aufgabe Drucker')).toBe(
    'Das können nur Mitglieder der AG IT-Kooperation. Aufnehmen kann Sie die Koordination: Karin Beispiel. Es wurde nichts gespeichert.',
  )
  await bot.close()
})

test('a task that was called off is not called a meeting that was', async () => {
  const bot = await testBot({ at })
  await bot.says(anna, '!aufgabe Drucker zählen')
  await bot.says(anna, '!sitzung 20.3. 10 Uhr Drucker')
  await bot.says(anna, '!A1 abbrechen')
  await bot.says(anna, '!S1 absagen krank')
  const found = await bot.ask(anna, '!suche Drucker')
  expect(found).toMatch(/- A1 .* · abgebrochen$/m)
  expect(found).toMatch(/- S1 .* · abgesagt$/m)
  await bot.close()
})

test('what was taken back is shown as a wrong entry', async () => {
  const bot = await testBot({ at })
  await bot.says(anna, '!aufgabe Drucker zählen')
  await bot.says(anna, '!rückgängig', { replyTo: (await bot.find('A1 notiert')).event_id })
  expect(await bot.ask(anna, '!aufgabe A1')).toContain('Aufgabe A1 · AG IT-Kooperation · Fehleintrag')
  await bot.says(anna, '!aufgabe Papier zählen')
  await bot.says(anna, '!A2 abbrechen')
  expect(await bot.ask(anna, '!aufgabe A2')).toContain('Aufgabe A2 · AG IT-Kooperation · abgebrochen')
  await bot.close()
})

test('a digest of two months names both, and a coordinator’s says when it comes', async () => {
  const bot = await testBot({ at: '2026-03-26T12:00:00+01:00' })
  await bot.says(anna, '!aufgabe Drucker zählen an Seevetal bis 3.4.')
  await bot.says(karin, '!beschluss Drucker')
  bot.travelTo('2026-04-02T08:00:00+02:00')
  await bot.tick('digests')
  // Monday is a holiday, and so is the Friday before it: it comes on the Thursday.
  expect(await bot.find('Überblick Koordination', karin)).toMatchObject({
    content: { body: expect.stringContaining('Guten Morgen. Überblick Koordination · Do., 02.04.2026') },
  })
  bot.travelTo('2026-04-02T09:00:00+02:00')
  await bot.tick('digests')
  expect((await bot.find('Überblick AG IT')).content['body']).toContain('KW 14 (30.03.–03.04.2026)')
  await bot.close()
})

test('coordinators of another group are as everybody else', async () => {
  const bot = await testBot({ at })
  await bot.says(anna, '!aufgabe Drucker zählen')
  expect(await bot.ask(paul, 'aufgabe A1 bis Freitag', { in: paul })).toBe(
    await bot.ask(paul, 'aufgabe A99 bis Freitag', { in: paul }).then((text) => text.replace('A99', 'A1')),
  )
  await bot.close()
})
