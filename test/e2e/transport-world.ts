import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Chat, RoomSpec } from '../../bot/chat.ts'
import { openAccount } from '../../bot/matrix/account.ts'
import { matrixChat } from '../../bot/matrix/chat.ts'
import { createClient } from '../../bot/matrix/client.ts'
import { startSync } from '../../bot/matrix/sync.ts'
import { type Client, type OpenDb, openDb } from '../../prisma/client.ts'
import { openPerson } from '../../tools/person.ts'
import { registerUser, startSynapse } from '../../tools/synapse.ts'

/** The transport of a bot without the bot: its sync into a database, its chat. */
export type Bot = {
  db: Client
  chat: Chat
  opened: OpenDb
  start(): void
  stop(): Promise<void>
  /** Settles when the sync ends. */
  syncing(): Promise<void>
}
export type World = Awaited<ReturnType<typeof openWorld>>

export const POLL = { timeout: 15_000, interval: 50 }

/** Commands that tell their order. */
export const texts = (count: number, word = 'aufgabe') =>
  Array.from({ length: count }, (_, index) => `!${word} ${index}`)

/** A room to be made; what is not told is as in most groups. */
export function group(more: Partial<RoomSpec> = {}): RoomSpec {
  const usual = { name: 'IT', kind: 'group', joinRule: 'invite', encrypted: false } as const
  return { mark: randomUUID(), ...usual, moderators: [], ...more }
}

/** A homeserver with Anna and a bot's transport. */
export async function openWorld() {
  const dir = mkdtempSync(join(tmpdir(), 'allmende-transport-'))
  const server = await startSynapse({ dir: join(dir, 'synapse') })
  const anna = openPerson({ url: server.url, ...(await registerUser(server, 'anna', 'anna-password')) })
  await registerUser(server, 'allmende', 'bot-password', { displayName: 'Allmende' })
  const startBot = (name: string, homeserver = server.url) => openBot(join(dir, `${name}.db`), homeserver)
  const bot = await startBot('main')
  const membership = async (roomId: string, userId: string) =>
    (await bot.db.roomMember.findUnique({ where: { roomId_userId: { roomId, userId } } }))?.membership
  return {
    ...{ server, anna, bot, startBot, membership },
    roomRow: (id: string) => bot.db.room.findUnique({ where: { id } }),
    /** A room of the bot's in which Anna is, and which the sync has told about. */
    async meet(more: Partial<RoomSpec> = {}): Promise<string> {
      const roomId = await bot.chat.createRoom(group(more))
      await bot.chat.invite(roomId, anna.userId)
      await anna.join(roomId)
      await expect.poll(() => membership(roomId, anna.userId), POLL).toBe('join')
      return roomId
    },
    async sayAll(roomId: string, lines: string[]) {
      for (const line of lines) await anna.say(roomId, line)
    },
    /** The texts that wait, in order. */
    async commands(roomId: string): Promise<string[]> {
      const where = { roomId, type: 'm.room.message' }
      const rows = await bot.db.inboxEvent.findMany({ where, orderBy: { position: 'asc' } })
      return rows.flatMap(({ payload }) => (payload ? JSON.parse(payload).content.body : []))
    },
    /** Bot and Carla on a homeserver of their own, whose rooms are of this version. */
    async moveTo(version: '10' | '11') {
      const own = await startSynapse({ dir: join(dir, `synapse-${version}`), defaultRoomVersion: version })
      onTestFinished(() => own.stop())
      const carla = openPerson({ url: own.url, ...(await registerUser(own, 'carla', 'carla-password')) })
      await registerUser(own, 'allmende', 'bot-password')
      const there = await startBot(`version-${version}`, own.url)
      onTestFinished(() => there.opened.close())
      onTestFinished(() => there.stop())
      return [there, carla] as const
    },
    async close() {
      await bot.stop()
      await bot.opened.close()
      await server.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function openBot(file: string, homeserver: string): Promise<Bot> {
  const opened = await openDb(`file:${file}`)
  const db = opened.prisma
  const about = { homeserver, log: () => {}, clock: () => new Date() }
  const account = { user: '@allmende:localhost', password: 'bot-password', signal: new AbortController().signal }
  const login = await openAccount(db, { ...about, ...account })
  const client = await createClient(login)
  const { request } = client
  const synced = Promise.withResolvers<void>()
  let abort = new AbortController()
  let syncing = Promise.resolve()
  const start = () => {
    abort = new AbortController()
    const { signal } = abort
    const whose = { request, db, me: login.userId, encryption: false, signal }
    syncing = startSync({ ...about, ...whose, onStored: () => synced.resolve() })
  }
  const stop = () => {
    abort.abort()
    return syncing
  }
  start()
  await synced.promise
  const chat = matrixChat({ client, userId: login.userId, clock: about.clock })
  return { db, opened, chat, start, stop, syncing: () => syncing }
}
