import type { Client } from '../../prisma/client.ts'
import type { Log } from '../job.ts'
import { backOffMs, pause } from './back-off.ts'
import { settleState } from './doubtful-state.ts'
import type { ArrivedKey, Encryption } from './encryption/encryption.ts'
import { retryUnread, withheldIn } from './encryption/late.ts'
import { readResponse, type Strictness } from './encryption/reading.ts'
import { fetchGaps } from './gap.ts'
import { logRepeated } from './repeated.ts'
import { type Request, TokenRefused } from './request.ts'
import { type Stored, storeSync } from './sync-store.ts'

export type SyncOptions = {
  request: Request
  db: Client
  /** The bot's user id. */
  me: string
  /** undefined: encrypted rooms cannot be read. */
  encrypted?: SyncEncryption | undefined
  clock: () => Date
  /** Called after each stored response, also an empty one. */
  onStored: (stored: Stored) => void
  /** One line for operators. */
  log: (line: string) => void
  signal: AbortSignal
}

/** How encrypted rooms are followed. */
export type SyncEncryption = Strictness & { encryption: Encryption; log: Log }

/** Keys for messages of before, and rooms in which some could be read by them, until what came with them is stored too. */
export type Late = { keys: ArrivedKey[]; rooms: string[] }

/**
 * Follows the account: every response is stored whole, gaps filled, before the next one is asked for. Resolves when
 * the signal comes, at once; throws TokenRefused and nothing else. What fails is repeated from the stored token.
 */
export async function startSync(options: SyncOptions): Promise<void> {
  let failures = 0
  let token: string | null | undefined
  const late: Late = { keys: [], rooms: [] }
  while (!options.signal.aborted) {
    try {
      token ??= await storedToken(options)
      const stored = await syncOnce(options, token, late)
      token = stored.token
      options.onStored(stored)
      void options.encrypted?.encryption.drain()
      failures = 0
    } catch (error) {
      token = undefined
      if (options.signal.aborted) return
      if (error instanceof TokenRefused) throw error
      failures += 1
      options.log(`Sync failed (${failures} in a row). ${error instanceof Error ? error.message : error}`)
      await pause(backOffMs(failures, error), options.signal)
    }
  }
}

const storedToken = async ({ db }: SyncOptions) => (await db.account.findUniqueOrThrow({ where: { id: 1 } })).syncToken

async function syncOnce(options: SyncOptions, syncToken: string | null, late: Late): Promise<Stored> {
  const { request, signal } = options
  const response = await request('GET', '/_matrix/client/v3/sync', {
    query: { ...QUERY, timeout: pollMs(), ...(syncToken === null ? {} : { since: syncToken }) },
    // A first sync of many rooms takes a homeserver minutes.
    timeoutMs: syncToken === null ? 600_000 : POLL_MS + 30_000,
    signal,
  })
  return takeIn(options, response, late)
}

/**
 * Reads one response and stores it, with what can be read of before by keys that came with it: that was said before what
 * the response tells, and goes first. Where it throws, it is called again with the same response, and the same `late`.
 */
export async function takeIn(options: Omit<SyncOptions, 'onStored'>, response: unknown, late: Late): Promise<Stored> {
  const { db, me, clock, signal, encrypted } = options
  // Durable before the token is: what comes once more does no harm, what does not come again would be lost.
  if (encrypted) late.keys.push(...(await encrypted.encryption.receive(response)), ...withheldIn(response))
  const receivedAt = clock()
  const missed = await fetchGaps(options, response, receivedAt)
  const settled = await settleState(options, response)
  const read = encrypted && (await readResponse(encrypted, settled, missed))
  signal.throwIfAborted()
  const about = { receivedAt, me, missed, ...read, encryption: encrypted !== undefined }
  if (encrypted && late.keys.length > 0)
    late.rooms.push(...(await retryUnread({ ...options, ...encrypted }, late.keys)))
  const stored = await storeSync(db, read?.response ?? settled, about)
  if (encrypted) logRepeated(encrypted.log, stored.repeated)
  const rooms = [...new Set([...late.rooms, ...stored.rooms])]
  Object.assign(late, { keys: [], rooms: [] })
  return { ...stored, rooms }
}

const POLL_MS = 30_000

/**
 * Different for each request: Synapse keeps an answer for two minutes for whoever asks the same again. After a restart
 * that would be the one which the broken-off poll got, with messages in it that were redacted since.
 */
const pollMs = () => POLL_MS - Math.floor(Math.random() * 10_000)

const NOTHING = { types: [], not_types: ['*'] }

/** All members are wanted: rights follow them. */
const FILTER = {
  presence: NOTHING,
  account_data: NOTHING,
  room: {
    timeline: { limit: 50 },
    state: { lazy_load_members: false },
    ephemeral: NOTHING,
    account_data: NOTHING,
  },
}

const QUERY = {
  filter: JSON.stringify(FILTER),
  set_presence: 'offline',
  // State as it is after the timeline, under its stable and its older name; homeservers that know neither ignore them.
  use_state_after: 'true',
  'org.matrix.msc4222.use_state_after': 'true',
}
