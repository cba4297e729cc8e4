import { expect } from 'vitest'
import type { E2eBot } from './bot.ts'
import { idIn, until } from './listening.ts'

/**
 * What a group does with the bot on an ordinary day, in its room and in person: the rooms are there, a message becomes
 * a task, it is ticked and opened again, decisions get their numbers, a link is kept once, a question is answered.
 */
export async function playOrdinaryDay(bot: E2eBot, { version }: { version: string }): Promise<void> {
  const { karin, anna, ben } = bot.people
  const room = await bot.room()
  expect(await karin.state(room, 'm.room.create')).toMatchObject({ room_version: version })
  const direct = await bot.direct(anna)
  await bot.hear(anna, direct, 'ich bin Allmende, der Assistent der AG IT-Kooperation')

  const message = await ben.say(room, 'Wer prüft das Leistungsverzeichnis?')
  const card = await bot.ask(karin, room, `!aufgabe an ${anna.userId} bis 12.3.2027`, { replyTo: message })
  expect(card.body).toContain(
    'Aufgabe A1 notiert: „Wer prüft das Leistungsverzeichnis?“ · Anna Meyer (Seevetal) · bis Fr., 12.03.2027.',
  )
  const tick = await anna.react(room, card.eventId, '✅')
  await bot.hear(anna, room, 'A1 erledigt', { after: tick })
  await anna.redact(room, tick)
  await bot.hear(anna, room, 'A1 ist wieder offen', { after: tick })

  const year = new Date().getFullYear()
  const decided = await bot.ask(karin, room, '!beschluss Die Drucker werden gemeinsam ausgeschrieben.')
  expect(decided.body).toContain(
    `Beschluss IT-${year}/001 (B1) eingetragen: „Die Drucker werden gemeinsam ausgeschrieben.“`,
  )
  const pending = await bot.ask(ben, room, '!beschluss Die Fernwartung wird eingeführt.')
  expect(pending.body).toContain('B2 vorgemerkt')
  const confirmed = await karin.react(room, pending.eventId, '✅')
  await bot.hear(ben, room, `Beschluss IT-${year}/002 (B2) eingetragen`, { after: confirmed })

  await ben.say(room, 'Hat geholfen: https://beispiel.example/muster?utm_source=mail')
  await anna.say(room, 'https://beispiel.example/muster')
  expect((await bot.ask(anna, room, '!links')).body.match(/beispiel\.example\/muster/g)).toHaveLength(1)
  const answer = await bot.ask(anna, direct, 'frage Was wurde zur Ausschreibung der Drucker beschlossen?')
  expect(answer.body).toContain(`Quellen: IT-${year}/001`)
  expect(idIn(await bot.ask(anna, direct, 'A1'))).toBe('A1')

  await bot.ask(karin, room, '!gruppe thema Beschaffung')
  await until('the topic is written', async () => (await anna.state(room, 'm.room.topic'))?.topic === 'Beschaffung')
  await bot.settled()
  expect(bot.output()).not.toContain('"level":50')
}
