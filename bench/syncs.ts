import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Request } from '../bot/matrix/request.ts'
import { startSync } from '../bot/matrix/sync.ts'
import { openDb } from '../prisma/client.ts'
import { type Figure, figure } from './figures.ts'

/** A response each second for an hour: what twenty lively rooms bring. */
const RESPONSES = 3600
const ROOMS = 20
const EVENTS = 3
const ME = '@allmende:bench.example'

/** An hour's worth of responses to /sync, one at once after the other, through the real sync: what memory grows by. */
export async function benchSyncs(): Promise<Figure[]> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  const { prisma: db, close } = await openDb(`file:${join(folder, 'syncs.db')}`)
  const ending = new AbortController()
  const heap: number[] = []
  let count = 0
  const request: Request = async () => {
    if (count % (RESPONSES / 10) === 0) {
      collect()
      heap.push(process.memoryUsage().heapUsed / 1e6)
    }
    if (count === RESPONSES) ending.abort()
    return response(++count)
  }
  try {
    const about = { homeserver: '', userId: ME, deviceId: 'D', accessToken: '', obeyFrom: new Date(0) }
    await db.account.create({ data: { ...about, syncToken: 's0' } })
    const begun = performance.now()
    await startSync({
      ...{ request, db, me: ME, encryption: false, clock: () => new Date(), onStored: () => {}, signal: ending.signal },
      log: (line) => console.error(line),
    })
    const ms = performance.now() - begun
    const [, early = 0] = heap
    return [
      figure('heap after a tenth of the hour', early, 'MB'),
      figure('heap after the hour', heap.at(-1) ?? 0, 'MB'),
      figure('growth of the heap', (heap.at(-1) ?? 0) - early, 'MB', 2),
      figure('time for one response', ms / RESPONSES, 'ms'),
    ]
  } finally {
    await close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Talk among people, and now and then a command. */
function response(number: number): unknown {
  const roomId = `!room${number % ROOMS}:bench.example`
  const events = Array.from({ length: EVENTS }, (_, index) => ({
    event_id: `$${number}-${index}`,
    type: 'm.room.message',
    sender: `@person${(number + index) % 7}:bench.example`,
    origin_server_ts: Date.now(),
    unsigned: { age: 10 },
    content: {
      msgtype: 'm.text',
      body: (number + index) % 10 === 0 ? '!heute' : 'Wir sehen uns am Freitag. '.repeat(8),
    },
  }))
  return {
    next_batch: `s${number}`,
    rooms: { join: { [roomId]: { timeline: { events, limited: false, prev_batch: 'p' }, state: { events: [] } } } },
  }
}
