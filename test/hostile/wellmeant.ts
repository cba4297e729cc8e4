import { commands } from '../../commands/index.ts'
import { people } from '../fixture.ts'
import type { Hostile } from './events.ts'
import type { Kind, Surroundings } from './world.ts'

/** One event in so many is meant well, of one command after the other: so each of them has its effect now and then. */
const EVERY = 40

/** What is said after a command's name, by whom, and in reply to what: the newest of its kind. */
type Call = { text?: (n: number) => string; sender?: string; reply?: Kind }

/** Commands that are not here need nothing but their name. */
const CALLS: Record<string, Call> = {
  aufgabe: { text: (n) => `Angebot ${n} prüfen bis Freitag` },
  beschluss: { text: (n) => `Drucker ${n} werden gemeinsam beschafft` },
  erledigt: { reply: 'task' },
  frage: { text: () => 'Welche Drucker werden beschafft?' },
  gruppe: { text: (n) => `thema Runde ${n}` },
  link: { text: (n) => `https://seite${n}.example/muster Vorlage` },
  merken: { reply: 'message' },
  mitglied: { text: () => '@dora Seevetal Stellvertretung', sender: people.olga },
  rückgängig: { reply: 'made' },
  sichtbar: { text: () => 'gruppe', reply: 'card' },
  sitzung: { text: (n) => `morgen 10 Uhr Runde ${n}` },
  status: { sender: people.olga },
  suche: { text: () => 'Drucker' },
  wer: { text: () => 'Drucker' },
  wissen: { text: (n) => `Anleitung ${n}: So geht es` },
}

/** The event that is meant well, where it is the turn of one. */
export function wellMeant(index: number, around: Surroundings): Hostile | undefined {
  const [turn, isOne] = [Math.floor(index / EVERY), index % EVERY === EVERY - 1]
  const command = isOne ? commands[turn % commands.length]?.name : undefined
  const [roomId] = around.rooms
  if (!command || !roomId) return undefined
  const { text, sender = people.karin, reply } = CALLS[command] ?? {}
  const about = reply && around.newest(roomId, reply)
  return {
    ...{ kind: 'sent', roomId, type: 'm.room.message', command, more: {} },
    sender: about?.asker ?? sender,
    content: {
      ...{ msgtype: 'm.text', body: `!${command} ${text?.(turn) ?? ''}`.trim() },
      ...(about ? { 'm.relates_to': { 'm.in_reply_to': { event_id: about.eventId } } } : {}),
    },
  }
}
