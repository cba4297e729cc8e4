import { afterEach, expect, test } from 'vitest'
import { NotSent } from '../../bot/chat.ts'
import roomsJob from '../../bot/jobs/rooms.ts'
import { type TestBot, testBot } from '../bot.ts'
import { groups, people } from '../fixture.ts'

const { anna, ben, karin } = people
const at = '2026-03-09T10:00:00+01:00'
const small = [
  {
    key: 'it',
    name: 'AG IT-Kooperation',
    administrations: ['landkreis', 'seevetal'],
    members: groups[0]!.members.slice(0, 2),
  },
]
let bot: TestBot
afterEach(() => bot.close())

const rooms = () => [...bot.homeserver.rooms.values()]
const named = (name: string) => rooms().filter(({ id }) => bot.homeserver.state(id, 'm.room.name')?.['name'] === name)
/** Every invitation that the bot ever made, as `room person`. */
const invitations = () =>
  rooms().flatMap(({ id, timeline }) =>
    timeline
      .filter(
        ({ type, sender, content }) =>
          type === 'm.room.member' && sender === bot.installation.me && content['membership'] === 'invite',
      )
      .map(({ state_key }) => `${id} ${state_key}`),
  )
const count = (request: string) => bot.homeserver.requests.filter((one) => one === request).length

test('space and rooms are made once, as written, and members invited once to both', async () => {
  bot = await testBot({ at, rooms: false })
  await bot.db.group.update({ where: { key: 'it' }, data: { topic: 'Beschaffung' } })
  await bot.db.group.update({ where: { key: 'portale' }, data: { join: 'space' } })
  await bot.tick('rooms')
  const [space, it, portale] = ['Landkreis Harburg', 'AG IT-Kooperation', 'AG Kommunale Portale'].map(
    (name) => named(name)[0]?.id ?? '',
  )
  const state = (room: string | undefined, type: string, key = '') => bot.homeserver.state(room ?? '', type, key)
  expect(await bot.roomOf('it')).toBe(it)
  expect(state(it, 'm.room.topic')).toEqual({ topic: 'Beschaffung' })
  expect(state(it, 'm.room.join_rules')).toEqual({ join_rule: 'invite' })
  expect(state(portale, 'm.room.join_rules')).toEqual({
    join_rule: 'restricted',
    allow: [{ type: 'm.room_membership', room_id: space }],
  })
  expect(state(it, 'm.room.history_visibility')).toEqual({ history_visibility: 'shared' })
  expect(state(it, 'm.room.power_levels')).toMatchObject({ users: { [karin]: 50 } })
  for (const room of [it, portale]) {
    expect(state(space, 'm.space.child', room)).toMatchObject({ via: ['fake.example'] })
    expect(state(room, 'm.space.parent', space)).toMatchObject({ via: ['fake.example'], canonical: true })
  }
  expect(bot.homeserver.membership(it!, anna)).toBe('invite')
  expect(bot.homeserver.membership(space!, anna)).toBe('invite')
  const before = bot.homeserver.requests.length
  await bot.tick('rooms')
  await bot.restart()
  await bot.tick('rooms')
  expect(bot.homeserver.requests).toHaveLength(before)
  expect(new Set(invitations()).size).toBe(invitations().length)
})

/** How the process may end at a request: before it reached the homeserver, or before its answer came. */
for (const moment of ['before', 'after'] as const) {
  test(`killed ${moment} any request, it goes on: never a second room, never a second invitation`, {
    timeout: 240_000,
  }, async () => {
    for (let nth = 1, reached = true; reached; nth++) {
      bot = await testBot({ at, rooms: false, groups: small })
      let seen = 0
      bot.homeserver[moment] = () => {
        if (++seen >= nth) throw new Error('the process was killed')
      }
      await bot.tick('rooms').catch(() => {})
      reached = seen >= nth
      bot.homeserver[moment] = () => {}
      await bot.restart()
      await bot.tick('rooms')
      bot.travelTo('2026-03-09T10:20:00+01:00')
      await bot.tick('rooms')
      await bot.tick('rooms')
      expect(named('Landkreis Harburg'), `killed at request ${nth}`).toHaveLength(1)
      expect(named('AG IT-Kooperation'), `killed at request ${nth}`).toHaveLength(1)
      expect(invitations().sort(), `killed at request ${nth}`).toHaveLength(4)
      expect(new Set(invitations()).size).toBe(4)
      expect(
        bot.homeserver.state(named('Landkreis Harburg')[0]!.id, 'm.space.child', await bot.roomOf('it')),
      ).toBeDefined()
      if (reached) await bot.close()
    }
  })
}

test('a room that was half made when the connection broke is completed, not made again', async () => {
  bot = await testBot({ at, rooms: false, groups: small })
  const missing = ['m.room.name', 'm.room.join_rules', 'm.room.history_visibility']
  bot.homeserver.after = (request) => {
    if (request !== 'createRoom') return
    const made = rooms().at(-1)
    made?.timeline.splice(0, Number.POSITIVE_INFINITY, ...made.timeline.filter(({ type }) => !missing.includes(type)))
    for (const type of missing) made?.state.delete(`${type}|`)
    throw new Error('connection lost')
  }
  await bot.tick('rooms')
  bot.homeserver.after = () => {}
  expect(rooms()).toHaveLength(2)
  const it = rooms()[1]!
  for (let tick = 0; tick < 3; tick++) await bot.tick('rooms')
  expect(rooms()).toHaveLength(2)
  expect(await bot.roomOf('it')).toBe(it.id)
  expect(bot.homeserver.state(it.id, 'm.room.name')).toEqual({ name: 'AG IT-Kooperation' })
  expect(bot.homeserver.state(it.id, 'm.room.join_rules')).toEqual({ join_rule: 'invite' })
  expect(bot.homeserver.state(it.id, 'm.room.history_visibility')).toEqual({ history_visibility: 'shared' })
})

test('one failing room does not hold up the others', async () => {
  bot = await testBot({ at, rooms: false })
  let made = 0
  bot.homeserver.before = (request) => {
    if (request === 'createRoom' && ++made === 2) throw new Error('500')
  }
  await bot.tick('rooms')
  expect(named('AG IT-Kooperation')).toHaveLength(0)
  expect(named('AG Kommunale Portale')).toHaveLength(1)
  bot.travelTo('2026-03-09T10:02:00+01:00')
  await bot.tick('rooms')
  expect(named('AG IT-Kooperation')).toHaveLength(1)
})

test('a homeserver that wants no more invitations for now is left alone until the next tick', async () => {
  bot = await testBot({ at, rooms: false })
  let left = 3
  bot.homeserver.before = (request) => {
    if (request === 'invite' && --left < 0) throw new NotSent('429', 5000)
  }
  await bot.tick('rooms')
  expect(invitations()).toHaveLength(3)
  left = Number.POSITIVE_INFINITY
  await bot.tick('rooms')
  // Four in one group and two in the other, each to room and space; Anna is in both.
  expect(invitations()).toHaveLength(11)
  expect(new Set(invitations()).size).toBe(11)
})

test('an invitation whose answer was lost is asked about before it would be repeated, also while the sync is behind', async () => {
  bot = await testBot({ at, rooms: false, groups: small })
  bot.homeserver.after = (request) => {
    if (request === 'invite') throw new Error('connection lost')
  }
  await bot.app.tick(roomsJob)
  expect(invitations()).toHaveLength(2) // one for each server: it may be away
  await bot.app.tick(roomsJob)
  bot.homeserver.after = () => {}
  const asked = invitations()
  expect(asked).toHaveLength(4)
  await bot.app.tick(roomsJob)
  expect(count('membershipOf')).toBe(0) // not at once again
  bot.travelTo('2026-03-09T10:20:00+01:00')
  await bot.app.tick(roomsJob)
  expect(count('membershipOf')).toBe(4)
  expect(invitations()).toEqual(asked)
})

test('without a homeserver nothing is lost and little is logged', async () => {
  bot = await testBot({ at, rooms: false })
  bot.homeserver.isDown = true
  await bot.tick('rooms')
  await bot.tick('rooms')
  expect(bot.log.filter(({ message }) => message.startsWith('rooms:'))).toHaveLength(2)
  bot.homeserver.isDown = false
  await bot.tick('rooms')
  expect(named('AG IT-Kooperation')).toHaveLength(1)
})

test('who is in the room already, declined or left is not invited', async () => {
  bot = await testBot({ at, rooms: false, groups: small })
  await bot.tick('rooms')
  const room = await bot.roomOf('it')
  bot.homeserver.setMember(room, anna, 'leave')
  await bot.work()
  expect(await bot.db.membership.findFirst({ where: { personId: anna } })).toMatchObject({ leftAt: bot.clock() })
  await bot.tick('rooms')
  expect(bot.homeserver.membership(room, anna)).toBe('leave')
  await bot.db.person.create({ data: { id: ben, createdAt: bot.clock() } })
  bot.homeserver.setMember(room, ben, 'join', karin)
  await bot.work()
  const before = count('invite')
  bot.homeserver.setMember(room, karin, 'join')
  await bot.work()
  await bot.says(karin, `!mitglied ${ben} Seevetal`)
  await bot.tick('rooms')
  expect(count('invite') - before).toBe(1) // to the space
  expect(await bot.ask(karin, '!mitglieder')).toContain('- Gemeinde Seevetal: Ben Schulz')
})

test('a room open to the space makes members of those whose administration is in the group', async () => {
  bot = await testBot({ at })
  await bot.db.group.update({ where: { key: 'it' }, data: { join: 'space' } })
  await bot.tick('rooms')
  const room = await bot.roomOf('it')
  expect(bot.homeserver.state(room, 'm.room.join_rules')).toMatchObject({ join_rule: 'restricted' })
  bot.homeserver.setMember(room, '@eva:seevetal.example', 'join')
  bot.homeserver.setMember(room, '@ugo:anderswo.example', 'join')
  await bot.work()
  expect(await bot.ask('@eva:seevetal.example', '!mitglieder')).toContain('eva')
  expect(await bot.ask('@ugo:anderswo.example', '!mitglieder')).toContain('Das können nur Mitglieder')
  await bot.says(karin, '!gruppe entfernen @eva:seevetal.example')
  bot.homeserver.setMember(room, '@eva:seevetal.example', 'leave')
  bot.homeserver.setMember(room, '@eva:seevetal.example', 'join')
  await bot.work()
  await bot.tick('rooms')
  expect(await bot.ask('@eva:seevetal.example', '!mitglieder')).toContain('Das können nur Mitglieder')
})

test('a homeserver that wants no more rooms for now is asked once a tick; rooms that are there are looked after', async () => {
  bot = await testBot({ at, rooms: false })
  let left = 2
  bot.homeserver.before = (request) => {
    if (request === 'createRoom' && --left < 0) throw new NotSent('429', 60_000)
  }
  await bot.db.group.create({
    data: { key: 'zukunft', name: 'AG Zukunft', prefix: 'ZUKUNFT', fromConfig: true, createdAt: bot.clock() },
  })
  await bot.tick('rooms')
  expect(left).toBe(-1)
  expect(bot.homeserver.membership(await bot.roomOf('it'), anna)).toBe('invite')
  left = 2
  await bot.tick('rooms')
  expect(named('AG Kommunale Portale')).toHaveLength(1)
  expect(named('AG Zukunft')).toHaveLength(1)
})

test('taken out of the space, the bot makes no second one, and rooms that are open to it stay so', async () => {
  bot = await testBot({ at, rooms: false })
  await bot.db.group.update({ where: { key: 'it' }, data: { join: 'space' } })
  await bot.tick('rooms')
  await bot.tick('rooms')
  const space = named('Landkreis Harburg')[0]!.id
  bot.homeserver.setMember(space, bot.installation.me, 'leave', karin)
  await bot.work()
  await bot.tick('rooms')
  await bot.tick('rooms')
  expect(named('Landkreis Harburg')).toHaveLength(1)
  expect(bot.homeserver.state(await bot.roomOf('it'), 'm.room.join_rules')).toMatchObject({ join_rule: 'restricted' })
  const text = { contains: 'Raum „Landkreis Harburg“ entfernt' }
  expect(await bot.db.incident.count()).toBe(1)
  expect(await bot.db.incident.count({ where: { text } })).toBe(1)
  bot.homeserver.setMember(space, bot.installation.me, 'invite', karin)
  await bot.work()
  await bot.tick('rooms')
  await bot.tick('rooms')
  expect(bot.homeserver.membership(space, bot.installation.me)).toBe('join')
  expect(await bot.db.incident.count({ where: { clearedAt: null } })).toBe(0)
})
