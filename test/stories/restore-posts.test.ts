import { afterEach, expect, test } from 'vitest'
import { openDirectRoom } from '../direct-room.ts'
import { people } from '../fixture.ts'
import { type Restorable, restorableBot } from '../restoring.ts'

const { karin, anna, ben, olga } = people
/** Long stories, told again from the backup on. */
const LONG_MS = 120_000
let story: Restorable
afterEach(() => story.bot.close())

/** Every job looks, several times, and nothing is said in any room that people use. */
async function nothingIsPosted() {
  const before = story.shown()
  for (let round = 0; round < 2; round++) await story.bot.tick()
  const direct = (await story.bot.db.room.findFirst({ where: { personId: olga } }))?.id
  const known = new Map(before.map(({ id, events }) => [id, events]))
  for (const { id, events } of story.shown()) if (id !== direct) expect(events, id).toEqual(known.get(id))
}

test('reminders, digests and welcomes that the rooms show are not posted again, and their cards are cards', {
  timeout: LONG_MS,
}, async () => {
  story = await restorableBot()
  const { bot, says } = story
  await says(anna, '!aufgabe Angebote einholen bis 16.3. @Ben')
  await says(anna, '!aufgabe Vertrag prüfen bis 20.3. @Ben')
  await says(karin, '!sitzung 12.3. 10:00 Abstimmung')
  await says(karin, '!beschluss Die Drucker werden gemeinsam ausgeschrieben')
  const backup = await bot.backup()

  bot.travelTo('2026-03-11T10:00:30+01:00') // a day before the meeting
  await bot.tick()
  bot.travelTo('2026-03-12T09:46:00+01:00') // a quarter of an hour before, and after the digest of Thursday
  await bot.tick()
  bot.travelTo('2026-03-13T08:00:10+01:00') // three days before Monday
  await bot.tick()
  await says(ben, 'bis 19.3.', { replyTo: (await bot.find('Angebote einholen', ben)).event_id, in: ben })
  await says(karin, '!gruppe einladen @paul:stelle.example')
  await bot.tick()
  bot.homeserver.setMember(await bot.roomOf(), people.paul, 'join')
  story.later()
  await bot.tick()
  for (const day of [16, 17]) {
    bot.travelTo(`2026-03-${day}T08:00:10+01:00`) // three days before either task, each in a message of its own
    await bot.tick()
  }
  const posts = await bot.db.outboxMessage.findMany({ where: { priority: 1 }, orderBy: { key: 'asc' } })
  const kinds = new Set(
    posts.map(({ key }) =>
      key
        .split(':')
        .slice(0, 2)
        .join(':')
        .replace(/:[^a-z].*$/i, ''),
    ),
  )
  for (const kind of ['digest:group', 'digest:coordinator', 'task-reminders', 'welcome'])
    expect([...kinds].join(' ')).toContain(kind)
  expect(posts.filter(({ key }) => key.startsWith('meeting:'))).toHaveLength(2)
  expect(posts.filter(({ key }) => key.startsWith('task-reminders:'))).toHaveLength(3)

  bot.travelTo('2026-03-17T14:00:00+01:00')
  await story.restoreUnnoticed(backup)
  await nothingIsPosted()
  const report = await story.report()
  expect(report).toContain(`Andere Nachrichten, die schon da waren: ${posts.length}.`)

  // Replying to a reminder of that time finds its task.
  await says(ben, 'erledigt', { replyTo: (await bot.find('Vertrag prüfen', ben)).event_id, in: ben })
  expect(await bot.db.task.findUniqueOrThrow({ where: { id: 'A2' } })).toMatchObject({ status: 'done' })
})

test('what fell due only after the end is posted, and said to be late', async () => {
  story = await restorableBot()
  const { bot, says } = story
  await says(anna, '!aufgabe Angebote einholen bis 16.3. @Ben')
  const backup = await bot.backup()
  await says(anna, '!aufgabe Vertrag prüfen bis 16.3. @Ben')
  bot.travelTo('2026-03-13T11:00:00+01:00')
  await story.restore(backup)
  await bot.tick()
  const last = (await bot.said(ben)).at(-1)
  expect(last).toContain('Angebote einholen')
  expect(last).toContain('Vertrag prüfen')
})

test('a group made after the backup keeps its room, its people and what they wrote; nobody is invited twice', {
  timeout: LONG_MS,
}, async () => {
  story = await restorableBot()
  const { bot, says, ask } = story
  const backup = await bot.backup()
  const home = await openDirectRoom(bot, olga)
  await says(olga, 'gruppe neu AG Datenschutz für Seevetal, Landkreis Harburg', { in: home })
  await bot.tick()
  // Ben does not want to be in the space, to which everybody was invited.
  const space = await bot.db.room.findFirstOrThrow({ where: { kind: 'space' } })
  expect(bot.homeserver.membership(space.id, ben)).toBe('invite')
  bot.homeserver.setMember(space.id, ben, 'leave')
  await says(olga, `mitglied [datenschutz] ${karin} Landkreis Koordination`, { in: home })
  await says(olga, `mitglied [datenschutz] ${anna} Seevetal`, { in: home })
  await bot.tick()
  const room = await bot.roomOf('datenschutz')
  for (const person of [karin, anna]) bot.homeserver.setMember(room, person, 'join')
  await bot.work()
  await bot.tick()
  expect(await ask(karin, '!beschluss Wir löschen nach zwei Jahren', { in: 'datenschutz' })).toContain(
    'DATENSCHUTZ-2026/001',
  )
  await says(anna, '!aufgabe Verzeichnis führen', { in: 'datenschutz' })
  await says(anna, 'aufgabe [datenschutz] Aus dem Direktraum', { in: anna })
  await says(ben, '!aufgabe Im alten Raum')

  story.later(60)
  const rooms = bot.homeserver.rooms.size
  const count = (what: string) => bot.homeserver.requests.filter((request) => request === what).length
  const before = [count('createRoom'), count('invite')]
  const data = await story.restoreUnnoticed(backup)
  expect(data.decisions.map(({ register }) => register)).toEqual(['DATENSCHUTZ-2026/001'])
  expect(await bot.roomOf('datenschutz')).toBe(room)
  await nothingIsPosted()
  expect([count('createRoom'), count('invite')]).toEqual(before)
  expect(bot.homeserver.rooms.size).toBe(rooms)
  expect(await bot.roomOf(olga)).toBe(home)
  expect(await ask(anna, '!aufgabe Es geht weiter', { in: 'datenschutz' })).toContain('Aufgabe A4')
})

test('a room that was replaced after the backup: what was said in the old one and in the new one belongs to the group', async () => {
  story = await restorableBot()
  const { bot, says } = story
  const backup = await bot.backup()
  await says(anna, '!aufgabe Im alten Raum')
  const old = await bot.roomOf()
  story.later()
  const next = bot.homeserver.makeRoom(karin, { predecessor: { room_id: old } })
  bot.homeserver.add(old, karin, 'm.room.tombstone', { replacement_room: next }, { state_key: '' })
  bot.homeserver.setMember(next, bot.installation.me, 'invite', karin)
  await bot.work()
  await bot.tick('rooms')
  bot.homeserver.add(next, karin, 'm.room.power_levels', { users: { [bot.installation.me]: 100 } }, { state_key: '' })
  for (const person of [anna, ben]) bot.homeserver.setMember(next, person, 'join')
  await bot.work()
  await bot.tick('rooms')
  expect(await bot.roomOf()).toBe(next)
  await says(ben, '!aufgabe Im neuen Raum')
  await bot.tick()
  story.later(60)
  const data = await story.restoreUnnoticed(backup)
  expect(data.tasks.map(({ text }) => text)).toEqual(['Im alten Raum', 'Im neuen Raum'])
  expect(await bot.roomOf()).toBe(next)
})

test('what was said in a room before it took the place of another was nobody’s, and is it again after a restored backup', async () => {
  story = await restorableBot()
  const { bot, says } = story
  const backup = await bot.backup()
  const old = await bot.roomOf()
  const next = bot.homeserver.makeRoom(karin, { predecessor: { room_id: old } })
  bot.homeserver.setMember(next, bot.installation.me, 'invite', karin)
  bot.homeserver.setMember(next, bot.installation.me, 'join')
  await says(karin, '!aufgabe Noch ohne Gruppe', { in: next })
  story.later()
  bot.homeserver.add(old, karin, 'm.room.tombstone', { replacement_room: next }, { state_key: '' })
  await bot.work()
  await bot.tick('rooms')
  for (const person of [anna, ben]) bot.homeserver.setMember(next, person, 'join')
  await says(karin, '!aufgabe Im neuen Raum')
  await bot.tick()
  story.later(60)
  const data = await story.restoreUnnoticed(backup)
  expect(data.tasks.map(({ text }) => text)).toEqual(['Im neuen Raum'])
  expect(await bot.roomOf()).toBe(next)
})

test('what nobody has handled before the end, said in a room that is about to take the place of another, is the group’s', async () => {
  story = await restorableBot()
  const { bot } = story
  const backup = await bot.backup()
  const old = await bot.roomOf()
  story.later()
  const next = bot.homeserver.makeRoom(karin, { predecessor: { room_id: old } })
  bot.homeserver.setMember(next, bot.installation.me, 'join')
  await bot.put(karin, '!aufgabe Noch ohne Gruppe', { in: next })
  story.later()
  bot.homeserver.add(old, karin, 'm.room.tombstone', { replacement_room: next }, { state_key: '' })
  story.later(60)
  await story.restore(backup)
  expect((await bot.said(next)).join()).toContain('A1 notiert')
  expect(await bot.roomOf()).toBe(next)
})

test('a direct room that was left for a newer one after the backup: what was said in either counts, and the newer one stays', async () => {
  story = await restorableBot()
  const { bot, says } = story
  const backup = await bot.backup()
  const old = await bot.roomOf(anna)
  await says(anna, 'aufgabe [it] Im älteren Direktraum', { in: old })
  story.later()
  const next = await openDirectRoom(bot, anna)
  await bot.tick('rooms')
  expect(bot.homeserver.membership(old, bot.installation.me)).toBe('leave')
  await says(anna, 'einstellungen ruhe 20-8', { in: next })
  story.later(60)
  const data = await story.restoreUnnoticed(backup)
  expect(data.tasks).toHaveLength(1)
  expect(data.people.find(({ id }) => id === anna)?.quiet).toBe('20-8')
  await nothingIsPosted()
  expect(await bot.roomOf(anna)).toBe(next)
})
