import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { storeSync } from '../bot/matrix/sync-store.ts'
import { type Client, openDb } from '../prisma/client.ts'

export const ME = '@allmende:example.org'
export const ANNA = '@anna:example.org'
export const ROOM = '!it:example.org'
export const NOON = new Date('2027-03-12T11:00:00Z')

type Json = Record<string, unknown>

/** A database that nobody has logged in with. */
export async function openEmptyStore(): Promise<Client> {
  const dir = mkdtempSync(join(tmpdir(), 'allmende-matrix-'))
  const { prisma, close } = await openDb(`file:${join(dir, 'bot.db')}`)
  onTestFinished(async () => {
    await close()
    rmSync(dir, { recursive: true, force: true })
  })
  return prisma
}

/** A database in which the bot is logged in; `syncToken` null: it has never synced. */
export async function openStore(account: { syncToken?: string | null; obeyFrom?: Date } = {}): Promise<Client> {
  const db = await openEmptyStore()
  const login = { homeserver: 'http://127.0.0.1', userId: ME, deviceId: 'DEVICE', accessToken: 'secret' }
  await db.account.create({ data: { ...login, syncToken: 's0', ...account } })
  return db
}

/** Takes in a sync response at this moment; the token is the next one. */
export function receive(db: Client, rooms: Json, receivedAt = NOON, next_batch = 's1') {
  return storeSync(db, { next_batch, rooms }, { receivedAt, me: ME })
}

/** A room of the section `join` with this timeline. */
export function joined(events: unknown[], state: unknown[] = [], roomId = ROOM): Json {
  return { join: { [roomId]: { timeline: { events, limited: false, prev_batch: 'p' }, state: { events: state } } } }
}

let count = 0

/** An event of a timeline, sent a second before it is received. */
export function event(type: string, content: unknown, more: Json = {}): Json {
  count += 1
  return {
    event_id: `$event${count}`,
    type,
    sender: ANNA,
    content,
    unsigned: { age: 1000 },
    origin_server_ts: 1,
    ...more,
  }
}

/** A text message. */
export function said(body: string, more: Json = {}): Json {
  return event('m.room.message', { msgtype: 'm.text', body }, more)
}

/** A state event. */
export function state(type: string, content: unknown, more: Json = {}): Json {
  return event(type, content, { state_key: '', ...more })
}

/** A change of somebody's membership; `before` is the membership until then. */
export function member(userId: string, membership: string, more: Json & { before?: string } = {}): Json {
  const { before = 'leave', sender = userId, displayname, ...rest } = more
  const unsigned = { age: 1000, prev_content: { membership: before } }
  return event('m.room.member', { membership, displayname }, { state_key: userId, sender, unsigned, ...rest })
}

/** What waits to be handled, in order, by the texts of messages or else the types. */
export async function waiting(db: Client): Promise<string[]> {
  const rows = await db.inboxEvent.findMany({ where: { handledAt: null }, orderBy: { position: 'asc' } })
  return rows.map(({ payload, type }) => JSON.parse(payload ?? '{}').content?.body ?? type)
}

/** Ids of all events that were ever seen, in order. */
export async function seen(db: Client): Promise<string[]> {
  const rows = await db.inboxEvent.findMany({ orderBy: { position: 'asc' } })
  return rows.map(({ eventId }) => eventId)
}
