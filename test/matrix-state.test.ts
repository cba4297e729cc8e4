import { expect, onTestFinished, test } from 'vitest'
import { Refused, type Request } from '../bot/matrix/request.ts'
import { startSync } from '../bot/matrix/sync.ts'
import type { Client } from '../prisma/client.ts'
import { ANNA, joined, ME, member, NOON, openStore, ROOM, said } from './matrix-sync.ts'

const MEMBER_STATE = `/_matrix/client/v3/rooms/${encodeURIComponent(ROOM)}/state/m.room.member/${encodeURIComponent(ANNA)}`

/** Follows a homeserver that gives these rooms one sync after the other, and whose state of Anna is `present`. */
async function follow(db: Client, syncs: unknown[], present?: unknown): Promise<string[]> {
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const quiet = Promise.withResolvers<void>()
  const asked: string[] = []
  let token = 0
  const request: Request = async (_method, path, { signal } = {}) => {
    if (!path.endsWith('/sync')) {
      asked.push(path)
      if (present === undefined) throw new Refused(path, 404, 'M_NOT_FOUND', '')
      return present
    }
    const rooms = syncs.shift()
    if (rooms) return { next_batch: `s${++token}`, rooms }
    quiet.resolve()
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  }
  const about = { request, db, me: ME, encryption: false, clock: () => NOON, signal: abort.signal }
  void startSync({ ...about, onStored: () => {}, log: () => {} })
  await quiet.promise
  return asked
}

const membership = async (db: Client) =>
  (await db.roomMember.findUnique({ where: { roomId_userId: { roomId: ROOM, userId: ANNA } } }))?.membership

test('state before a timeline that is older than what was told is not believed: the homeserver is asked what is so', async () => {
  const db = await openStore()
  const left = member(ANNA, 'leave', { before: 'join', sender: ME })
  const entered = joined([member(ME, 'join'), member(ANNA, 'join')])
  const asked = await follow(db, [entered, joined([left]), joined([said('Moin')], [member(ANNA, 'join')])], left)
  expect(await membership(db)).toBe('leave')
  expect(asked).toEqual([MEMBER_STATE])
})

test('what the homeserver does not give is taken as it was told', async () => {
  const db = await openStore()
  await follow(db, [joined([member(ME, 'join')]), joined([said('Moin')], [member(ANNA, 'join')])])
  expect(await membership(db)).toBe('join')
})

test('the state of a room just entered is believed, and that after a timeline too', async () => {
  const db = await openStore()
  const after = {
    join: {
      [ROOM]: {
        timeline: { events: [said('Moin')] },
        state: { events: [] },
        state_after: { events: [member(ANNA, 'leave')] },
      },
    },
  }
  const asked = await follow(db, [joined([member(ME, 'join')], [member(ANNA, 'join')]), after])
  expect(asked).toEqual([])
  expect(await membership(db)).toBe('leave')
})
