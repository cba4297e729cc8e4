import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openPerson, type Person } from '../../tools/person.ts'
import { type E2eBot, startBot } from './bot.ts'
import { answersTo, until } from './listening.ts'

const server = inject('synapse')
let bot: E2eBot
let karin: Person
let anna: Person
let olga: Person
let operators: string
/** Somebody at the homeserver who uses the bot's own account: what only the creator of a room may do. */
let hand: Person

beforeAll(async () => {
  bot = await startBot(server, {
    groups: [
      { key: 'it', name: 'AG IT' },
      { key: 'egov', name: 'AG E-Government' },
    ],
  })
  ;({ karin, anna, olga } = bot.people)
  hand = openPerson({ url: server.url, ...bot.account })
  operators = await olga.createDirectRoom(bot.me)
  await bot.ask(olga, operators, 'hilfe')
})
afterAll(() => bot?.close())

/** Gives people levels in a room, as its creator could. */
async function give(roomId: string, users: Record<string, number>): Promise<void> {
  const levels = (await hand.state(roomId, 'm.room.power_levels')) as { users: Record<string, number> }
  await hand.setState(roomId, 'm.room.power_levels', { ...levels, users: { ...levels.users, ...users } })
}

/** Accepts invitations until the person is in this room. */
const enterUpgraded = (person: Person, roomId: string) =>
  until('the invitation has come', async () => (await person.acceptInvites()).includes(roomId))

const told = async (text: string) => (await olga.messages(operators)).filter(({ body }) => body.includes(text)).length

test('a room that is upgraded is followed; where the bot has no power there operators are told, and with power it goes on', async () => {
  const old = await bot.room('egov')
  await bot.ask(anna, old, '!aufgabe Formulare sichten')
  await give(old, { [karin.userId]: 150 })
  const room = await karin.upgradeRoom(old, '12')
  await karin.invite(room, anna.userId)
  await anna.join(room)
  await karin.invite(room, bot.me)
  await until('the bot has come along', async () =>
    (await karin.members(room)).some(({ userId, membership }) => userId === bot.me && membership === 'join'),
  )
  await bot.hear(olga, operators, 'Im Raum der AG E-Government fehlen mir Rechte')

  const list = await bot.ask(anna, room, '!aufgaben')
  expect(list.body).toContain('Formulare sichten') // the group is the same
  const topic = await bot.ask(karin, room, '!gruppe thema Formulare')
  expect(topic.body).toContain('Thema der AG E-Government: „Formulare“')
  expect(await karin.state(room, 'm.room.topic')).toBeUndefined()
  const levels = await karin.state(room, 'm.room.power_levels')
  await karin.setState(room, 'm.room.power_levels', { ...levels, users: { [bot.me]: 100 } })
  await karin.say(room, '!gruppe thema Formulare und Portale')
  await until(
    'the topic is written',
    async () => (await karin.state(room, 'm.room.topic'))?.topic === 'Formulare und Portale',
  )
  await enterUpgraded(bot.people.ben, room) // whom nobody had invited there while the bot could not
  expect(await told('fehlen mir Rechte')).toBe(1)
  expect((await karin.members(room)).filter(({ userId }) => userId === bot.me)).toMatchObject([{ membership: 'join' }])
})

test('removed from a group’s room: operators are told once, a restart makes no second room, and invited again it works as before', async () => {
  const room = await bot.room('it')
  await bot.ask(anna, room, '!aufgabe Vor dem Entfernen')
  await hand.leave(room) // as if removed: nobody may remove the creator of a room
  await bot.hear(olga, operators, 'Ich wurde aus dem Raum „AG IT“ entfernt.')
  const unheard = await anna.say(room, '!aufgabe Ungehört')
  await bot.stop()
  await bot.start()
  await karin.invite(room, bot.me)
  const task = await bot.ask(anna, room, '!aufgabe Danach')
  expect(task.body).toMatch(/^Aufgabe A\d+ notiert: „Danach“/)
  await bot.settled()
  expect(answersTo(await anna.messages(room), bot.me, unheard)).toEqual([])
  expect(await told('aus dem Raum „AG IT“ entfernt')).toBe(1)
  expect((await karin.joinedRooms()).filter(({ name }) => name === 'AG IT')).toHaveLength(1)
})

test('a group’s room is encrypted: the bot says nothing there any more, and tells coordinators and operators once', async () => {
  const room = await bot.room('it')
  const direct = await bot.direct(karin)
  await bot.settled()
  const said = async () =>
    (await karin.messages(room)).filter(({ sender, type }) => sender === bot.me && type === 'm.room.message')
  const before = (await said()).length
  await hand.setState(room, 'm.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' })
  await bot.hear(karin, direct, 'Im Raum der AG IT ist die Verschlüsselung eingeschaltet.')
  await bot.hear(olga, operators, 'Im Raum „AG IT“ wurde die Verschlüsselung eingeschaltet.')
  await anna.say(room, '!aufgabe Ungehört')
  expect((await bot.ask(olga, operators, 'status')).body).toContain('weder lese noch schreibe: 1')
  await bot.settled()
  expect(await said()).toHaveLength(before)
})
