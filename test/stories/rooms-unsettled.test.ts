import { afterEach, beforeEach, expect, test } from 'vitest'
import { type TestBot, testBot } from '../bot.ts'
import { inviteBot } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, stranger } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.tick('rooms')
})
afterEach(() => bot.close())

const membership = (room: string) => bot.homeserver.membership(room, bot.installation.me)

/** Sending fails without a word: the message has arrived all the same, or it has not. The sync does not tell it in time. */
function failing({ arrives }: { arrives: boolean }) {
  const fail = (request: string, roomId: string) => {
    if (request !== 'send') return
    const last = bot.homeserver.room(roomId).timeline.at(-1)
    if (last?.sender === bot.installation.me) delete last.unsigned?.['transaction_id']
    throw new Error('socket hang up')
  }
  if (arrives) bot.homeserver.after = fail
  else bot.homeserver.before = fail
  return () => {
    bot.homeserver.before = () => {}
    bot.homeserver.after = () => {}
  }
}

/** So many looks of the bot, a minute apart. */
async function minutesPass(count: number) {
  for (let minute = 0; minute < count; minute++) {
    bot.travelTo(new Date(+bot.clock() + 60_000).toISOString())
    await bot.tick('rooms')
    await bot.work()
  }
}

/** In how many of these rooms it was said, and how often in all. */
const saidIn = async (rooms: string[], text: string) =>
  Promise.all(rooms.map(async (room) => (await bot.said(room)).filter((one) => one.includes(text)).length))

test.each([
  { arrives: true, expected: [1, 0] },
  { arrives: false, expected: [0, 1] },
])(
  'a person opens another direct room while something may have arrived in the older one (it has: $arrives): it is said once',
  async ({ arrives, expected }) => {
    const older = await bot.roomOf(anna)
    const newer = await inviteBot(bot, anna)
    const recover = failing({ arrives })
    await bot.says(anna, '!einstellungen')
    await bot.tick('rooms')
    recover()
    await minutesPass(4)
    expect(await saidIn([older, newer], 'Ihre Einstellungen:')).toEqual(expected)
    expect([older, newer].map(membership)).toEqual(['leave', 'join'])
    expect(await bot.db.outboxMessage.count({ where: { sentAt: null } })).toBe(0)
  },
)

test.each([
  { arrives: true, expected: [1, 0] },
  { arrives: false, expected: [0, 1] },
])(
  'others come into a direct room while something may have arrived there (it has: $arrives): it is said once, and never before them',
  async ({ arrives, expected }) => {
    const crowded = await bot.roomOf(ben)
    const recover = failing({ arrives })
    await bot.says(ben, '!einstellungen')
    recover()
    bot.homeserver.setMember(crowded, stranger, 'invite', ben)
    await bot.work()
    await minutesPass(5)
    const others = [...bot.homeserver.rooms.keys()].filter((room) => room !== crowded)
    const [there, ...elsewhere] = await saidIn([crowded, ...others], 'Ihre Einstellungen:')
    expect([there, elsewhere.reduce((sum, count) => sum + count, 0)]).toEqual(expected)
    expect(membership(crowded)).toBe('leave')
  },
)

test.each([
  { arrives: true, expected: [1, 0] },
  { arrives: false, expected: [0, 1] },
])(
  'a group’s room is upgraded while something may have arrived in the old one (it has: $arrives): it is said once',
  async ({ arrives, expected }) => {
    const old = await bot.roomOf('it')
    const recover = failing({ arrives })
    await bot.says(karin, '!aufgabe Drucker prüfen')
    const fresh = bot.homeserver.makeRoom(karin, { predecessor: { room_id: old } })
    bot.homeserver.add(old, karin, 'm.room.tombstone', { replacement_room: fresh }, { state_key: '' })
    bot.homeserver.setMember(fresh, bot.installation.me, 'invite', karin)
    await bot.work()
    for (let tick = 0; tick < 3; tick++) await bot.tick('rooms')
    recover()
    await minutesPass(5)
    expect(await bot.roomOf('it')).toBe(fresh)
    expect(await saidIn([old, fresh], 'Drucker prüfen')).toEqual(expected)
    expect(await bot.db.outboxMessage.count({ where: { sentAt: null } })).toBe(0)
  },
)

test('what is to be said to a person is not said before those who have just come into her direct room', async () => {
  const crowded = await bot.roomOf(ben)
  bot.homeserver.setMember(crowded, stranger, 'invite', ben)
  await bot.says(ben, '!einstellungen') // before the bot has looked after its rooms
  await minutesPass(2)
  expect(await saidIn([crowded, await bot.roomOf(ben)], 'Ihre Einstellungen:')).toEqual([0, 1])
})

test.each([
  { arrives: true, expected: [1, 0] },
  { arrives: false, expected: [0, 1] },
])(
  'a direct room is encrypted while something may have arrived there (it has: $arrives): it is said once, and not there in clear',
  async ({ arrives, expected }) => {
    const encrypted = await bot.roomOf(ben)
    const recover = failing({ arrives })
    await bot.says(ben, '!einstellungen')
    const content = { algorithm: 'm.megolm.v1.aes-sha2' }
    bot.homeserver.add(encrypted, ben, 'm.room.encryption', content, { state_key: '' })
    await bot.work()
    recover()
    await minutesPass(7)
    expect(await saidIn([encrypted, await bot.roomOf(ben)], 'Ihre Einstellungen:')).toEqual(expected)
    expect(membership(encrypted)).toBe('leave')
  },
)
