import { afterEach, expect, test } from 'vitest'
import type { Installation } from '../../bot/installation.ts'
import { type TestBot, testBot } from '../bot.ts'
import { hide, keyOf, turnOn } from '../fake-encryption.ts'
import { people } from '../fixture.ts'

const { karin, anna, ben } = people
const HOW = 'Bitte bestätigen Sie das Gerät (in Element: Einstellungen, Sitzungen, „Sitzung verifizieren“'
let bot: TestBot
let room: string
afterEach(() => bot.close())

/** The group's room is encrypted, and the bot has the key of session K; TABLET is unsigned, whoever uses it. */
async function begin(installation: Partial<Installation> = {}) {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00', installation: { encryption: true, ...installation } })
  room = await bot.roomOf('it')
  turnOn(bot.homeserver, room, karin)
  bot.encryption.keys.add('K')
  for (const person of Object.values(people)) bot.encryption.trust.set(`${person} TABLET`, 'unsigned')
  await bot.work()
}

const signed = { session: 'K', device: 'PHONE' }
const unsigned = { session: 'K', device: 'TABLET' }
const tasks = async () => (await bot.db.task.findMany({ orderBy: { id: 'asc' } })).map(({ text }) => text)
const links = () => bot.db.link.count()
const logged = (message: string) => bot.log.filter((line) => line.message === message)

/** An event of this sender that somebody else encrypted, or that hides another type than a message. */
function hidden(sender: string, by: string, { type = 'm.room.message', session = 'K', content = {} } = {}) {
  const inner = { type, content: { msgtype: 'm.text', body: '!aufgabe Gefälscht', ...content }, by, session }
  return bot.homeserver.add(room, sender, 'm.room.encrypted', hide(room, { ...inner, device: 'PHONE' }))
}

test('what the named sender has not encrypted is dropped and logged, at once as well as late', async () => {
  await begin()
  hidden(karin, anna)
  hidden(karin, anna, { session: 'S' })
  await bot.work()
  bot.homeserver.toDevice.push(keyOf(room, 'S'))
  await bot.work()
  expect(await tasks()).toEqual([])
  expect(await bot.said()).toEqual([])
  expect(logged('dropped a message whose sender has not encrypted it')).toHaveLength(2)
  expect(logged('a message can be read now')).toEqual([])
})

test('by default an unsigned device is obeyed, and nobody is asked about it', async () => {
  await begin()
  expect(await bot.ask(anna, '!aufgabe Eins', unsigned)).toContain('A1 notiert')
  await bot.says(anna, 'https://seevetal.example/seite', unsigned)
  expect(await links()).toBe(1)
  expect(bot.encryption.refreshes).toBe(0)
})

test('an operator’s command from an unsigned device is refused, with how to sign it; signed meanwhile it runs', async () => {
  await begin({ operators: [karin] })
  expect(await bot.ask(karin, '!aufgabe Eins', unsigned)).toMatch(
    new RegExp(`^Diese Nachricht kam von einem Gerät, das nicht bestätigt ist.*${HOW.replace(/[()]/g, '\\$&')}.*`),
  )
  expect(await bot.ask(anna, '!aufgabe Zwei', unsigned)).toContain('A1 notiert')
  expect(await tasks()).toEqual(['Zwei'])
  expect(bot.encryption.refreshes).toBe(1)
  bot.encryption.signedMeanwhile.add(`${karin} TABLET`)
  expect(await bot.ask(karin, '!aufgabe Drei', unsigned)).toContain('A2 notiert')
  expect(bot.encryption.refreshes).toBe(2)
  await bot.says(karin, '!aufgabe Vier', unsigned)
  expect(bot.encryption.refreshes).toBe(2)
})

test('with signedOnly everybody’s device has to be signed; nothing is stored, and it says so', async () => {
  await begin({ signedOnly: true })
  const said = await bot.ask(anna, '!aufgabe Eins', unsigned)
  expect(said).toContain(HOW)
  expect(said).toMatch(/Es wurde nichts gespeichert\.$/)
  await bot.says(anna, 'https://seevetal.example/seite', unsigned)
  expect(await tasks()).toEqual([])
  expect(await links()).toBe(0)
  expect(await bot.said()).toHaveLength(1)
  await bot.says(anna, 'https://seevetal.example/seite', signed)
  expect(await bot.ask(anna, '!aufgabe Eins', signed)).toContain('A1 notiert')
  expect(await links()).toBe(1)
})

test('replies to cards and edits follow the same rule: an edit from a signed device mends the refusal, once', async () => {
  await begin({ signedOnly: true })
  const first = await bot.says(anna, '!aufgabe Eins bis morgen', unsigned)
  await bot.says(anna, '!aufgabe Eins bis morgen', { ...unsigned, edits: first })
  expect(await tasks()).toEqual([])
  await bot.says(anna, '!aufgabe Eins bis morgen', { ...signed, edits: first })
  expect(await tasks()).toEqual(['Eins'])
  const card = (await bot.find('A1 notiert')).event_id
  expect(await bot.ask(anna, 'erledigt', { ...unsigned, replyTo: card })).toContain(HOW)
  expect(await bot.db.task.findFirst()).toMatchObject({ status: 'open' })
  await bot.says(anna, 'erledigt', { ...signed, replyTo: card })
  expect(await bot.db.task.findFirst()).toMatchObject({ status: 'done' })
})

test('who writes in clear in an encrypted room counts as unsigned there; in a room without encryption nobody does', async () => {
  await begin({ signedOnly: true })
  expect(await bot.ask(anna, '!aufgabe Im Klartext')).toContain(HOW)
  expect(await bot.ask(ben, 'aufgaben', { in: ben })).toContain('Aufgaben')
  expect(await tasks()).toEqual([])
})

test('the refusal tells nothing of rights: it is the same for whoever may and whoever may not', async () => {
  await begin({ signedOnly: true })
  const command = '!gruppe mitglied @paul:stelle.example'
  const [may, mayNot] = [await bot.ask(karin, command, unsigned), await bot.ask(anna, command, unsigned)]
  expect(may).toContain(HOW)
  expect(mayNot).toBe(may)
})

test('where devices cannot be asked for, the refusal stands, and the log says why', async () => {
  await begin({ signedOnly: true })
  bot.encryption.before = (what) => {
    if (what === 'refresh') throw new Error('502')
  }
  expect(await bot.ask(anna, '!aufgabe Eins', unsigned)).toContain(HOW)
  expect(await tasks()).toEqual([])
  expect(logged('devices cannot be asked for')).toHaveLength(1)
})

test('a late message is judged when it can be read', async () => {
  await begin({ signedOnly: true })
  await bot.says(anna, '!aufgabe Eins', { session: 'S', device: 'TABLET' })
  await bot.says(ben, '!aufgabe Zwei', { session: 'S', device: 'TABLET' })
  bot.encryption.signedMeanwhile.add(`${ben} TABLET`)
  bot.homeserver.toDevice.push(keyOf(room, 'S'))
  await bot.work()
  expect(await tasks()).toEqual(['Zwei'])
  expect((await bot.said()).join()).toContain(HOW)
})

test('a hidden redaction or state event does nothing: the homeserver could not judge whether its sender may', async () => {
  await begin()
  const link = await bot.says(anna, 'https://seevetal.example/seite', signed)
  const waiting = await bot.says(anna, '!aufgabe Wartet', { session: 'S' })
  for (const redacts of [link, waiting]) hidden(ben, ben, { type: 'm.room.redaction', content: { redacts } })
  hidden(ben, ben, { type: 'm.room.tombstone', content: { replacement_room: '!elsewhere:fake.example' } })
  hidden(ben, ben, { type: 'm.room.member', content: { membership: 'leave' } })
  await bot.work()
  expect(await links()).toBe(1)
  bot.homeserver.toDevice.push(keyOf(room, 'S'))
  await bot.work()
  expect(await tasks()).toEqual(['Wartet'])
  expect(await bot.db.room.findUnique({ where: { id: room } })).toMatchObject({ replacedBy: null, membership: 'join' })
})

test('a session that no honest client would name is not waited for, and stops nothing', async () => {
  await begin()
  const random = Array.from({ length: 900 }, (_, i) => String.fromCodePoint(0x4e00 + ((i * 7919) % 20000))).join('')
  for (const session of [random, '', 'a b', '\0']) await bot.put(anna, 'Unsinn', { session: session || ' ' })
  await bot.work()
  expect(await bot.ask(anna, '!aufgabe Eins', signed)).toContain('A1 notiert')
  expect(await bot.db.unreadableEvent.count()).toBe(0)
})
