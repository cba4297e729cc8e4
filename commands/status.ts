import { defineCommand } from '../bot/command.ts'
import { healthOf } from '../bot/domain/health.ts'
import { statusReport } from '../templates/status.ts'

/** How the bot is, for those who run it. */
export default defineCommand({
  name: 'status',
  english: 'status',
  aliases: [],
  permission: 'operator',
  writes: false,
  usage: { de: '', en: '' },
  help: { de: 'Zustand des Bots: Abgleich, Postausgang, Störungen.', en: 'State of the bot: sync, outbox, faults.' },
  examples: { de: ['!status'], en: ['!status'] },

  run: async ({ db, now, installation, eventId }) => statusReport(await healthOf(db, installation, now, eventId)),
})
