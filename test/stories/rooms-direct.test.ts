import { afterEach, beforeEach, expect, test } from 'vitest'
import { NotSent, Undeliverable } from '../../bot/chat.ts'
import { giveUp } from '../../bot/jobs/rooms/direct.ts'
import { type TestBot, testBot } from '../bot.ts'
import { inviteBot, openDirectRoom } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, olga, stranger } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await bot.tick('rooms')
})
afterEach(() => bot.close())

const me = () => bot.installation.me
const membership = (room: string) => bot.homeserver.membership(room, me())
const declined = () => bot.log.filter(({ message }) => message.startsWith('declined an invitation'))
/** Something to say to a person, as any job would say it. */
const settings = (person: string) => bot.says(person, '!einstellungen')

test('a known person opens a direct room: the bot comes, hears what was said meanwhile, and the account data names it', async () => {
  const room = await inviteBot(bot, olga)
  bot.homeserver.add(room, olga, 'm.room.message', { msgtype: 'm.text', body: 'hilfe' })
  await bot.tick('rooms')
  expect(membership(room)).toBe('join')
  expect(await bot.said(room)).toEqual([expect.stringContaining('Das können Sie hier tun')])
  await bot.tick('rooms')
  expect(bot.homeserver.direct[olga]).toEqual([room])
  await bot.restart()
  expect(await bot.roomOf(olga)).toBe(room)
})

test('a person who opens another direct room has that one from then on, and what waits goes along', async () => {
  const older = await bot.roomOf(anna)
  bot.homeserver.before = (request) => {
    if (request === 'send') throw new Error('not now')
  }
  await settings(anna)
  const newer = await openDirectRoom(bot, anna)
  await bot.tick('rooms')
  bot.homeserver.before = () => {}
  bot.travelTo('2026-03-09T10:30:00+01:00')
  await bot.tick('rooms')
  expect(await bot.db.room.findMany({ where: { kind: 'direct', personId: anna, membership: 'join' } })).toMatchObject([
    { id: newer },
  ])
  expect(membership(older)).toBe('leave')
  expect(bot.homeserver.direct[anna]).toEqual([newer])
  expect(await bot.said(newer)).toEqual([expect.stringContaining('Ihre Einstellungen:')])
})

/** The bot finds that this is no direct room any more, as its jobs do beside what is being sent. */
const giveUpRoom = (room: string) =>
  giveUp({ db: bot.db, clock: bot.clock } as Parameters<typeof giveUp>[0], room, anna)

/** What Anna is told in all rooms together, once the bot has looked after them. */
async function toldLater(older: string): Promise<string[]> {
  bot.homeserver.before = () => {}
  for (const minute of ['30', '34', '38']) {
    bot.travelTo(`2026-03-09T10:${minute}:00+01:00`)
    await bot.tick('rooms')
  }
  expect(await bot.db.outboxMessage.findMany({ where: { setAsideAt: { not: null } } })).toEqual([])
  return [...(await bot.said(older)), ...(await bot.said(anna))].filter((text) => text.includes('Ihre Einstellungen:'))
}

test('a direct room that is given up just before something is said there: it is said in the next one, once', async () => {
  const [older, its] = [await bot.roomOf(anna), await bot.roomOf(karin)]
  await bot.put(karin, 'hilfe', { in: karin })
  await bot.put(anna, 'einstellungen', { in: anna })
  let [isLimited, isGivenUp] = [true, false]
  bot.homeserver.before = async (request, room) => {
    if (request !== 'send') return
    if (isLimited) throw new NotSent('M_LIMIT_EXCEEDED', 1000) // from now on one goes after the other
    if (room !== its || isGivenUp) return
    isGivenUp = true
    await giveUpRoom(older)
  }
  await bot.work()
  isLimited = false
  bot.travelTo('2026-03-09T10:00:10+01:00')
  await bot.work()
  expect(isGivenUp).toBe(true)
  expect(await toldLater(older)).toHaveLength(1)
})

test('a direct room that is left while something is on its way there: it is said in the next one, once', async () => {
  const older = await bot.roomOf(anna)
  let isGivenUp = false
  bot.homeserver.before = async (request, room) => {
    if (request !== 'send' || room !== older || isGivenUp) return
    isGivenUp = true
    await giveUpRoom(older)
    throw new Undeliverable('not in the room')
  }
  await bot.says(anna, 'einstellungen', { in: anna })
  expect(isGivenUp).toBe(true)
  expect(await toldLater(older)).toHaveLength(1)
})

test('of several direct rooms that a person opened while the bot was busy, the last one is kept', async () => {
  const rooms: string[] = []
  for (const minute of ['01', '02', '03']) {
    bot.travelTo(`2026-03-09T10:${minute}:00+01:00`)
    rooms.push(await inviteBot(bot, anna))
  }
  bot.travelTo('2026-03-09T10:30:00+01:00')
  await bot.tick('rooms')
  await bot.tick('rooms')
  expect(rooms.map(membership)).toEqual(['leave', 'leave', 'join'])
  expect(bot.homeserver.direct[anna]).toEqual([rooms[2]])
})

test('killed between any two requests of that, one direct room is left', { timeout: 120_000 }, async () => {
  for (let nth = 1, reached = true; reached; nth++) {
    const newer = await inviteBot(bot, anna)
    let seen = 0
    bot.homeserver.after = () => {
      if (++seen >= nth) throw new Error('the process was killed')
    }
    await bot.tick('rooms').catch(() => {})
    await bot.tick('rooms').catch(() => {})
    reached = seen >= nth
    bot.homeserver.after = () => {}
    await bot.restart()
    await bot.tick('rooms')
    await bot.tick('rooms')
    expect(
      await bot.db.room.findMany({ where: { kind: 'direct', personId: anna, membership: 'join' } }),
      `killed at ${nth}`,
    ).toMatchObject([{ id: newer }])
    expect(bot.homeserver.direct[anna]).toEqual([newer])
  }
})

test('the bot opens one direct room with a person when it has something to say, whenever it is interrupted', {
  timeout: 120_000,
}, async () => {
  const newcomer = '@neu:seevetal.example'
  for (let nth = 1, reached = true; reached; nth++) {
    const person = `${newcomer.slice(0, 4)}${nth}${newcomer.slice(4)}`
    await bot.says(karin, `!mitglied ${person} Seevetal`)
    await bot.tick('rooms')
    bot.homeserver.setMember(await bot.roomOf(), person, 'join')
    await bot.work()
    await settings(person)
    let seen = 0
    bot.homeserver.after = () => {
      if (++seen >= nth) throw new Error('the process was killed')
    }
    await bot.tick('rooms').catch(() => {})
    reached = seen >= nth
    bot.homeserver.after = () => {}
    await bot.restart()
    await bot.tick('rooms')
    await bot.tick('rooms')
    const rooms = [...bot.homeserver.rooms.values()].filter(
      ({ id }) => bot.homeserver.state(id, 'm.room.create')?.['de.allmende.group'] === `direct:${person}`,
    )
    expect(rooms, `killed at ${nth}`).toHaveLength(1)
    expect(
      rooms[0]?.timeline.filter(({ type, state_key }) => type === 'm.room.member' && state_key === person),
    ).toHaveLength(1)
    expect(await bot.said(person)).toEqual([expect.stringContaining('Ihre Einstellungen:')])
    expect(bot.homeserver.direct[person]).toEqual([rooms[0]?.id])
  }
})

test('a database that knows no direct room any more finds it in the account data', async () => {
  const room = await bot.roomOf(anna)
  await bot.db.room.update({ where: { id: room }, data: { kind: null, personId: null } })
  await settings(anna)
  const made = bot.homeserver.rooms.size
  await bot.tick('rooms')
  await bot.tick('rooms')
  expect(bot.homeserver.rooms.size).toBe(made)
  expect(await bot.roomOf(anna)).toBe(room)
  expect(await bot.said(anna)).toHaveLength(1)
})

test('strangers and rooms that are no direct rooms are declined: one line in the log, one sentence to operators', async () => {
  await openDirectRoom(bot, olga)
  const foreign = [
    await inviteBot(bot, stranger),
    await inviteBot(bot, stranger, { isDirect: false }),
    await inviteBot(bot, anna, { isDirect: false }),
  ]
  await bot.tick('rooms', 'incidents')
  await bot.tick('rooms', 'incidents')
  expect(foreign.map(membership)).toEqual(['leave', 'leave', 'leave'])
  expect(declined()).toHaveLength(3)
  expect(
    (await bot.said(olga)).filter((line) => line.includes(`Eine Einladung von ${stranger} habe ich abgelehnt`)),
  ).toHaveLength(1)
})

test('an invitation that cannot be declined is not tried for ever', async () => {
  const { Undeliverable } = await import('../../bot/chat.ts')
  await inviteBot(bot, stranger)
  bot.homeserver.before = (request) => {
    if (request === 'leave') throw new Undeliverable('404')
  }
  await bot.tick('rooms')
  await bot.tick('rooms')
  expect(declined()).toHaveLength(1)
})

test('a direct room into which others come is left: what is said there is for one person', async () => {
  const room = await bot.roomOf(ben)
  bot.homeserver.setMember(room, stranger, 'invite', ben)
  await bot.work()
  await bot.tick('rooms')
  expect(membership(room)).toBe('leave')
  await settings(ben)
  await bot.tick('rooms')
  await bot.tick('rooms')
  expect(await bot.roomOf(ben)).not.toBe(room)
  expect(await bot.said(ben)).toHaveLength(1)
})

test('an upgraded direct room is followed', async () => {
  const old = await bot.roomOf(anna)
  const fresh = bot.homeserver.makeRoom(anna, { predecessor: { room_id: old } })
  bot.homeserver.add(old, anna, 'm.room.tombstone', { replacement_room: fresh }, { state_key: '' })
  bot.homeserver.setMember(fresh, me(), 'invite', anna)
  await bot.work()
  for (let tick = 0; tick < 3; tick++) await bot.tick('rooms')
  expect(await bot.roomOf(anna)).toBe(fresh)
  expect(bot.homeserver.direct[anna]).toEqual([fresh])
  expect(await bot.ask(anna, 'mitglieder [it]', { in: anna })).not.toBe('')
})

test('what waits for somebody who is not known any more is never said', async () => {
  await bot.says(karin, '!gruppe einladen @kurz:seevetal.example')
  bot.homeserver.setMember(await bot.roomOf(), '@kurz:seevetal.example', 'join')
  await bot.work()
  await settings('@kurz:seevetal.example')
  await bot.says(karin, '!gruppe entfernen @kurz:seevetal.example')
  await bot.tick('rooms')
  expect(
    await bot.db.outboxMessage.count({
      where: { personId: '@kurz:seevetal.example', setAsideAt: { not: null }, content: null },
    }),
  ).toBe(1)
  expect(
    [...bot.homeserver.rooms.values()].some(
      ({ id }) => bot.homeserver.membership(id, '@kurz:seevetal.example') === 'invite',
    ),
  ).toBe(false)
})
