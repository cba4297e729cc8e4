import { expect, test } from 'vitest'
import { testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { anna } = people

test('a day on which a meeting does not take place cancels and moves nothing', async () => {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.says(anna, '!sitzung 12.3. 10 Uhr Quartalsrunde')
  expect(await bot.ask(anna, '!sitzung S1 am 19.3. absagen Warnstreik')).toContain('Do., 12.03.2026')
  expect(await bot.ask(anna, '!sitzung S1')).not.toContain('bgesagt')
  expect(await bot.ask(anna, '!sitzung S1 vom 19.3. auf 20.3. verschieben')).toContain('Es wurde nichts gespeichert.')
  expect(await bot.ask(anna, '!sitzung S1 am 12.3. absagen Warnstreik')).toContain('Abgesagt: „Quartalsrunde“ (S1)')
  await bot.close()
})

test('what happens in the small hours is not moved into the afternoon', async () => {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  expect(await bot.ask(anna, '!sitzung 20.3. 2:30 Uhr nachts Wartung')).toContain(
    '„Wartung“ · Fr., 20.03.2026, 02:30–03:30 Uhr',
  )
  expect(await bot.ask(anna, '!sitzung 29.3. 2:30 Uhr nachts Wartung')).toContain('gibt es diese Uhrzeit')
  await bot.close()
})
