import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { Person } from '../../tools/person.ts'
import { type E2eBot, startBot } from './bot.ts'
import { answersTo, idIn, until } from './listening.ts'

let bot: E2eBot
let karin: Person
let anna: Person
let ben: Person
let olga: Person
let stranger: Person
let room: string

beforeAll(async () => {
  bot = await startBot(inject('synapse'))
  ;({ karin, anna, ben, olga, stranger } = bot.people)
  room = await bot.room()
})
afterAll(() => bot?.close())

const membershipOf = async (person: Person, roomId: string, userId: string) =>
  (await person.members(roomId)).find((member) => member.userId === userId)?.membership
/** Rooms in which only this person and the bot are, as her client has them. */
const directRooms = async (person: Person) =>
  (await person.joinedRooms()).filter(({ name }) => !name || name === 'Allmende')

test('a direct room that the bot has opened needs no prefix, and is the same one after a restart', async () => {
  const direct = await bot.direct(anna)
  const task = await bot.ask(anna, direct, `aufgabe Angebot einholen an ${anna.userId} bis 12.3.2027`)
  expect(task.body).toBe(
    'Aufgabe A1 notiert: „Angebot einholen“ · Anna Meyer (Seevetal) · bis Fr., 12.03.2027 · AG IT-Kooperation. Ändern: einfach hierauf antworten.',
  )
  await bot.stop()
  await bot.start()
  await bot.ask(ben, room, '!erledigt A1')
  const told = await bot.hear(anna, direct, 'Ben Schulz in AG IT-Kooperation: A1 erledigt')
  expect(told).toMatchObject({ msgtype: 'm.text', mentions: [anna.userId] })
  expect(await anna.invites()).toEqual([])
  expect(await directRooms(anna)).toHaveLength(1)
})

test('a direct room that a person opens is entered, and from then on it is her only one', async () => {
  const older = await bot.direct(karin)
  const direct = await karin.createDirectRoom(bot.me)
  await karin.say(direct, 'hilfe') // said before the bot has come
  await bot.hear(karin, direct, '!aufgabe')
  await until('the bot has left the older one', async () => (await membershipOf(karin, older, bot.me)) === 'leave')
  await bot.stop()
  await bot.start()
  const id = idIn(await bot.ask(karin, direct, `aufgabe Protokoll schreiben an ${karin.userId}`))
  await bot.ask(ben, room, `!aufgabe ${id} bis 30.4.2027`)
  await bot.hear(karin, direct, `Ben Schulz in AG IT-Kooperation: ${id} geändert`)
  expect(await karin.invites()).toEqual([])
})

test('invitations by a stranger, or into a room that is no direct one, are declined; operators learn by whom', async () => {
  const operators = await olga.createDirectRoom(bot.me)
  await bot.ask(olga, operators, 'hilfe')
  const approach = await stranger.createDirectRoom(bot.me)
  const other = await ben.createRoom({ name: 'Kaffeerunde', preset: 'private_chat', invite: [bot.me] })
  for (const [person, roomId] of [
    [stranger, approach],
    [ben, other],
  ] as const) {
    await until('the bot has declined', async () => (await membershipOf(person, roomId, bot.me)) === 'leave')
    await bot.hear(olga, operators, `Eine Einladung von ${person.userId} habe ich abgelehnt`)
    const own = (await person.messages(roomId)).filter(({ sender }) => sender === bot.me)
    expect(own.map(({ content }) => content.membership)).toEqual(['leave']) // it never was there, and said nothing
  }
})

test('who is removed from a group is out of its room, and sees nothing of it in her direct room either', async () => {
  const direct = await bot.direct(ben)
  const id = idIn(await bot.ask(ben, room, '!aufgabe Vertrag prüfen #geheim'))
  expect((await bot.ask(ben, direct, id)).body).toContain('Vertrag prüfen')
  const removed = await bot.ask(karin, room, `!gruppe entfernen ${ben.userId}`)
  expect(removed.body).toContain('Ben Schulz: Mitgliedschaft in der AG IT-Kooperation beendet')
  await until('he is out of the room', async () => (await membershipOf(karin, room, ben.userId)) === 'leave')
  await bot.ask(karin, room, `!aufgabe ${id} text Neuer Vertrag`)
  for (const text of [
    id,
    `aufgabe ${id}`,
    'aufgaben',
    'suche Vertrag',
    'heute',
    'mitglieder',
    `aufgabe ${id} notiz hallo`,
  ]) {
    expect((await bot.ask(ben, direct, text)).body, text).not.toMatch(/Vertrag|AG IT-Kooperation/)
  }
  await bot.settled()
  expect((await ben.messages(direct)).filter(({ body }) => body.includes('Neuer Vertrag'))).toEqual([])
  const later = await karin.say(room, `!aufgabe ${id}`)
  expect((await bot.answer(karin, room, later)).body).not.toContain('hallo')
  expect(answersTo(await karin.messages(room), bot.me, later)).toHaveLength(1)
})
