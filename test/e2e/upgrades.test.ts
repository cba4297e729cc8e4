import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openPerson, type Person } from '../../tools/person.ts'
import { registerUser, type Synapse, startSynapse } from '../../tools/synapse.ts'
import { type E2eBot, startBot } from './bot.ts'
import { answersTo, enterRoom, idIn, until } from './listening.ts'

const dir = mkdtempSync(join(tmpdir(), 'allmende-upgrades-'))
let server: Synapse
let bot: E2eBot
let karin: Person
let anna: Person
let ben: Person
let olga: Person
let operators: string
/** Somebody at the homeserver who uses the bot's own account: what only the creator of a room may do. */
let hand: Person

beforeAll(async () => {
  const notices = {
    system_mxid_localpart: 'notices',
    system_mxid_display_name: 'Mitteilungen',
    room_name: 'Mitteilungen',
  }
  server = await startSynapse({ dir, defaultRoomVersion: '10', extra: { server_notices: notices } })
  bot = await startBot(server, {
    groups: [
      { key: 'it', name: 'AG IT' },
      { key: 'egov', name: 'AG E-Government' },
    ],
  })
  ;({ karin, anna, ben, olga } = bot.people)
  hand = openPerson({ url: server.url, ...bot.account })
  operators = await olga.createDirectRoom(bot.me)
  await bot.ask(olga, operators, 'hilfe')
})
afterAll(async () => {
  await bot?.close()
  await server?.stop()
  rmSync(dir, { recursive: true, force: true })
})

/** Gives people levels in a room, as its creator could. */
async function give(roomId: string, users: Record<string, number>): Promise<void> {
  const levels = (await hand.state(roomId, 'm.room.power_levels')) as { users: Record<string, number> }
  await hand.setState(roomId, 'm.room.power_levels', { ...levels, users: { ...levels.users, ...users } })
}
const membershipOf = async (person: Person, roomId: string, userId = bot.me) =>
  (await person.members(roomId)).find((member) => member.userId === userId)?.membership
const isThere = (person: Person, roomId: string) =>
  until('the bot has come along', async () => (await membershipOf(person, roomId)) === 'join')
const told = async (text: string) => (await olga.messages(operators)).filter(({ body }) => body.includes(text)).length
/** Accepts invitations until the person is in this room. */
const enter = (person: Person, roomId: string) =>
  until('the invitation has come', async () => {
    await person.acceptInvites()
    return (await person.joinedRooms()).some((room) => room.roomId === roomId)
  })

test('a room of version 10 becomes one of 11, then one of 12: tasks, register and cards stay with the group, people come along', async () => {
  let room = await bot.room('it')
  const task = idIn(await bot.ask(anna, room, `!aufgabe Netzplan zeichnen an ${ben.userId}`))
  const decision = await bot.ask(karin, room, '!beschluss Die Drucker werden gemeinsam ausgeschrieben.')
  await give(room, { [karin.userId]: 100 })
  for (const version of ['11', '12']) {
    const old = room
    room = await karin.upgradeRoom(old, version)
    await karin.invite(room, bot.me)
    await isThere(karin, room)
    await enter(anna, room) // the bot invites, nobody else does
    await enter(ben, room)
    expect((await karin.state(room, 'm.room.create'))?.room_version).toBe(version)
    expect((await bot.ask(anna, room, '!aufgaben')).body).toContain(`${task} „Netzplan zeichnen“ · Ben Schulz`)
    expect((await bot.ask(anna, room, '!beschlüsse')).body).toContain('Drucker')
    const card = await bot.ask(ben, room, `!aufgabe ${task}`)
    await bot.ask(ben, room, `bis 1.${version}.2027`, { replyTo: card.eventId }) // its card answers here
    expect((await bot.ask(ben, room, `!aufgabe ${task}`)).body).toContain(`01.${version}.2027`)
  }
  const next = await bot.ask(karin, room, '!beschluss Der Netzplan gilt.')
  expect(numberIn(next)).toBe(numberIn(decision) + 1)
  const space = await enterRoom(karin, 'Landkreis Harburg')
  await until('the space leads to the new room', () => karin.state(space, 'm.space.child', room))
  const events = await karin.messages(room)
  for (const { userId } of [anna, ben])
    expect(
      events.filter(
        ({ type, stateKey, content }) =>
          type === 'm.room.member' && stateKey === userId && content.membership === 'invite',
      ),
    ).toHaveLength(1)
  expect(await told('AG IT')).toBe(0)
})

/** The last part of a register number such as IT-2026/014. */
const numberIn = ({ body }: { body: string }) => Number(/-\d{4}\/(\d+)/.exec(body)?.[1])

test('the direct room that a person upgrades stays hers: what is told in person is told there', async () => {
  const old = await karin.createDirectRoom(bot.me)
  await bot.ask(karin, old, 'hilfe')
  const direct = await karin.upgradeRoom(old, '12')
  await karin.invite(direct, bot.me)
  await isThere(karin, direct)
  await until('the old one is left', async () => (await membershipOf(karin, old)) === 'leave')
  const room = await bot.room('egov')
  const task = idIn(await bot.ask(karin, room, `!aufgabe Satzung lesen an ${karin.userId}`))
  expect((await bot.ask(karin, direct, 'aufgaben')).body).toContain('Satzung lesen')
  await bot.ask(anna, room, `!erledigt ${task}`)
  await bot.hear(karin, direct, `Anna Meyer in AG E-Government: ${task} erledigt`)
  expect((await karin.invites()).filter(({ sender }) => sender === bot.me)).toEqual([])
})

test('thrown out, banned, without power: operators are told once each, and all goes on when it is asked back and has its power', async () => {
  const room = await bot.room('egov')
  await give(room, { [karin.userId]: 100, [bot.me]: 0 })
  await karin.kick(room, bot.me)
  await bot.hear(olga, operators, 'Ich wurde aus dem Raum „AG E-Government“ entfernt.')
  await karin.ban(room, bot.me)
  const unheard = await anna.say(room, '!aufgabe Ungehört')
  await karin.api('POST', `/_matrix/client/v3/rooms/${encodeURIComponent(room)}/unban`, { user_id: bot.me })
  await karin.invite(room, bot.me)
  expect((await bot.ask(anna, room, '!aufgabe Wieder da')).body).toContain('„Wieder da“')
  await bot.hear(olga, operators, 'Im Raum der AG E-Government fehlen mir Rechte')
  const levels = (await karin.state(room, 'm.room.power_levels')) as { users: Record<string, number> }
  await karin.setState(room, 'm.room.power_levels', { ...levels, users: { ...levels.users, [bot.me]: 100 } })
  await bot.ask(karin, room, '!gruppe thema Portale')
  await until('the topic is written', async () => (await karin.state(room, 'm.room.topic'))?.topic === 'Portale')
  await bot.settled()
  expect(answersTo(await anna.messages(room), bot.me, unheard)).toEqual([])
  expect(await told('aus dem Raum „AG E-Government“ entfernt')).toBe(1)
  expect(await told('AG E-Government fehlen mir Rechte')).toBe(1)
})

test('the homeserver’s own notices: an invitation that cannot be declined is not answered again and again, nor is its room a direct one', async () => {
  const admin = openPerson({
    url: server.url,
    ...(await registerUser(server, 'verwaltung', 'e2e-secret', { admin: true })),
  })
  const notify = (body: string) =>
    admin.api('POST', '/_synapse/admin/v1/send_server_notice', {
      user_id: bot.me,
      content: { msgtype: 'm.text', body },
    })
  const declined = () => bot.output().split('declined an invitation').length - 1
  const before = declined()
  await notify('hilfe')
  await until('the bot has answered the invitation', async () => declined() > before)
  await notify('!aufgabe Wartung')
  await bot.stop()
  await bot.start()
  await notify('hilfe')
  await bot.ask(anna, await bot.room('egov'), '!aufgaben')
  await bot.settled()
  expect(declined()).toBe(before + 1)
  const { room, task } = await bot.db()
  expect(await room.count({ where: { personId: { startsWith: '@notices' } } })).toBe(0)
  expect(await task.count({ where: { text: 'Wartung' } })).toBe(0)
})
