import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Json } from '../../tools/client-api.ts'
import { until } from '../e2e/listening.ts'
import { type EncryptedBot, prepareEncryptedBot } from './bot-world.ts'
import { library } from './library.ts'
import type { StrictPeer } from './peers/strict-peer.ts'

/** The bot waits five minutes for a key; here it really does. */
const PATIENCE_MS = 420_000

describe.skipIf(!library)('messages whose key does not come', () => {
  let bot: EncryptedBot
  let peers: Record<'karin' | 'anna' | 'withholding', StrictPeer>
  let room: string

  beforeAll(async () => {
    bot = await prepareEncryptedBot(inject('synapse'))
    await bot.begin()
    peers = {
      karin: await bot.strict('karin'),
      anna: await bot.strict('anna'),
      withholding: await bot.other('ben', 'withholding'),
    }
    room = await bot.room('it')
  })
  afterAll(async () => {
    await Promise.all(Object.values(peers ?? {}).map((peer) => peer.stop()))
    await bot?.close()
  })

  /** What the bot has said in answer to any of these events. */
  const answers = async (eventIds: string[]) =>
    (await bot.own(peers.karin, room)).filter(({ replyTo }) => eventIds.includes(replyTo ?? ''))

  /** Anna says what Ben has said, with a key that nobody has. */
  async function encryptedWithAnotherKey(eventId: string): Promise<string> {
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(room)}`
    const { api } = bot.people.anna
    const { content } = await api<{ content: Json }>('GET', `${path}/event/${encodeURIComponent(eventId)}`)
    const other = { ...content, session_id: 'A'.repeat(43) }
    const sent = await api<{ event_id: string }>('PUT', `${path}/send/m.room.encrypted/${crypto.randomUUID()}`, other)
    return sent.event_id
  }

  test('get one answer for each key after five minutes, in the sender’s language, and the log says why', {
    timeout: PATIENCE_MS + 60_000,
  }, async () => {
    await bot.demand(peers.anna, room, '!einstellungen sprache en')
    const kept = [
      await peers.withholding.send(room, '!aufgabe Eins'),
      await peers.withholding.send(room, '!aufgabe Zwei'),
    ]
    const lost = await encryptedWithAnotherKey(kept[0] ?? '')
    const begun = performance.now()
    expect((await bot.demand(peers.karin, room, '!aufgabe Drei')).text).toContain('A1 notiert')
    expect(await answers([...kept, lost])).toEqual([])

    const isAnswered = async () => (await answers([...kept, lost])).length >= 2
    await until('both keys got an answer', isAnswered, PATIENCE_MS).catch(async (cause) => {
      throw new Error(await bot.explain(room), { cause })
    })
    expect(performance.now() - begun).toBeGreaterThan(280_000)
    await bot.settled()
    const [withheld, ...more] = await answers(kept)
    expect(more).toEqual([])
    expect(withheld?.text).toMatch(
      /^Diese Nachricht konnte ich nicht lesen: Der Schlüssel dazu ist mir nicht gegeben worden\. Bitte schreiben Sie sie noch einmal\./,
    )
    const english = await answers([lost])
    expect(english.map(({ text }) => text)).toEqual([
      expect.stringMatching(
        /^I could not read this message: its key has not arrived\. Please write it once more\..*!today/,
      ),
    ])
    expect(bot.output()).toContain('m.unverified')
    expect(await (await bot.db()).task.count()).toBe(1)
  })
})
