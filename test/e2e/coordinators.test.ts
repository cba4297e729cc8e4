import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { openPerson, type Person } from '../../tools/person.ts'
import { type E2eBot, startBot } from './bot.ts'
import { answersTo, enterRoom, until } from './listening.ts'

const server = inject('synapse')
let bot: E2eBot
let karin: Person
let anna: Person
let ben: Person
let olga: Person
let stranger: Person
let room: string
/** Somebody at the homeserver who uses the bot's own account: what only the creator of a room may do. */
let hand: Person

beforeAll(async () => {
  bot = await startBot(server)
  ;({ karin, anna, ben, olga, stranger } = bot.people)
  hand = openPerson({ url: server.url, ...bot.account })
  room = await bot.room()
  await bot.ask(karin, room, `!mitglied ${ben.userId} Stelle Koordination`)
})
afterAll(() => bot?.close())

const membershipOf = async (person: Person, roomId: string, userId = bot.me) =>
  (await person.members(roomId)).find((member) => member.userId === userId)?.membership
const invitations = async (userId: string) =>
  (await karin.messages(room)).filter(
    ({ type, stateKey, content }) => type === 'm.room.member' && stateKey === userId && content.membership === 'invite',
  )

test('two coordinators who say the same at the same moment: both are answered, and it happens once', async () => {
  const direct = await bot.direct(ben)
  const invite = `gruppe einladen ${stranger.userId}`
  const [here, there] = await Promise.all([karin.say(room, `!${invite}`), ben.say(direct, invite)])
  await Promise.all([bot.answer(karin, room, here), bot.answer(ben, direct, there)])
  await enterRoom(stranger, 'AG IT-Kooperation')
  const make = 'gruppe neu AG Zwilling für Seevetal, Stelle'
  const rooms = await Promise.all([olga.createDirectRoom(bot.me), Promise.resolve(direct)])
  await bot.ask(olga, rooms[0], 'hilfe')
  const said = await Promise.all([olga.say(rooms[0], make), olga.say(rooms[0], make), ben.say(direct, make)])
  for (const [index, eventId] of said.entries())
    await bot.answer(index < 2 ? olga : ben, index < 2 ? rooms[0] : direct, eventId)
  await bot.settled()
  expect(answersTo(await karin.messages(room), bot.me, here)).toHaveLength(1)
  expect(answersTo(await ben.messages(direct), bot.me, there)).toHaveLength(1)
  expect(await invitations(stranger.userId)).toHaveLength(1)
  const { group, membership } = await bot.db()
  expect(await group.count({ where: { name: 'AG Zwilling' } })).toBe(1)
  expect(await membership.count({ where: { personId: stranger.userId } })).toBe(1)
  await until('its room is made', async () => (await hand.joinedRooms()).some(({ name }) => name === 'AG Zwilling'))
  expect((await hand.joinedRooms()).filter(({ name }) => name === 'AG Zwilling')).toHaveLength(1)
})

test('an address of the room that comes and goes changes nothing', async () => {
  const alias = `#it-${room
    .slice(1, 9)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, 'x')}:${server.serverName}`
  const path = `/_matrix/client/v3/directory/room/${encodeURIComponent(alias)}`
  await hand.api('PUT', path, { room_id: room })
  await hand.setState(room, 'm.room.canonical_alias', { alias })
  await bot.ask(anna, room, '!aufgaben')
  await hand.setState(room, 'm.room.canonical_alias', {})
  await fetch(server.url + path, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${bot.account.accessToken}` },
  })
  await bot.stop()
  await bot.start()
  expect((await bot.ask(anna, room, '!aufgaben')).body).toContain('Es sind keine Aufgaben offen')
})

test('the space is closed and lost: operators are told once, no second one is made, and groups go on and grow', async () => {
  const operators = await olga.createDirectRoom(bot.me)
  await bot.ask(olga, operators, 'hilfe')
  const space = await enterRoom(karin, 'Landkreis Harburg')
  await hand.setState(space, 'm.room.tombstone', { body: '', replacement_room: '!weg:localhost' })
  await bot.ask(anna, room, '!aufgabe Trotzdem')
  for (const { userId, membership } of await hand.members(space))
    if (membership !== 'leave' && userId !== bot.me) await hand.kick(space, userId)
  await hand.leave(space)
  await bot.hear(olga, operators, 'Ich wurde aus dem Raum „Landkreis Harburg“ entfernt.')
  await bot.stop()
  await bot.start()
  await bot.ask(karin, room, `!gruppe einladen ${olga.userId}`)
  expect(await enterRoom(olga, 'AG IT-Kooperation')).toBe(room)
  expect((await bot.ask(olga, room, '!aufgaben')).body).toContain('Trotzdem')
  await bot.settled()
  const names = (await hand.joinedRooms()).map(({ name }) => name)
  expect(names.filter((name) => name === 'Landkreis Harburg')).toEqual([])
  const told = (await olga.messages(operators)).filter(({ body }) => body.includes('„Landkreis Harburg“ entfernt'))
  expect(told).toHaveLength(1)
})

test('two coordinators upgrade the same room: the group goes on in one of the new rooms, and the old one leads there', async () => {
  const levels = (await hand.state(room, 'm.room.power_levels')) as { users: Record<string, number> }
  const users = { ...levels.users, [karin.userId]: 150, [ben.userId]: 150 }
  await hand.setState(room, 'm.room.power_levels', { ...levels, users })
  const upgrades = await Promise.allSettled([karin, ben].map((person) => person.upgradeRoom(room, '12')))
  const made = upgrades.map((one) => (one.status === 'fulfilled' ? one.value : undefined)) // one may be refused
  const first = String((await karin.state(room, 'm.room.tombstone'))?.replacement_room)
  const [quick, slow] = made[0] === first ? [karin, ben] : [ben, karin]
  expect(made).toContain(first)
  await quick.invite(first, bot.me)
  const { group } = await bot.db()
  await until('the group has moved', async () => (await group.count({ where: { roomId: first } })) === 1)
  const predecessor = { creation_content: { predecessor: { room_id: room } } }
  const second = await slow.createRoom({ name: 'AG IT-Kooperation', ...predecessor, invite: [bot.me] })
  await slow.setState(room, 'm.room.tombstone', { body: '', replacement_room: second })
  await until('the bot has declined', async () => (await membershipOf(slow, second)) === 'leave')
  await until(
    'the old room leads to where the group is',
    async () => (await karin.state(room, 'm.room.tombstone'))?.replacement_room === first,
  )
  await quick.invite(first, anna.userId)
  await anna.join(first)
  expect((await bot.ask(anna, first, '!aufgaben')).body).toContain('Trotzdem')
})
