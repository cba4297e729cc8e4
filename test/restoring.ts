import { expect } from 'vitest'
import { type Backup, type TestBot, testBot } from './bot.ts'
import { everything } from './everything.ts'
import { people } from './fixture.ts'

/** A bot whose people take their time, and what can be asked about it after a backup was restored. */
export async function restorableBot(options: Partial<Parameters<typeof testBot>[0]> = {}) {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00', ...options })

  /** Every saying is a little later than the one before, as in life. */
  const later = (minutes = 1) => bot.travelTo(new Date(+bot.clock() + minutes * 60_000).toISOString())

  /** All own events of all rooms, as they stand. */
  const shown = () =>
    [...bot.homeserver.rooms.values()].map(({ id, timeline }) => ({
      id,
      events: timeline.filter(({ sender }) => sender === bot.installation.me).map(({ event_id }) => event_id),
    }))

  /** The process ends, the backup is put back, and the bot starts and makes up for what it lacks; no job looks yet. */
  async function restore(backup: Backup) {
    await bot.restore(backup)
    await bot.work()
  }

  return {
    bot,
    later,
    shown,
    restore,
    async says(...words: Parameters<TestBot['says']>) {
      later()
      return bot.says(...words)
    },
    async ask(...words: Parameters<TestBot['ask']>) {
      later()
      return bot.ask(...words)
    },
    async react(...words: Parameters<TestBot['react']>) {
      later()
      return bot.react(...words)
    },
    async redact(...words: Parameters<TestBot['redact']>) {
      later()
      return bot.redact(...words)
    },
    /** Restores; everything is as before, and nobody hears anything. */
    async restoreUnnoticed(backup: Backup) {
      await bot.work()
      const before = { data: await everything(bot.db), shown: shown() }
      await restore(backup)
      expect(await everything(bot.db)).toEqual(before.data)
      expect(shown()).toEqual(before.shown)
      return before.data
    },
    /** What operators are told of it; the only thing that is said. */
    async report(): Promise<string> {
      for (let round = 0; round < 3; round++) await bot.tick('rooms', 'incidents')
      const told = (await bot.said(people.olga)).filter((line) => line.includes('wiederhergestellt'))
      return told.at(-1) ?? ''
    },
  }
}

export type Restorable = Awaited<ReturnType<typeof restorableBot>>
