import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { people } from '../fixture.ts'

const { karin, anna, paul } = people

let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-12T10:00:00+01:00' })
})
afterEach(() => bot.close())

test('lists newest first, cut at ten, by year, state and word', async () => {
  expect(await bot.ask(anna, '!beschlüsse')).toBe('Im Register steht noch nichts. Eintragen: !beschluss <Text>')
  await bot.says(karin, '!beschluss Alte Sache am 1.12.2025')
  for (let i = 1; i <= 11; i++) await bot.says(karin, `!beschluss Ausschreibung ${i}`)
  await bot.says(anna, '!beschluss Gemeinsame Drucker')
  const answer = (await bot.ask(anna, '!beschluesse')).split('\n')
  expect(answer[0]).toBe('Register · AG IT-Kooperation · 13 Einträge')
  expect(answer[1]).toBe('- B13 Gemeinsame Drucker · zur Bestätigung')
  expect(answer[2]).toBe('- IT-2026/011 (B12) Ausschreibung 11 · Do., 12.03.2026')
  expect(answer).toHaveLength(12)
  expect(answer.at(-1)).toBe('… und 3 weitere: !beschlüsse alle')
  expect((await bot.ask(anna, '!beschlüsse alle')).split('\n')).toHaveLength(14)
  expect(await bot.ask(anna, '!beschlüsse 2025')).toBe(
    'Register · AG IT-Kooperation · 1 Eintrag\n- IT-2025/001 (B1) Alte Sache · Mo., 01.12.2025',
  )
  expect(await bot.ask(anna, '!beschlüsse offen')).toContain('1 Eintrag\n- B13')
  expect(await bot.ask(anna, '!beschlüsse gültig')).toContain('12 Einträge')
  expect(await bot.ask(anna, '!beschlüsse Drucker')).toContain('1 Eintrag\n- B13')
  expect(await bot.ask(anna, '!beschlüsse 2024')).toContain('Dazu steht nichts im Register')
})

test('holds in a room that of its group, in a direct message that of all own groups', async () => {
  await bot.says(karin, '!beschluss Drucker')
  await bot.says(paul, '!beschluss Portal', { in: 'portale' })
  expect(await bot.ask(paul, '!beschlüsse', { in: 'portale' })).not.toContain('Drucker')
  expect(await bot.ask(paul, 'beschlüsse', { in: paul })).not.toContain('Drucker')
  expect(await bot.ask(anna, 'beschlüsse', { in: anna })).toMatch(/PORTALE-2026\/001[\s\S]*IT-2026\/001/)
  expect(await bot.ask(anna, 'beschlüsse [it]', { in: anna })).not.toContain('Portal')
})
