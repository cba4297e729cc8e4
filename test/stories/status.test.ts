import { afterEach, beforeEach, expect, test } from 'vitest'
import { NotSent, Undeliverable } from '../../bot/chat.ts'
import { defineCommand } from '../../bot/command.ts'
import { type TestBot, testBot } from '../bot.ts'
import { openDirectRoom } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, karin, olga } = people

const broken = defineCommand({
  name: 'kaputt',
  english: 'broken',
  aliases: [],
  permission: 'everyone',
  writes: true,
  usage: { de: '', en: '' },
  help: { de: '', en: '' },
  examples: { de: [], en: [] },
  async run() {
    throw new Error('out of order')
  },
})

let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-12T08:30:00+01:00', extra: [broken], installation: { version: '1.2.3' } })
  await openDirectRoom(bot, olga)
})
afterEach(() => bot.close())

const status = () => bot.ask(olga, 'status', { in: olga })

/** The first lines, which say how it is, of a bot on either database. */
const report = (...lines: string[]) => lines.join('\n').replace('sqlite', bot.installation.database)

test('operators read in a direct message how the bot is: figures, no contents', async () => {
  await bot.says(karin, '!beschluss Gemeinsame Ausschreibung der Drucker')
  expect(await status()).toBe(
    report(
      'Allmende 1.2.3: in Ordnung',
      '- Datenbank: sqlite, Verschlüsselung: nein',
      '- Letzter Abgleich mit dem Homeserver: vor 0 s',
      '- Postausgang: 0, unbearbeitet: 0',
      '- Beiseitegelegt (7 Tage): 0 Ereignisse, 0 Nachrichten',
      '- Letzter Überblick: noch keiner',
    ),
  )
  bot.travelTo('2026-03-12T09:00:00+01:00')
  await bot.tick('digests')
  bot.travelTo('2026-03-12T09:01:30+01:00')
  expect(await status()).toContain('Letzter Überblick: Do., 12.03.2026, 09:00 Uhr')
})

test('what was set aside makes it eingeschränkt for seven days, and is counted', async () => {
  await bot.says(anna, '!kaputt')
  bot.homeserver.before = (request) => {
    bot.homeserver.before = () => {}
    if (request === 'send') throw new Undeliverable('M_FORBIDDEN')
  }
  await bot.says(anna, '!aufgabe Drucker zählen')
  const now = await status()
  expect(now).toContain('Allmende 1.2.3: eingeschränkt')
  expect(now).toContain('Beiseitegelegt (7 Tage): 1 Ereignisse, 1 Nachrichten')
  expect(now).not.toContain('Drucker')
  bot.travelTo('2026-03-19T08:31:00+01:00')
  expect(await status()).toContain('Allmende 1.2.3: in Ordnung')
})

test('messages that wait are counted, and long waiting is eingeschränkt', async () => {
  const it = await bot.roomOf('it')
  bot.homeserver.before = (request, roomId) => {
    if (request === 'send' && roomId === it) throw new NotSent('connection refused')
  }
  await bot.says(anna, '!aufgabe Drucker zählen')
  expect(await status()).toContain('Postausgang: 1, ')
  bot.travelTo('2026-03-12T08:41:00+01:00')
  expect(await status()).toContain('eingeschränkt')
})

test('nobody else reads it, and it says who may', async () => {
  for (const place of ['it', anna])
    expect(await bot.ask(anna, '!status', { in: place })).toBe('Das kann nur der Betrieb: Olga Betrieb.')
})
