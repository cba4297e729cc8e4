import { afterEach, beforeEach, expect, test } from 'vitest'
import { Undeliverable } from '../../bot/chat.ts'
import { type TestBot, testBot } from '../bot.ts'
import { openDirectRoom } from '../direct-room.ts'
import { people } from '../fixture.ts'

const { anna, ben, karin, olga } = people
let bot: TestBot
beforeEach(async () => {
  bot = await testBot({ at: '2026-03-09T10:00:00+01:00' })
  await openDirectRoom(bot, olga)
  await bot.tick('rooms')
})
afterEach(() => bot.close())

const change = (room: string, type: string, content: Record<string, unknown>) =>
  bot.homeserver.add(room, karin, type, content, { state_key: '' })
const toldOperators = async (part: string) => (await bot.said(olga)).filter((line) => line.includes(part))

test('join rule, history and power of coordinators are kept; what was restored is told to operators once', async () => {
  const room = await bot.roomOf()
  change(room, 'm.room.join_rules', { join_rule: 'public' })
  change(room, 'm.room.history_visibility', { history_visibility: 'world_readable' })
  await bot.work()
  await bot.tick('rooms', 'incidents')
  await bot.tick('rooms', 'incidents')
  expect(bot.homeserver.state(room, 'm.room.join_rules')).toEqual({ join_rule: 'invite' })
  expect(bot.homeserver.state(room, 'm.room.history_visibility')).toEqual({ history_visibility: 'shared' })
  expect(
    await toldOperators(
      'Im Raum der AG IT-Kooperation war die Zutrittsregel geändert; ich habe sie wiederhergestellt.',
    ),
  ).toHaveLength(1)
  expect(await toldOperators('die Sichtbarkeit des Verlaufs geändert')).toHaveLength(1)
})

test('who becomes a coordinator may moderate, who is none any more may not; power given by hand stays', async () => {
  const room = await bot.roomOf()
  const users = () => (bot.homeserver.state(room, 'm.room.power_levels') as { users: Record<string, number> }).users
  change(room, 'm.room.power_levels', {
    users: { [karin]: 50, [ben]: 50 },
    users_default: 0,
    events_default: 0,
    state_default: 50,
  })
  await bot.says(karin, '!mitglied @anna Seevetal Koordination')
  await bot.tick('rooms')
  expect(users()).toEqual({ [karin]: 50, [ben]: 50, [anna]: 50 })
  await bot.says(karin, '!mitglied @anna Seevetal Mitglied')
  await bot.tick('rooms')
  expect(users()).toEqual({ [karin]: 50, [ben]: 50 })
  expect(await bot.ask(anna, '!gruppe thema Neu')).toContain('Das kann nur die Koordination')
})

test('encryption that nobody here can read is told; where it is wanted it is switched on', async () => {
  const room = await bot.roomOf()
  change(room, 'm.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' })
  await bot.work()
  await bot.tick('rooms', 'incidents')
  await bot.tick('rooms', 'incidents')
  expect(await toldOperators('wurde die Verschlüsselung eingeschaltet')).toHaveLength(1)
})

test('power that was lost is told once, and all goes on when it is back', async () => {
  const room = await bot.roomOf()
  const creation = bot.homeserver.room(room).state.get('m.room.create|')!
  // In an older room the bot's power is a number that can be taken away.
  bot.homeserver.add(
    room,
    bot.installation.me,
    'm.room.create',
    { ...creation.content, room_version: '10' },
    { state_key: '' },
  )
  change(room, 'm.room.power_levels', { users: { [karin]: 100, [bot.installation.me]: 0 }, state_default: 50 })
  await bot.says(karin, '!gruppe thema Drucker')
  await bot.tick('rooms', 'incidents')
  await bot.tick('rooms', 'incidents')
  expect(await toldOperators('Im Raum der AG IT-Kooperation fehlen mir Rechte')).toHaveLength(1)
  expect(bot.homeserver.state(room, 'm.room.topic')).toBeUndefined()
  change(room, 'm.room.power_levels', { users: { [karin]: 100, [bot.installation.me]: 100 }, state_default: 50 })
  await bot.work()
  await bot.tick('rooms')
  expect(bot.homeserver.state(room, 'm.room.topic')).toEqual({ topic: 'Drucker' })
})

test('removed from a group’s room: told once, no second room, and made good when invited again', async () => {
  const room = await bot.roomOf()
  bot.homeserver.setMember(room, bot.installation.me, 'leave', karin)
  await bot.work()
  await bot.tick('rooms', 'incidents')
  await bot.restart()
  await bot.tick('rooms', 'incidents')
  expect(await toldOperators('Ich wurde aus dem Raum „AG IT-Kooperation“ entfernt.')).toHaveLength(1)
  expect(await bot.roomOf()).toBe(room)
  bot.homeserver.setMember(room, bot.installation.me, 'invite', ben)
  await bot.work()
  await bot.tick('rooms', 'incidents')
  expect(bot.homeserver.membership(room, bot.installation.me)).toBe('join')
  expect(await bot.ask(anna, '!mitglieder')).toContain('Anna Meyer')
  bot.travelTo('2026-03-10T10:00:00+01:00')
  await bot.tick('rooms')
  bot.homeserver.setMember(room, bot.installation.me, 'leave', karin)
  await bot.work()
  await bot.tick('rooms', 'incidents')
  expect(await toldOperators('Ich wurde aus dem Raum „AG IT-Kooperation“ entfernt.')).toHaveLength(2)
})

test('what can never be done is told to operators and not tried again and again', async () => {
  bot.homeserver.before = (request) => {
    if (request === 'invite') throw new Undeliverable('403')
  }
  await bot.says(karin, '!gruppe einladen @weg:unbekannt.example')
  const before = bot.homeserver.requests.length
  for (let tick = 0; tick < 3; tick++) await bot.tick('rooms', 'incidents')
  expect(await toldOperators('@weg:unbekannt.example konnte nicht eingeladen werden')).toHaveLength(2) // room and space
  expect(bot.homeserver.requests.slice(before).filter((request) => request === 'membershipOf')).toHaveLength(0)
  bot.homeserver.before = () => {}
  bot.travelTo('2026-03-09T10:30:00+01:00')
  expect(await bot.ask(karin, '!gruppe einladen @weg:unbekannt.example')).toContain('eingeladen, noch einmal')
  await bot.tick('rooms')
  expect(bot.homeserver.membership(await bot.roomOf(), '@weg:unbekannt.example')).toBe('invite')
})
