import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RoomEncryption } from '../../bot/matrix/encryption/encryption.ts'
import { createEngine } from '../../bot/matrix/encryption/engine.ts'
import { type Machinery, openMachinery } from '../../bot/matrix/encryption/machinery.ts'
import { dropOutboundSessions } from '../../bot/matrix/encryption/outbound-sessions.ts'
import { ensureSigned } from '../../bot/matrix/encryption/signing.ts'
import { takeStoreLock } from '../../bot/matrix/encryption/store-lock.ts'
import { openRequest, type Request } from '../../bot/matrix/request.ts'
import { toEntries, toList, toObject } from '../../bot/matrix/shapes.ts'
import type { EngineSetup, Heard } from './engine-process.ts'
import type { Call } from './remote.ts'

// An engine in a process of its own, as the bot is one: a machine cannot be closed, and its process may be killed.
const setup: EngineSetup = JSON.parse(process.argv[2] ?? '')
const tell = (message: object) => process.send?.(message)
const log = (line: string) => tell({ log: line })

const asked: string[] = []
const plain = openRequest(setup)
const request: Request = (method, path, options) => {
  asked.push(`${method} ${path}`)
  return plain(method, path, options)
}
const HANGS = 86

async function open() {
  await takeStoreLock(setup.directory, { signal: new AbortController().signal, log, lookMs: 50 })
  if (setup.isRestored) dropOutboundSessions(setup.directory)
  const onHang = (what: string) => {
    log(what)
    process.exit(HANGS)
  }
  const machinery = await openMachinery({ ...setup, passphrase: setup.passphrase, request, onHang, log })
  return { machinery, engine: createEngine(machinery, { log }) }
}

const ROOM = { algorithm: 'm.megolm.v1.aes-sha2', historyVisibility: 'shared' }
type Opened = Awaited<ReturnType<typeof open>>

function commands({ machinery, engine }: Opened) {
  const heard: Heard[] = []
  const encrypt = (roomId: string, readers: string[], text: string, room: RoomEncryption = ROOM) =>
    engine.encrypt(roomId, room, readers, { type: 'm.room.message', content: { msgtype: 'm.text', body: text } })
  const send = async (roomId: string, readers: string[], text: string, room?: RoomEncryption) => {
    const body = await encrypt(roomId, readers, text, room)
    const path = `/_matrix/client/v3/rooms/${encodeURIComponent(roomId)}/send/m.room.encrypted/${crypto.randomUUID()}`
    const { event_id } = toObject(await request('PUT', path, { body }))
    return { eventId: event_id, sessionId: body.session_id }
  }
  return {
    encrypt,
    send,
    sendAll: (roomId: string, readers: string[], texts: string[], rotationPeriodMessages: number) =>
      Promise.all(texts.map((text) => send(roomId, readers, text, { ...ROOM, rotationPeriodMessages }))),
    async sync() {
      heard.push(...(await sync({ machinery, engine })))
      return heard
    },
    refresh: (userIds: string[]) => engine.refreshDevices(userIds),
    receive: (response: unknown) => engine.receive(response),
    decrypt: (roomId: string, event: unknown) => engine.decrypt(roomId, event),
    sign: () => sign(machinery),
    join: (roomId: string) => request('POST', `/_matrix/client/v3/join/${encodeURIComponent(roomId)}`, { body: {} }),
    asked: async () => asked.splice(0),
  }
}

async function sync({ engine }: Opened): Promise<Heard[]> {
  const file = join(setup.directory, 'token')
  const since: Record<string, string> = existsSync(file) ? { since: readFileSync(file, 'utf8') } : {}
  const response = toObject(await request('GET', '/_matrix/client/v3/sync', { query: { timeout: 0, ...since } }))
  await engine.receive(response)
  await engine.drain()
  const heard: Heard[] = []
  for (const [roomId, room] of toEntries(toObject(response.rooms).join))
    for (const event of toList(toObject(room.timeline).events)) {
      const { type, sender, event_id } = toObject(event)
      if (type !== 'm.room.encrypted') continue
      const decrypted = await engine.decrypt(roomId, event)
      const text = decrypted.isReadable ? String(decrypted.content.body) : undefined
      heard.push({ roomId, sender: String(sender), eventId: String(event_id), event, decrypted, text })
    }
  writeFileSync(file, String(response.next_batch))
  return heard
}

/** Signs this device as the bot does; gives the recovery key of a new identity. */
async function sign(machinery: Machinery): Promise<string | undefined> {
  let recoveryKey: string | undefined
  const state = await ensureSigned(machinery, {
    keepRecoveryKey: async (key) => {
      recoveryKey = key
    },
  })
  if (state !== 'signed') throw new Error(`the device is not signed: ${state}`)
  return recoveryKey
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

try {
  const all: Record<string, (...args: never[]) => Promise<unknown>> = commands(await open())
  process.on('message', async ({ id, name, args }: Call) => {
    try {
      tell({ id, value: await all[name]?.(...(args as never[])) })
    } catch (error) {
      tell({ id, error: messageOf(error) })
    }
  })
  process.once('disconnect', () => process.exit())
  tell({ ready: true })
} catch (error) {
  process.send?.({ refused: `${error instanceof Error ? error.constructor.name : ''}: ${messageOf(error)}` }, () =>
    process.exit(78),
  )
}
