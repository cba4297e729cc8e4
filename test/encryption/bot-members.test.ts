import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { until } from '../e2e/listening.ts'
import { type EncryptedBot, prepareEncryptedBot } from './bot-world.ts'
import { library } from './library.ts'
import type { Peer } from './peers/peer.ts'
import type { StrictPeer } from './peers/strict-peer.ts'

describe.skipIf(!library)('who comes into an encrypted room, and who leaves it', () => {
  let bot: EncryptedBot
  let [karin, anna, ben, fresh]: (StrictPeer | undefined)[] = []
  let room: string

  beforeAll(async () => {
    bot = await prepareEncryptedBot(inject('synapse'))
    await bot.begin()
    karin = await bot.strict('karin')
    anna = await bot.strict('anna')
    ben = await bot.strict('ben')
    room = await bot.room('it', [bot.people.karin, bot.people.anna])
  })
  afterAll(async () => {
    await Promise.all([karin, anna, ben, fresh].map((peer) => peer?.stop()))
    await bot?.close()
  })

  /** The message as this client has it, readable or not. */
  const asSeenBy = async (peer: Peer, eventId: string) =>
    (await peer.texts(room)).find((message) => message.eventId === eventId)

  test('who is invited reads what was said before she accepted', async () => {
    const card = await bot.demand(karin!, room, '!aufgabe Drucker prüfen')
    await ben!.join(room)
    await until('he can read it', async () => (await asSeenBy(ben!, card.eventId))?.text === card.text)
  })

  test('who comes late cannot read what was said before, and is told again when she asks', async () => {
    const decision = await bot.demand(karin!, room, '!beschluss Die Drucker werden gemeinsam ausgeschrieben.')
    await bot.demand(karin!, room, '!sitzung morgen 10 Uhr Lagebesprechung')
    fresh = await bot.strict('stranger')
    await bot.demand(karin!, room, `!mitglied ${fresh.userId} Stelle`)
    await until('she is in', async () => (await fresh!.acceptInvites()).includes(room))
    expect((await bot.demand(fresh, room, '!heute')).text).toContain('Lagebesprechung')
    expect((await bot.demand(fresh, room, '!beschluss B1')).text).toContain('Die Drucker werden gemeinsam')
    expect(await asSeenBy(fresh, decision.eventId)).toMatchObject({ text: undefined })
    expect(await asSeenBy(karin!, decision.eventId)).toMatchObject({ text: decision.text })
  })

  test('who leaves cannot read what is said from then on, not even when she is back', async () => {
    const before = await bot.demand(karin!, room, '!aufgabe Solange Anna da ist')
    expect((await bot.demand(karin!, room, '!aufgabe Noch eine')).session).toBe(before.session)
    await anna!.leave(room)
    await until('the bot knows', async () => {
      const { roomMember } = await bot.db()
      return roomMember.count({ where: { roomId: room, userId: anna!.userId, membership: 'leave' } })
    })
    const away = await bot.demand(karin!, room, '!aufgabe Während sie fort ist')
    expect(away.session).not.toBe(before.session)
    await bot.people.karin.invite(room, anna!.userId)
    await anna!.join(room)
    const back = await bot.demand(anna!, room, '!aufgabe Wieder da')
    expect(back.text).toContain('„Wieder da“')
    expect(await asSeenBy(anna!, before.eventId)).toMatchObject({ text: before.text })
    expect(await asSeenBy(anna!, away.eventId)).toMatchObject({ text: undefined })
    expect(await bot.clearTexts(room)).toEqual([])
  })
})
