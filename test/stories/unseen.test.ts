import { expect, test } from 'vitest'
import type { TestBot } from '../bot.ts'
import { holdBack, say } from '../rights/hearing.ts'
import { persons } from '../rights/people.ts'
import { startWorld, writeHidden, writeOpen } from '../rights/world.ts'

/** People who are answered, each where nothing of the AG IT-Kooperation may be seen that is not open to all. */
const speakers = [
  { person: 'a', place: 'foreign' },
  { person: 'f', place: 'foreign' },
  { person: 'f', place: 'direct' },
  { person: 'g', place: 'direct' },
  { person: 'o', place: 'direct' },
  { person: 's', place: 'room' },
] as const

/** What all of them hear, in a world that `prepare` has added to. */
async function hear(texts: readonly string[], prepare: (bot: TestBot) => Promise<void>) {
  const bot = await startWorld()
  await writeOpen(bot, ['A1', 'B1', 'S1', 'L1', 'W1'])
  await prepare(bot)
  holdBack(bot)
  const cells = texts.flatMap((text) => speakers.map((speaker) => ({ ...speaker, text })))
  const { heard, posts } = await say(bot, { command: 'any' }, cells)
  await bot.close()
  return [
    ...heard.map(({ person, place, text, answer }) => `${person} in ${place}, ${text}: ${answer}`),
    ...posts.map(({ body }) => body),
  ]
}

test('lists, search, answers and counts are for others as if there were nothing more', {
  timeout: 120_000,
}, async () => {
  const texts = [
    ...['hilfe', 'heute', 'überblick', 'aufgaben', 'aufgaben alle', 'beschlüsse', 'beschlüsse 2026 alle'],
    ...['beschlüsse drucker', 'sitzungen', 'links', 'links drucker', 'wissen', 'digest', 'mitglieder'],
    ...['suche Drucker', 'suche gemietet', 'suche Keller', 'suche A2', 'suche IT-2026/002', 'wer Drucker'],
    ...['frage Was wurde zu den Druckern beschlossen?', 'frage Wo stehen die Drucker?', 'B2', 'IT-2026/002', 'L2'],
  ]
  const without = await hear(texts, async () => {})
  expect(await hear(texts, writeHidden)).toEqual(without)
  expect(without.filter((line) => line.includes('Offene Drucker')).length).toBeGreaterThan(20)
})

test('a person of another group is named as one whom nobody knows', async () => {
  const known = persons.m
  const unknown = '@bert:wulmstorf.example'
  const texts = (id: string, name: string) => [
    ...[`aufgabe Papier ${id}`, `aufgabe Papier @${name}`, `aufgaben @${name}`, `aufgaben ${id}`],
    ...[`mitglied @${name} Stelle`, `gruppe entfernen ${id}`, `gruppe entfernen @${name}`],
  ]
  const alike = (line: string) => line.replaceAll(/@?\b(?:ben|bert)\b/g, '@somebody')
  const heard = async (...named: Parameters<typeof texts>) => (await hear(texts(...named), writeHidden)).map(alike)
  expect(await heard(known, 'ben')).toEqual(await heard(unknown, 'bert'))
})
