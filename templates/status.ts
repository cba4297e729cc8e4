import { lines, md, template } from './template.ts'

type Health = {
  level: 0 | 1 | 2
  version: string
  database: string
  encryption: boolean
  syncAge: number | null
  outbox: number
  setAside: { events: number; messages: number }
  waitingEvents: number
  deafRooms: number
  lastDigest: Date | null
}

const german = ['in Ordnung', 'eingeschränkt', 'gestört']
const english = ['healthy', 'degraded', 'down']

/** State of the bot for operators: figures, no contents. */
export const statusReport = template<Health>({
  de: (health, read) =>
    lines(
      md`**Allmende ${health.version}: ${german[health.level]}**`,
      md`- Datenbank: ${health.database}, Verschlüsselung: ${health.encryption ? 'ja' : 'nein'}`,
      md`- Letzter Abgleich mit dem Homeserver: ${health.syncAge === null ? 'noch keiner' : `vor ${health.syncAge} s`}`,
      md`- Postausgang: ${health.outbox}, unbearbeitet: ${health.waitingEvents}`,
      md`- Beiseitegelegt (7 Tage): ${health.setAside.events} Ereignisse, ${health.setAside.messages} Nachrichten`,
      health.deafRooms > 0 && md`- Verschlüsselte Räume, in denen ich weder lese noch schreibe: ${health.deafRooms}`,
      md`- Letzter Überblick: ${health.lastDigest ? read.moment(health.lastDigest) : 'noch keiner'}`,
    ),
  en: (health, read) =>
    lines(
      md`**Allmende ${health.version}: ${english[health.level]}**`,
      md`- Database: ${health.database}, encryption: ${health.encryption ? 'yes' : 'no'}`,
      md`- Last sync with the homeserver: ${health.syncAge === null ? 'none yet' : `${health.syncAge} s ago`}`,
      md`- Outbox: ${health.outbox}, not handled yet: ${health.waitingEvents}`,
      md`- Set aside (7 days): ${health.setAside.events} events, ${health.setAside.messages} messages`,
      health.deafRooms > 0 && md`- Encrypted rooms in which I neither read nor write: ${health.deafRooms}`,
      md`- Last digest: ${health.lastDigest ? read.moment(health.lastDigest) : 'none yet'}`,
    ),
})
