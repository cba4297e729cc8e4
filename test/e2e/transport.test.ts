import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { Undeliverable } from '../../bot/chat.ts'
import { TokenRefused } from '../../bot/matrix/request.ts'
import { openWorld, POLL, texts, type World } from './transport-world.ts'

let world: World

beforeAll(async () => {
  world = await openWorld()
}, 600_000)

afterAll(() => world?.close())

describe('messages', { timeout: 60_000 }, () => {
  const message = (roomId: string, id: string, body = 'Erledigt') => ({
    ...{ id, roomId, type: 'm.room.message' },
    content: { msgtype: 'm.notice', body, 'de.allmende.key': `key ${id}` },
  })

  test('sent twice under one id are one message, and are found again by id or key', async () => {
    const roomId = await world.meet()
    const id = randomUUID()
    const eventId = await world.bot.chat.send(message(roomId, id))
    expect(await world.bot.chat.send(message(roomId, id))).toBe(eventId)
    expect(
      (await world.anna.messages(roomId)).filter(
        ({ sender, type }) => sender === world.bot.chat.userId && type === 'm.room.message',
      ),
    ).toHaveLength(1)
    await Promise.all(texts(105).map((text) => world.anna.say(roomId, text))) // more than a page
    const edit = {
      ...message(roomId, randomUUID()),
      content: {
        msgtype: 'm.notice',
        body: '* Doch',
        'm.new_content': { msgtype: 'm.notice', body: 'Doch', 'de.allmende.key': 'edit' },
        'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
      },
    }
    const edited = await world.bot.chat.send(edit)
    const find = (txn: string, name: string, since = new Date()) => world.bot.chat.findSent(roomId, txn, name, since)
    expect(await find(id, 'other')).toBe(eventId)
    expect(await find('other', `key ${id}`)).toBe(eventId)
    expect(await find('other', 'edit')).toBe(edited)
    expect(await find('other', 'other')).toBeUndefined()
    // A clock that was a day ahead when the message was promised and is right again.
    expect(await find(id, 'other', new Date(Date.now() + 86_400_000))).toBe(eventId)
  })

  test('of the bot itself are noted as sent when they come back, whatever became of the answer', async () => {
    const roomId = await world.meet()
    const id = randomUUID()
    const eventId = await world.bot.chat.send(message(roomId, id))
    // As after a crash between the homeserver's answer and its storing.
    const other = randomUUID()
    await world.bot.db.outboxMessage.create({
      data: { id: other, key: other, roomId, priority: 0, content: '{}', createdAt: new Date() },
    })
    const sent = await world.bot.chat.send(message(roomId, other))
    await expect
      .poll(() => world.bot.db.outboxMessage.findUnique({ where: { id: other } }), POLL)
      .toMatchObject({ eventId: sent, content: null })
    expect(await world.bot.db.inboxEvent.findUnique({ where: { eventId } })).toMatchObject({ payload: null })
  })

  test('to a room without the bot can never be delivered', async () => {
    const roomId = await world.anna.createRoom({})
    await expect(world.bot.chat.send(message(roomId, randomUUID()))).rejects.toMatchObject({ code: 'M_FORBIDDEN' })
    const own = await world.meet()
    await expect(world.bot.chat.send(message(own, randomUUID(), 'x'.repeat(70_000)))).rejects.toMatchObject({
      code: 'M_TOO_LARGE',
    })
  })

  test('in a thread of another room are refused for good, without the thread they are taken under the same id', async () => {
    const [roomId, other] = [await world.meet(), await world.meet()]
    const { content, ...about } = message(roomId, randomUUID())
    const thread = { rel_type: 'm.thread', event_id: await world.anna.say(other, 'Wie machen wir das?') }
    const sending = { ...about, content: { ...content, 'm.relates_to': thread } }
    await expect(world.bot.chat.send(sending)).rejects.toBeInstanceOf(Undeliverable)
    const eventId = await world.bot.chat.send({ ...about, content })
    expect((await world.anna.messages(roomId)).filter((event) => event.eventId === eventId)).toHaveLength(1)
  })

  test('are read with their last edit and without quotes; what was redacted is nothing', async () => {
    const roomId = await world.meet()
    const pill = '<a href="https://matrix.to/#/@boris:localhost">Boris</a>, bitte prüfen'
    const first = await world.anna.say(roomId, 'Boris, bitte prüfen', { html: pill })
    expect(await world.bot.chat.fetchMessage(roomId, first)).toMatchObject({
      eventId: first,
      roomId,
      sender: world.anna.userId,
      text: 'Boris, bitte prüfen',
      html: pill,
    })
    await world.anna.edit(roomId, first, 'Carla, bitte prüfen')
    expect(await world.bot.chat.fetchMessage(roomId, first)).toMatchObject({ text: 'Carla, bitte prüfen' })
    const reply = await world.anna.say(roomId, '> <@boris:localhost> Boris?\n\nGerne', { replyTo: first })
    expect(await world.bot.chat.fetchMessage(roomId, reply)).toMatchObject({ text: 'Gerne' })
    await world.anna.redact(roomId, reply)
    expect(await world.bot.chat.fetchMessage(roomId, reply)).toBeUndefined()
    expect(await world.bot.chat.fetchMessage(roomId, '$none')).toBeUndefined()
  })
})

describe('the sync', { timeout: 60_000 }, () => {
  test('after a break brings all that was said, in order, once; what was redacted meanwhile does not run', async () => {
    const roomId = await world.meet()
    await world.sayAll(roomId, ['!zuerst'])
    await expect.poll(() => world.commands(roomId), POLL).toEqual(['!zuerst'])
    await world.bot.stop()
    await world.sayAll(roomId, texts(60))
    const slip = await world.anna.say(roomId, '!vertippt')
    await world.anna.redact(roomId, slip)
    await world.sayAll(roomId, texts(60, 'weiter'))
    world.bot.start()
    await expect.poll(() => world.commands(roomId), POLL).toEqual(['!zuerst', ...texts(60), ...texts(60, 'weiter')])
    const all = await world.anna.messages(roomId)
    const seen = await world.bot.db.inboxEvent.findMany({ where: { roomId }, orderBy: { position: 'asc' } })
    expect(seen.map((row) => row.eventId)).toEqual(all.map((event) => event.eventId))
  })

  test('goes on after a restart and a crash of the homeserver', async () => {
    const roomId = await world.meet()
    await world.server.stop()
    await expect(world.bot.chat.send({ id: '1', roomId, type: 'm.room.message', content: {} })).rejects.toMatchObject({
      message: expect.stringContaining('ECONNREFUSED'),
    })
    await world.server.start()
    await world.sayAll(roomId, ['!nach dem Neustart'])
    await world.server.kill()
    await world.server.start()
    await world.sayAll(roomId, ['!nach dem Absturz'])
    await expect
      .poll(() => world.commands(roomId), { ...POLL, timeout: 30_000 })
      .toEqual(['!nach dem Neustart', '!nach dem Absturz'])
  })

  test('whose token was lost starts nothing old', async () => {
    const roomId = await world.meet()
    await world.sayAll(roomId, ['!vorher'])
    await expect.poll(() => world.commands(roomId), POLL).toEqual(['!vorher'])
    await world.bot.stop()
    await world.sayAll(roomId, texts(5))
    await world.bot.db.account.update({ where: { id: 1 }, data: { syncToken: null } })
    world.bot.start()
    await expect.poll(async () => (await world.bot.db.account.findFirst())?.syncToken, POLL).toBeTruthy()
    await world.sayAll(roomId, ['!nachher'])
    await expect.poll(() => world.commands(roomId), POLL).toEqual(['!vorher', '!nachher'])
  })

  test('of a device that was logged out ends with an error that says so', async () => {
    const other = await world.startBot('logged-out')
    onTestFinished(() => other.opened.close())
    const { accessToken } = (await other.db.account.findFirstOrThrow())!
    const ended = expect(other.syncing()).rejects.toBeInstanceOf(TokenRefused)
    await fetch(`${world.server.url}/_matrix/client/v3/logout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}` },
    })
    await ended
  })
})
