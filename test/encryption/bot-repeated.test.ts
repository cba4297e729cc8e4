import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { until } from '../e2e/listening.ts'
import { type EncryptedBot, prepareEncryptedBot } from './bot-world.ts'
import { library } from './library.ts'
import type { StrictPeer } from './peers/strict-peer.ts'

describe.skipIf(!library)('a homeserver that sends what people have encrypted once more', () => {
  let bot: EncryptedBot
  let anna: StrictPeer
  let room: string

  beforeAll(async () => {
    bot = await prepareEncryptedBot(inject('synapse'))
    await bot.begin()
    anna = await bot.strict('anna')
    room = await bot.room('it', [bot.people.karin, bot.people.anna])
  })
  afterAll(async () => {
    await anna?.stop()
    await bot?.close()
  })

  type Content = Record<string, unknown>
  const path = (...parts: string[]) => `/_matrix/client/v3/rooms/${[room, ...parts].map(encodeURIComponent).join('/')}`

  /** The same content in a new event of the same sender. */
  async function again(eventId: string, change: (content: Content) => Content = (content) => content): Promise<string> {
    const { content } = (await bot.people.anna.api('GET', path('event', eventId))) as { content: Content }
    const sent = path('send', 'm.room.encrypted', crypto.randomUUID())
    return ((await bot.people.anna.api('PUT', sent, change(content))) as { event_id: string }).event_id
  }
  const texts = async () => (await (await bot.db()).task.findMany({ orderBy: { id: 'asc' } })).map(({ text }) => text)
  const dropped = async (eventId: string) =>
    until('the copy is dropped', async () =>
      bot
        .output()
        .split('\n')
        .some((line) => line.includes('dropped a message that was sent once before') && line.includes(eventId)),
    )

  test('starts nothing: not at once, not in another spelling or as another answer, and not after a restart', async () => {
    const first = await anna.send(room, '!aufgabe Kabel bestellen')
    const card = await bot.answerTo(anna, room, first)
    await dropped(await again(first))
    await again(first, (content) => ({ ...content, ciphertext: `${content['ciphertext']}==` })) // the library may not read it
    await dropped(
      await again(first, (content) => ({
        ...content,
        'm.relates_to': { 'm.in_reply_to': { event_id: card.eventId } },
      })),
    )
    await bot.kill()
    const meanwhile = await again(first)
    await bot.start()
    await dropped(meanwhile)
    expect((await bot.demand(anna, room, '!aufgabe Dosen bestellen')).text).toContain('A2')
    await bot.settled()
    expect(await texts()).toEqual(['Kabel bestellen', 'Dosen bestellen'])
    expect((await bot.own(anna, room)).filter(({ replyTo }) => replyTo === first)).toHaveLength(1)
  })
})
