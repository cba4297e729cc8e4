import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { until } from '../e2e/listening.ts'
import { type EncryptedBot, prepareEncryptedBot } from './bot-world.ts'
import { type Gate, startGate } from './gate.ts'
import { library } from './library.ts'
import { type StrictPeer, startStrictPeer } from './peers/strict-peer.ts'

describe.skipIf(!library)('the bot at a homeserver that fails, and beside a second device of its own', () => {
  let gate: Gate
  let bot: EncryptedBot
  let karin: StrictPeer
  let room: string

  beforeAll(async () => {
    gate = await startGate(inject('synapse').url)
    bot = await prepareEncryptedBot(inject('synapse'), { extra: { encryption: { library }, homeserver: gate.url } })
    gate.close('/keys/device_signing/upload')
    await bot.begin()
    karin = await bot.strict('karin')
    room = await bot.room('it', [bot.people.karin, bot.people.anna])
  })
  afterAll(async () => {
    await karin?.stop()
    await bot?.close()
    gate?.end()
  })

  /** Messages of the bot that answer this one, whether they can be read or not. */
  const answers = async (roomId: string, eventId: string) =>
    (await bot.people.karin.messages(roomId)).filter(
      ({ sender, relatesTo }) => sender === bot.me && relatesTo?.inReplyTo === eventId,
    )

  test('as long as its device could not be signed strict clients do not read it; then they do', async () => {
    // In clear, because a strict client gives such a device no keys.
    const asked = await bot.people.karin.say(room, '!aufgabe Unlesbar')
    await until('it has answered', async () => (await answers(room, asked)).length === 1)
    const [answer] = await answers(room, asked)
    await until('it is refused', async () => {
      const seen = (await karin.texts(room)).find(({ eventId }) => eventId === answer?.eventId)
      return seen?.text === undefined && seen?.failure === 'UNSIGNED_SENDER_DEVICE'
    })
    gate.open()
    await until('it is signed', async () => bot.output().includes('"signed":"signed"'))
    await until('it is heard', async () => {
      await karin.send(room, '!aufgaben')
      return (await bot.own(karin, room)).some(({ text, shield }) => text?.includes('Unlesbar') && shield === 'none')
    })
  })

  test('where nobody says whether a room is encrypted nothing is said; afterwards it is, once', async () => {
    gate.close('/state/m.room.encryption')
    const direct = await bot.people.karin.createDirectRoom(bot.me)
    const asked = await bot.people.karin.say(direct, 'hilfe')
    await until('it has tried', async () => gate.refused() >= 2)
    expect(await answers(direct, asked)).toEqual([])
    gate.open()
    await until('it has answered', async () => (await answers(direct, asked)).length > 0)
    await bot.settled()
    expect(await answers(direct, asked)).toHaveLength(1)
  })

  test('where the devices of somebody cannot be asked for nothing is said; afterwards it is, once, to all of them', async () => {
    await bot.demand(karin, room, '!aufgaben')
    gate.close('/keys/query')
    const anna = await bot.strict('anna')
    const asked = await karin.send(room, '!aufgabe Erst fragen')
    await until('it has tried', async () => gate.refused() >= 2)
    expect(await answers(room, asked)).toEqual([])
    gate.open()
    expect((await bot.answerTo(anna, room, asked)).text).toContain('„Erst fragen“')
    await bot.settled()
    expect(await answers(room, asked)).toHaveLength(1)
    await anna.stop()
  })

  test('what may have arrived two days ago is found among what cannot be read without keys, and not said twice', async () => {
    gate.loseAnswers('/send/m.room.encrypted/')
    const asked = await karin.send(room, '!aufgabe Vor zwei Tagen')
    await until('it has arrived', async () => (await answers(room, asked)).length === 1)
    await bot.kill()
    const { outboxMessage } = await bot.db()
    const row = await outboxMessage.findFirstOrThrow({ where: { causeEventId: asked } })
    const firstTriedAt = new Date(Date.now() - 48 * 3_600_000)
    // The sync may have told of it before the end: then it is as if it had not.
    const unsettled = { firstTriedAt, nextTryAt: null, sentAt: null, eventId: null }
    await outboxMessage.update({ where: { position: row.position }, data: unsettled })
    gate.open()
    gate.close('/sync') // which would tell it, too
    await bot.start()
    await until('it is found', async () => (await outboxMessage.count({ where: { id: row.id, sentAt: null } })) === 0)
    const [answer] = await answers(room, asked)
    expect(await outboxMessage.findUnique({ where: { id: row.id } })).toMatchObject({ eventId: answer?.eventId })
    gate.open()
    expect((await bot.demand(karin, room, '!aufgabe Weiter')).text).toContain('„Weiter“')
    expect(await answers(room, asked)).toHaveLength(1)
  })

  test('a second device of its account, verified with the recovery key, that asks for its secrets stops nothing', async () => {
    const recoveryKey = readFileSync(join(bot.folder, 'recovery-key.txt'), 'utf8').split('\n')[0] ?? ''
    const other = await startStrictPeer(await bot.logIn(bot.me), { recoveryKey })
    const { account } = await bot.db()
    const { deviceId } = await account.findUniqueOrThrow({ where: { id: 1 } })
    for (const name of ['m.cross_signing.master', 'm.cross_signing.self_signing', 'm.megolm_backup.v1'])
      await other.askForSecret(name, deviceId)
    const answer = await bot.demand(karin, room, '!aufgabe Trotzdem')
    expect(answer).toMatchObject({ shield: 'none', text: expect.stringContaining('„Trotzdem“') })
    await other.join(room)
    const seen = await bot.demand(karin, room, '!aufgabe Für beide')
    await until('the other device reads it, too', async () =>
      (await other.texts(room)).some(({ eventId, text }) => eventId === seen.eventId && text === seen.text),
    )
    expect(bot.isRunning()).toBe(true)
    await other.stop()
  })
})
