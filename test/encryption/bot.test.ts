import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { registerUser } from '../../tools/synapse.ts'
import { FIRST, prepareBot } from '../e2e/bot.ts'
import { until } from '../e2e/listening.ts'
import { library } from './library.ts'
import type { Peer } from './peers/peer.ts'
import { type StrictPeer, startStrictPeer } from './peers/strict-peer.ts'

const { ALLMENDE_PASSWORD: password } = FIRST

describe.skipIf(!library)('the bot in encrypted rooms, for people whose clients trust only signed devices', () => {
  const server = library ? inject('synapse') : { url: '', registrationSecret: '', serverName: '' }
  let bot: Awaited<ReturnType<typeof prepareBot>>
  let karin: StrictPeer
  let anna: StrictPeer
  let room: string

  /** A strict client of a person that is registered, on a device of its own. */
  async function peerOf(userId: string): Promise<StrictPeer> {
    const name = userId.slice(1).split(':')[0] ?? ''
    return startStrictPeer({ url: server.url, ...(await registerUser(server, name, password)) })
  }

  /** What the bot says there after that, once it can be read. */
  async function hear(peer: Peer, roomId: string, part: string): Promise<string> {
    let text = ''
    await until(`the bot says „${part}“`, async () => {
      const found = (await peer.texts(roomId)).findLast((one) => one.sender === bot.me && one.text?.includes(part))
      text = found?.text ?? ''
      return found !== undefined
    })
    return text
  }

  beforeAll(async () => {
    bot = await prepareBot(server, { extra: { encryption: { library } } })
    await bot.start(FIRST)
    karin = await peerOf(bot.people.karin.userId)
    anna = await peerOf(bot.people.anna.userId)
    room = await bot.room('it', [bot.people.karin, bot.people.anna])
  })
  afterAll(() => bot?.close())

  test('a new room is encrypted from its first event; a command is read, and its answer can be read', async () => {
    expect(await bot.people.karin.state(room, 'm.room.encryption')).toEqual({ algorithm: 'm.megolm.v1.aes-sha2' })
    await karin.send(room, '!aufgabe Drucker prüfen')
    expect(await hear(karin, room, 'A1')).toContain('Drucker prüfen')
    expect(await hear(anna, room, 'A1')).toContain('Drucker prüfen')
    const own = (await karin.texts(room)).filter(({ sender }) => sender === bot.me)
    expect(own.every(({ text, shield }) => text !== undefined && shield !== 'red')).toBe(true)
  })

  test('nothing of the bot’s stands in the room in clear', async () => {
    const raw = await bot.people.karin.messages(room)
    const types = raw.filter(({ sender }) => sender === bot.me).map(({ type }) => type)
    expect(types).toContain('m.room.encrypted')
    expect(types).not.toContain('m.room.message')
  })

  test('the recovery key waits in a file that only its owner can read', async () => {
    const file = join(bot.folder, 'recovery-key.txt')
    expect(existsSync(file)).toBe(true)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toMatch(/^(?:\w{4} ){11}\w{4}\n|^Es\w{2} /)
    expect(bot.output()).toContain(file)
  })

  test('after kill -9 it goes on with the same store', async () => {
    await bot.kill()
    await karin.send(room, '!aufgabe Scanner prüfen')
    await bot.start()
    expect(await hear(karin, room, 'A2')).toContain('Scanner prüfen')
    expect((await karin.texts(room)).filter(({ text }) => text?.includes('A2 notiert'))).toHaveLength(1)
  })
})
