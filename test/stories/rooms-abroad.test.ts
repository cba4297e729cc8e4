import { afterEach, expect, test } from 'vitest'
import roomsJob from '../../bot/jobs/rooms.ts'
import { type TestBot, testBot } from '../bot.ts'
import { inviteBot } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, karin } = people
const [here, lost, alsoLost] = ['@hier:fake.example', '@eva:weg.example', '@ulf:weg.example']
let bot: TestBot
afterEach(() => bot.close())

/** A server whose people cannot be invited; who was tried. */
function partFrom(server: string): { tried: string[]; reunite(): void } {
  const tried: string[] = []
  const { homeserver } = bot
  const setMember = homeserver.setMember.bind(homeserver)
  homeserver.setMember = (roomId, userId, membership, by) => {
    if (membership === 'invite' && userId.endsWith(`:${server}`)) {
      tried.push(userId)
      throw new Error('502 cannot connect')
    }
    setMember(roomId, userId, membership, by)
  }
  const reunite = () => {
    homeserver.setMember = setMember
  }
  return { tried, reunite }
}

const invited = async (userId: string) => bot.homeserver.membership(await bot.roomOf(), userId)

test('while a server is away its people wait, one of them is tried; all others are invited, and in the end they are', async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.tick('rooms')
  const { tried, reunite } = partFrom('weg.example')
  await bot.says(karin, `!gruppe einladen ${lost} ${alsoLost} ${here} @neu:seevetal.example`)
  await bot.tick('rooms')
  expect(tried).toEqual([lost])
  expect([await invited(here), await invited('@neu:seevetal.example')]).toEqual(['invite', 'invite'])
  reunite()
  bot.travelTo('2026-03-09T10:11:00+01:00')
  await bot.tick('rooms')
  expect([await invited(lost), await invited(alsoLost)]).toEqual(['invite', 'invite'])
})

test('what may wait for servers of others is none of the job’s own work, which holds up the rest', async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.tick('rooms')
  await bot.says(karin, `!gruppe einladen ${here} ${lost}`)
  const [near, far] = [await inviteBot(bot, here), await inviteBot(bot, anna)]
  const membership = (roomId: string) => bot.homeserver.membership(roomId, bot.installation.me)
  await bot.app.look(roomsJob)
  expect([await invited(here), await invited(lost), membership(near), membership(far)]).toEqual([
    'invite',
    undefined,
    'join',
    'invite',
  ])
  await bot.app.lookBeside(roomsJob)
  expect([await invited(lost), membership(far)]).toEqual(['invite', 'join'])
})

test('a room that was replaced twice leads to where the group went, said once', async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.tick('rooms')
  const old = await bot.roomOf()
  const replace = (room: string) =>
    bot.homeserver.add(old, karin, 'm.room.tombstone', { replacement_room: room }, { state_key: '' })
  const first = bot.homeserver.makeRoom(karin, { predecessor: { room_id: old } })
  replace(first)
  bot.homeserver.setMember(first, bot.installation.me, 'invite', karin)
  await bot.work()
  for (let tick = 0; tick < 3; tick++) await bot.tick('rooms')
  expect(await bot.roomOf()).toBe(first)
  for (let time = 0; time < 2; time++) {
    replace(bot.homeserver.makeRoom(anna, { predecessor: { room_id: old } }))
    await bot.work()
    for (let tick = 0; tick < 3; tick++) await bot.tick('rooms')
    expect(await bot.roomOf()).toBe(first)
    expect(bot.homeserver.state(old, 'm.room.tombstone')).toMatchObject({ replacement_room: first })
  }
  const own = bot.homeserver
    .room(old)
    .timeline.filter(({ type, sender }) => type === 'm.room.tombstone' && sender === bot.installation.me)
  expect(own).toHaveLength(2)
})
