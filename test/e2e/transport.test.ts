import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { Chat, RoomSpec } from '../../bot/chat.ts'
import { openAccount } from '../../bot/matrix/account.ts'
import { matrixChat } from '../../bot/matrix/chat.ts'
import { createClient } from '../../bot/matrix/client.ts'
import { TokenRefused } from '../../bot/matrix/request.ts'
import { startSync } from '../../bot/matrix/sync.ts'
import { type Client, type OpenDb, openDb } from '../../prisma/client.ts'
import { openPerson, type Person } from '../../tools/person.ts'
import { registerUser, type Synapse, startSynapse } from '../../tools/synapse.ts'

const dir = mkdtempSync(join(tmpdir(), 'allmende-transport-'))
let server: Synapse
let anna: Person
let bot: Bot

beforeAll(async () => {
  server = await startSynapse({ dir: join(dir, 'synapse') })
  anna = openPerson({ url: server.url, ...(await registerUser(server, 'anna', 'anna-password')) })
  await registerUser(server, 'allmende', 'bot-password', { displayName: 'Allmende' })
  bot = await startBot('main')
}, 600_000)

afterAll(async () => {
  await bot?.stop()
  await bot?.opened.close()
  await server?.stop()
  rmSync(dir, { recursive: true, force: true })
})

type Bot = {
  db: Client
  chat: Chat
  opened: OpenDb
  log: string[]
  start(): void
  stop(): Promise<void>
  syncing(): Promise<void>
}

/** The transport alone: log-in, sync into a database of this name, chat. */
async function startBot(name: string, homeserver = server.url): Promise<Bot> {
  const opened = await openDb(`file:${join(dir, `${name}.db`)}`)
  const db = opened.prisma
  const log: string[] = []
  const about = { homeserver, log: (line: string) => void log.push(line), clock: () => new Date() }
  const account = { user: '@allmende:localhost', password: 'bot-password', signal: new AbortController().signal }
  const login = await openAccount(db, { ...about, ...account })
  const client = await createClient(login)
  const synced = Promise.withResolvers<void>()
  let abort = new AbortController()
  let syncing = Promise.resolve()
  const start = () => {
    abort = new AbortController()
    const { request } = client
    syncing = startSync({
      ...about,
      request,
      db,
      me: login.userId,
      onStored: () => synced.resolve(),
      signal: abort.signal,
    })
  }
  const stop = async () => {
    abort.abort()
    await syncing
  }
  start()
  await synced.promise
  return {
    db,
    opened,
    log,
    start,
    stop,
    syncing: () => syncing,
    chat: matrixChat({ client, userId: login.userId, clock: about.clock }),
  }
}

/** Bot and Carla on a homeserver of their own, whose rooms are of this version. */
async function moveTo(version: '10' | '11'): Promise<[Bot, Person]> {
  const own = await startSynapse({ dir: join(dir, `synapse-${version}`), defaultRoomVersion: version })
  onTestFinished(() => own.stop())
  const carla = openPerson({ url: own.url, ...(await registerUser(own, 'carla', 'carla-password')) })
  await registerUser(own, 'allmende', 'bot-password')
  const there = await startBot(`version-${version}`, own.url)
  onTestFinished(() => there.opened.close())
  onTestFinished(() => there.stop())
  return [there, carla]
}

function group(more: Partial<RoomSpec> = {}): RoomSpec {
  return {
    mark: randomUUID(),
    name: 'IT',
    kind: 'group',
    joinRule: 'invite',
    encrypted: false,
    moderators: [],
    ...more,
  }
}

/** A room of the bot's in which Anna is, and which the sync has told about. */
async function meet(more: Partial<RoomSpec> = {}): Promise<string> {
  const roomId = await bot.chat.createRoom(group(more))
  await bot.chat.invite(roomId, anna.userId)
  await anna.join(roomId)
  await expect.poll(() => membership(roomId, anna.userId), POLL).toBe('join')
  return roomId
}

const POLL = { timeout: 15_000, interval: 50 }
const key = (roomId: string, userId: string) => ({ where: { roomId_userId: { roomId, userId } } })
const membership = async (roomId: string, userId: string) =>
  (await bot.db.roomMember.findUnique(key(roomId, userId)))?.membership
const roomRow = (id: string) => bot.db.room.findUnique({ where: { id } })

async function commands(db: Client, roomId: string): Promise<string[]> {
  const rows = await db.inboxEvent.findMany({ where: { roomId, type: 'm.room.message' }, orderBy: { position: 'asc' } })
  return rows.flatMap(({ payload }) => (payload ? JSON.parse(payload).content.body : []))
}

const texts = (count: number, word = 'aufgabe') => Array.from({ length: count }, (_, index) => `!${word} ${index}`)

async function sayAll(roomId: string, lines: string[]): Promise<void> {
  for (const line of lines) await anna.say(roomId, line)
}

describe('rooms that the bot makes', { timeout: 60_000 }, () => {
  test.for(['10', '11', '12'] as const)(
    'space and group where rooms are of version %s',
    async (version, { expect }) => {
      const [{ chat, db }, carla] = version === '12' ? [bot, anna] : await moveTo(version)
      const spaceId = await chat.createRoom(group({ kind: 'space', name: 'Landkreis', mark: `space ${version}` }))
      const roomId = await chat.createRoom(
        group({ mark: `it ${version}`, spaceId, joinRule: 'restricted', moderators: [carla.userId], topic: 'Netze' }),
      )
      await chat.setState(spaceId, 'm.space.child', roomId, { via: ['localhost'] })
      await chat.invite(roomId, carla.userId)
      await carla.acceptInvites()

      expect(await carla.state(roomId, 'm.room.create')).toMatchObject({ room_version: version })
      expect(await carla.state(roomId, 'm.room.join_rules')).toMatchObject({
        join_rule: 'restricted',
        allow: [{ room_id: spaceId }],
      })
      expect(await carla.state(roomId, 'm.space.parent', spaceId)).toMatchObject({
        canonical: true,
        via: ['localhost'],
      })
      const levels = await carla.state(roomId, 'm.room.power_levels')
      const users = { [carla.userId]: 50, ...(version === '12' ? {} : { '@allmende:localhost': 100 }) }
      expect(levels).toMatchObject({
        users,
        events: { 'm.reaction': 0, 'm.room.power_levels': 100 },
        state_default: 50,
      })
      await carla.setState(roomId, 'm.room.topic', { topic: 'Server' }) // moderators may
      await expect(carla.setState(roomId, 'm.room.power_levels', { ...levels, users_default: 50 })).rejects.toThrow(
        '403',
      )
      await chat.setState(roomId, 'm.room.power_levels', '', { ...levels, events_default: 50 }) // the bot may, as for an archive
      expect(await chat.findRoom(`it ${version}`)).toBe(roomId)
      expect(await chat.findRoom(`space ${version}`)).toBe(spaceId)
      expect(await chat.findRoom('none')).toBeUndefined()
      await expect
        .poll(() => db.room.findUnique({ where: { id: roomId } }), POLL)
        .toMatchObject({
          ...{
            membership: 'join',
            version,
            name: 'IT',
            topic: 'Server',
            joinRule: 'restricted',
            historyVisibility: 'shared',
          },
          ...{ mark: `it ${version}`, creators: JSON.stringify(['@allmende:localhost']), encrypted: false },
        })
    },
  )

  test('a direct room, encrypted where asked, without power for the person', async () => {
    const roomId = await bot.chat.createRoom(group({ kind: 'direct', encrypted: true, invite: [anna.userId] }))
    expect((await anna.invites()).map((invitation) => invitation.roomId)).toContain(roomId)
    await anna.join(roomId)
    expect(await anna.state(roomId, 'm.room.encryption')).toEqual({ algorithm: 'm.megolm.v1.aes-sha2' })
    await expect(anna.setState(roomId, 'm.room.topic', { topic: 'Meins' })).rejects.toThrow('403')
    await expect.poll(() => roomRow(roomId), POLL).toMatchObject({ encrypted: true })
    expect(await bot.chat.directRooms()).toEqual({})
    await bot.chat.setDirectRooms({ [anna.userId]: ['!gone:localhost', roomId] })
    expect(await bot.chat.directRooms()).toEqual({ [anna.userId]: [roomId] })
  })

  test('an upgrade links both rooms; the old one is not found any more', async () => {
    const mark = randomUUID()
    const roomId = await meet({ mark, moderators: [anna.userId] })
    const old = await anna.createRoom({ room_version: '11', invite: [bot.chat.userId] })
    await bot.chat.join(old, ['localhost'])
    const replacement = await anna.upgradeRoom(old, '12')
    await bot.chat.setState(roomId, 'm.room.tombstone', '', { body: '', replacement_room: replacement })
    await expect.poll(() => roomRow(old), POLL).toMatchObject({ replacedBy: replacement })
    await expect.poll(() => roomRow(roomId), POLL).toMatchObject({ replacedBy: replacement })
    expect(await bot.chat.findRoom(mark)).toBeUndefined()
    await anna.invite(replacement, bot.chat.userId)
    await bot.chat.join(replacement, ['localhost'])
    await expect
      .poll(() => roomRow(replacement), POLL)
      .toMatchObject({ replaces: old, membership: 'join', version: '12', mark: null })
  })
})

describe('people', { timeout: 60_000 }, () => {
  test('are invited once, their membership is known, and they can be removed twice', async () => {
    const roomId = await bot.chat.createRoom(group())
    expect(await bot.chat.membershipOf(roomId, anna.userId)).toBeUndefined()
    await bot.chat.invite(roomId, anna.userId)
    await bot.chat.invite(roomId, anna.userId)
    expect(await bot.chat.membershipOf(roomId, anna.userId)).toBe('invite')
    await anna.join(roomId)
    await bot.chat.invite(roomId, anna.userId)
    await expect.poll(() => membership(roomId, anna.userId), POLL).toBe('join')
    await bot.chat.remove(roomId, anna.userId, 'Nicht mehr dabei')
    await bot.chat.remove(roomId, anna.userId, 'Nicht mehr dabei')
    await expect.poll(() => membership(roomId, anna.userId), POLL).toBe('leave')
    await expect(bot.chat.invite('!none:localhost', anna.userId)).rejects.toThrow()
  })

  test('invite the bot: it sees by whom, declines, is asked again, joins, and hears what was said before it came', async () => {
    const roomId = await anna.createDirectRoom(bot.chat.userId)
    await expect
      .poll(() => roomRow(roomId), POLL)
      .toMatchObject({ membership: 'invite', invitedBy: anna.userId, isDirect: true })
    await bot.chat.leave(roomId)
    await expect.poll(() => roomRow(roomId), POLL).toMatchObject({ membership: 'leave' })
    await bot.chat.leave(roomId)
    await sayAll(roomId, ['!vor der Einladung'])
    await anna.invite(roomId, bot.chat.userId)
    await expect.poll(() => roomRow(roomId), POLL).toMatchObject({ membership: 'invite', isDirect: false })
    await sayAll(roomId, texts(55))
    await bot.chat.join(roomId, ['localhost'])
    await expect.poll(() => commands(bot.db, roomId), POLL).toEqual(texts(55))
  })

  test('remove the bot: the room is known to be lost, and what was said before it comes back starts nothing', async () => {
    const roomId = await anna.createRoom({ invite: [bot.chat.userId] })
    await bot.chat.join(roomId, [])
    await expect.poll(() => roomRow(roomId), POLL).toMatchObject({ membership: 'join' })
    await anna.kick(roomId, bot.chat.userId)
    await expect.poll(() => roomRow(roomId), POLL).toMatchObject({ membership: 'leave' })
    const kicked = { roomId, type: 'm.room.member', sender: anna.userId, handledAt: null }
    expect(await bot.db.inboxEvent.count({ where: kicked })).toBeGreaterThan(0)
    await sayAll(roomId, texts(55, 'ohne dich'))
    await anna.invite(roomId, bot.chat.userId)
    await bot.chat.join(roomId, [])
    await sayAll(roomId, ['!mit dir'])
    await expect.poll(() => commands(bot.db, roomId), POLL).toEqual(['!mit dir'])
  })
})

describe('messages', { timeout: 60_000 }, () => {
  const message = (roomId: string, id: string, body = 'Erledigt') => ({
    ...{ id, roomId, type: 'm.room.message' },
    content: { msgtype: 'm.notice', body, 'de.allmende.key': `key ${id}` },
  })

  test('sent twice under one id are one message, and are found again by id or key', async () => {
    const roomId = await meet()
    const id = randomUUID()
    const eventId = await bot.chat.send(message(roomId, id))
    expect(await bot.chat.send(message(roomId, id))).toBe(eventId)
    expect(
      (await anna.messages(roomId)).filter(
        ({ sender, type }) => sender === bot.chat.userId && type === 'm.room.message',
      ),
    ).toHaveLength(1)
    await Promise.all(texts(105).map((text) => anna.say(roomId, text))) // more than a page
    const edit = {
      ...message(roomId, randomUUID()),
      content: {
        msgtype: 'm.notice',
        body: '* Doch',
        'm.new_content': { msgtype: 'm.notice', body: 'Doch', 'de.allmende.key': 'edit' },
        'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
      },
    }
    const edited = await bot.chat.send(edit)
    const find = (txn: string, name: string, since = new Date()) => bot.chat.findSent(roomId, txn, name, since)
    expect(await find(id, 'other')).toBe(eventId)
    expect(await find('other', `key ${id}`)).toBe(eventId)
    expect(await find('other', 'edit')).toBe(edited)
    expect(await find('other', 'other')).toBeUndefined()
    // A clock that was a day ahead when the message was promised and is right again.
    expect(await find(id, 'other', new Date(Date.now() + 86_400_000))).toBe(eventId)
  })

  test('of the bot itself are noted as sent when they come back, whatever became of the answer', async () => {
    const roomId = await meet()
    const id = randomUUID()
    const eventId = await bot.chat.send(message(roomId, id))
    // As after a crash between the homeserver's answer and its storing.
    const other = randomUUID()
    await bot.db.outboxMessage.create({
      data: { id: other, key: other, roomId, priority: 0, content: '{}', createdAt: new Date() },
    })
    const sent = await bot.chat.send(message(roomId, other))
    await expect
      .poll(() => bot.db.outboxMessage.findUnique({ where: { id: other } }), POLL)
      .toMatchObject({ eventId: sent, content: null })
    expect(await bot.db.inboxEvent.findUnique({ where: { eventId } })).toMatchObject({ payload: null })
  })

  test('to a room without the bot can never be delivered', async () => {
    const roomId = await anna.createRoom({})
    await expect(bot.chat.send(message(roomId, randomUUID()))).rejects.toMatchObject({ code: 'M_FORBIDDEN' })
    const own = await meet()
    await expect(bot.chat.send(message(own, randomUUID(), 'x'.repeat(70_000)))).rejects.toMatchObject({
      code: 'M_TOO_LARGE',
    })
  })

  test('are read with their last edit and without quotes; what was redacted is nothing', async () => {
    const roomId = await meet()
    const pill = '<a href="https://matrix.to/#/@boris:localhost">Boris</a>, bitte prüfen'
    const first = await anna.say(roomId, 'Boris, bitte prüfen', { html: pill })
    expect(await bot.chat.fetchMessage(roomId, first)).toMatchObject({
      eventId: first,
      roomId,
      sender: anna.userId,
      text: 'Boris, bitte prüfen',
      html: pill,
    })
    await anna.edit(roomId, first, 'Carla, bitte prüfen')
    expect(await bot.chat.fetchMessage(roomId, first)).toMatchObject({ text: 'Carla, bitte prüfen' })
    const reply = await anna.say(roomId, '> <@boris:localhost> Boris?\n\nGerne', { replyTo: first })
    expect(await bot.chat.fetchMessage(roomId, reply)).toMatchObject({ text: 'Gerne' })
    await anna.redact(roomId, reply)
    expect(await bot.chat.fetchMessage(roomId, reply)).toBeUndefined()
    expect(await bot.chat.fetchMessage(roomId, '$none')).toBeUndefined()
  })
})

describe('the sync', { timeout: 60_000 }, () => {
  test('after a break brings all that was said, in order, once; what was redacted meanwhile does not run', async () => {
    const roomId = await meet()
    await sayAll(roomId, ['!zuerst'])
    await expect.poll(() => commands(bot.db, roomId), POLL).toEqual(['!zuerst'])
    await bot.stop()
    await sayAll(roomId, texts(60))
    const slip = await anna.say(roomId, '!vertippt')
    await anna.redact(roomId, slip)
    await sayAll(roomId, texts(60, 'weiter'))
    bot.start()
    await expect.poll(() => commands(bot.db, roomId), POLL).toEqual(['!zuerst', ...texts(60), ...texts(60, 'weiter')])
    const all = await anna.messages(roomId)
    const seen = await bot.db.inboxEvent.findMany({ where: { roomId }, orderBy: { position: 'asc' } })
    expect(seen.map((row) => row.eventId)).toEqual(all.map((event) => event.eventId))
  })

  test('goes on after a restart and a crash of the homeserver', async () => {
    const roomId = await meet()
    await server.stop()
    await expect(bot.chat.send({ id: '1', roomId, type: 'm.room.message', content: {} })).rejects.toMatchObject({
      message: expect.stringContaining('ECONNREFUSED'),
    })
    await server.start()
    await sayAll(roomId, ['!nach dem Neustart'])
    await server.kill()
    await server.start()
    await sayAll(roomId, ['!nach dem Absturz'])
    await expect
      .poll(() => commands(bot.db, roomId), { ...POLL, timeout: 30_000 })
      .toEqual(['!nach dem Neustart', '!nach dem Absturz'])
  })

  test('whose token was lost starts nothing old', async () => {
    const roomId = await meet()
    await sayAll(roomId, ['!vorher'])
    await expect.poll(() => commands(bot.db, roomId), POLL).toEqual(['!vorher'])
    await bot.stop()
    await sayAll(roomId, texts(5))
    await bot.db.account.update({ where: { id: 1 }, data: { syncToken: null } })
    bot.start()
    await expect.poll(async () => (await bot.db.account.findFirst())?.syncToken, POLL).toBeTruthy()
    await sayAll(roomId, ['!nachher'])
    await expect.poll(() => commands(bot.db, roomId), POLL).toEqual(['!vorher', '!nachher'])
  })

  test('of a device that was logged out ends with an error that says so', async () => {
    const other = await startBot('logged-out')
    onTestFinished(() => other.opened.close())
    const { accessToken } = (await other.db.account.findFirstOrThrow())!
    const ended = expect(other.syncing()).rejects.toBeInstanceOf(TokenRefused)
    await fetch(`${server.url}/_matrix/client/v3/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
    })
    await ended
  })
})
