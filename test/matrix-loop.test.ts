import { expect, onTestFinished, test } from 'vitest'
import { NotSent } from '../bot/chat.ts'
import { Refused, type Request, TokenRefused } from '../bot/matrix/request.ts'
import { startSync } from '../bot/matrix/sync.ts'
import type { Client } from '../prisma/client.ts'
import { joined, ME, member, NOON, openStore, ROOM, said, seen, waiting } from './matrix-sync.ts'

type Answer = (query: Record<string, unknown>) => unknown

/** A homeserver that gives these answers to syncs, then waits for ever; `history` answers requests for what was before. */
function follow(db: Client, syncs: Answer[], history: Answer[] = []) {
  const abort = new AbortController()
  onTestFinished(() => abort.abort())
  const [log, stored, asked]: [string[], string[][], unknown[]] = [[], [], []]
  const quiet = Promise.withResolvers<void>()
  const request: Request = async (_method, path, { query = {}, signal } = {}) => {
    const answer = (path.endsWith('/sync') ? syncs : history).shift()
    asked.push(path.endsWith('/sync') ? query.since : query.from)
    if (answer) return answer(query)
    quiet.resolve()
    return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  }
  const about = { request, db, me: ME, clock: () => NOON, signal: abort.signal }
  const done = startSync({ ...about, onStored: ({ rooms }) => stored.push(rooms), log: (line) => log.push(line) })
  return { done, quiet: quiet.promise, abort, log, stored, asked }
}

const fail = (error: Error) => () => {
  throw error
}

function limited(events: unknown[], prev_batch = 'p1') {
  return { join: { [ROOM]: { timeline: { events, limited: true, prev_batch } } } }
}

test('one response after the other is stored, each asked for with the token of the last', async () => {
  const db = await openStore({ syncToken: null })
  const rooms = joined([said('!heute', { unsigned: { age: 0 } })])
  const loop = follow(db, [
    () => ({ next_batch: 's1' }),
    () => ({ next_batch: 's2', rooms }),
    () => ({ next_batch: 's3' }),
  ])
  await loop.quiet
  expect(loop.asked).toEqual([undefined, 's1', 's2', 's3'])
  expect(loop.stored).toEqual([[], [ROOM], []])
  expect(await waiting(db)).toEqual(['!heute'])
})

test('the signal ends it at once, in the middle of a poll and of a wait', async () => {
  const db = await openStore()
  const polling = follow(db, [])
  await polling.quiet
  polling.abort.abort()
  await polling.done
  const pausing = follow(db, [fail(new NotSent('429', 3_600_000))])
  await expect.poll(() => pausing.log).toHaveLength(1)
  pausing.abort.abort()
  await pausing.done
  expect(pausing.stored).toEqual([])
})

test('failures of any kind, also a response without sense, are repeated from the stored token', async () => {
  const db = await openStore()
  const loop = follow(db, [fail(new NotSent('429', 1)), () => ['nonsense'], () => ({ next_batch: 's1' })])
  await loop.quiet
  expect(loop.asked).toEqual(['s0', 's0', 's0', 's1'])
  expect(loop.log).toHaveLength(2)
})

test('a token that is not known any more ends it', async () => {
  const loop = follow(await openStore(), [fail(new TokenRefused('logged out'))])
  await expect(loop.done).rejects.toBeInstanceOf(TokenRefused)
})

test('of a limited timeline what came before is fetched first, page by page down to what is known', async () => {
  const db = await openStore()
  const [known, one, two, late, three, four] = ['!0', '!1', '!2', '!spät', '!3', '!4'].map((text) => said(text))
  const sync = (rooms: unknown, next_batch: string) => () => ({ next_batch, rooms })
  const loop = follow(
    db,
    [sync(joined([member(ME, 'join', { before: 'invite' }), known]), 's1'), sync(limited([four]), 's2')],
    // A server that was apart brings an event late, among known ones.
    [
      () => ({ chunk: [three, two], end: 'p2' }),
      () => ({ chunk: [one, known, late], end: 'p3' }),
      () => ({ chunk: [], end: 'p4' }),
      () => ({ chunk: [known], end: 'p5' }),
    ],
  )
  await loop.quiet
  expect(loop.asked).toEqual(['s0', 's1', 'p1', 'p2', 'p3', 'p4', 's2'])
  expect(await waiting(db)).toEqual(['!0', '!spät', '!1', '!2', '!3', '!4'])
})

test('while the gap cannot be fetched nothing of the response is stored', async () => {
  const db = await openStore()
  const rooms = limited([said('!danach')])
  const before: string[][] = []
  const sync = () => ({ next_batch: 's1', rooms })
  const loop = follow(
    db,
    [sync, sync],
    [
      fail(new NotSent('429', 1)),
      async () => {
        before.push(await seen(db))
        return { chunk: [said('!davor')] }
      },
    ],
  )
  await loop.quiet
  expect(before).toEqual([[]])
  expect(await waiting(db)).toEqual(['!davor', '!danach'])
})

test('a gap that the homeserver refuses to show is left out, and said so', async () => {
  const db = await openStore()
  const loop = follow(
    db,
    [() => ({ next_batch: 's1', rooms: limited([said('!danach')]) })],
    [fail(new Refused('GET', 403, 'M_FORBIDDEN', ''))],
  )
  await loop.quiet
  expect(await waiting(db)).toEqual(['!danach'])
  expect(loop.log.join()).toContain(ROOM)
})

test('of a room just entered nothing is fetched that was said before the invitation', async () => {
  const db = await openStore()
  const invited = member(ME, 'invite', { sender: '@anna:example.org' })
  const rooms = limited([member(ME, 'join', { before: 'invite' }), said('!2')])
  const loop = follow(
    db,
    [() => ({ next_batch: 's1', rooms })],
    [() => ({ chunk: [said('!1'), invited, said('!0')], end: 'p2' })],
  )
  await loop.quiet
  expect(loop.asked).toEqual(['s0', 'p1', 's1'])
  expect((await waiting(db)).filter((text) => text.startsWith('!'))).toEqual(['!1', '!2'])
})
