import { type TestBot, testBot } from '../bot.ts'
import { openDirectRoom } from '../direct-room.ts'
import { groups, keys, type Person, persons } from './people.ts'

const { o, k, a, m, g, p, s, r } = persons

/** Both groups with everybody in their rooms; one has left, one was removed, a stranger looks on. */
export async function startWorld(): Promise<TestBot> {
  const bot = await testBot({ at: '2026-03-09T10:00:00+01:00', groups })
  for (const key of Object.values(keys)) bot.homeserver.setMember(await bot.roomOf(key), s, 'join')
  bot.homeserver.setMember(await bot.roomOf('it'), p, 'leave')
  await bot.says(k, `!gruppe entfernen ${r}`)
  await openDirectRoom(bot, o)
  return bot
}

/** Where somebody speaks with the bot alone. Strangers have no such room: this one is a guest in the author's. */
export const directRoomOf = (person: Person) => (person === 's' ? a : persons[person])

/** Entries that nobody outside the group may see. */
export async function writeHidden(bot: TestBot) {
  await bot.says(a, `!aufgabe Drucker zählen ${m}`)
  await bot.says(a, '!beschluss Drucker werden gezählt')
  await bot.says(k, '!beschluss Drucker werden gemietet')
  await bot.says(a, '!sitzung 26.3. 10 Uhr Drucker')
  await bot.says(a, '!link https://drucker.example/ Muster')
  await bot.says(a, '!wissen Drucker: Sie stehen im Keller')
}

/** The same kinds of entries, which everybody who is known may see; `ids` are those that they get. */
export async function writeOpen(bot: TestBot, ids: readonly string[]) {
  await bot.says(a, '!aufgabe Offene Drucker zählen')
  await bot.says(k, '!beschluss Offene Drucker werden gemietet')
  await bot.says(a, '!sitzung 27.3. 10 Uhr Offene Drucker')
  await bot.says(a, '!link https://offen.example/ Muster offener Drucker')
  await bot.says(a, '!wissen Offene Drucker: Sie stehen im Hof')
  for (const id of ids) await bot.says(k, `!sichtbar ${id} kreisweit`)
}

/** A series, a link for one administration only, and what somebody else wrote. */
export async function writeOthers(bot: TestBot) {
  await bot.says(a, '!sitzung jeden Montag 9 Uhr Drucker')
  await bot.says(a, '!link https://seevetal.example/drucker Muster')
  await bot.says(a, '!sichtbar L3 verwaltung')
  const said = await bot.put(m, 'Der Schlüssel zu den Druckern liegt beim Hausmeister.')
  await bot.says(a, '!merken', { replyTo: said })
  await bot.says(g, '!aufgabe Formulare zählen', { in: keys.foreign })
}
