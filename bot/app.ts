import { type Db, Prisma } from '../prisma/client.ts'
import { query, rowWhere } from '../prisma/lean.ts'
import type { RoomMessage } from './chat.ts'
import type { Replied } from './command.ts'
import { tellDelays } from './delays.ts'
import type { Deps, Row } from './deps.ts'
import { describeFault } from './fault.ts'
import { createHandling } from './handling.ts'
import { readIncoming } from './incoming.ts'
import type { Job } from './job.ts'
import { createOutbox } from './outbox.ts'
import { post } from './posting.ts'
import { repliedFile, wantsFile } from './replied-file.ts'
import { createReplay } from './restored/replay.ts'

const PAGE = 200

/**
 * The whole flow: stored events are handled, per room in order and several rooms at once; jobs look after what is due;
 * the outbox sends. Everything is safe to call at any time and again.
 */
export function createApp(deps: Deps) {
  const { db, chat, clock, log, installation } = deps
  const handling = createHandling(deps)
  /** While commands are still being handled nobody can say how long their answers will take. */
  const onLimited = async (pace: number) => {
    if (lanes.size === 0) await tellDelays({ db, installation }, { pace, now: clock() })
  }
  const outbox = createOutbox({ ...deps, onLimited })
  const lanes = new Map<string, Promise<void>>()
  const replay = createReplay({ ...deps, repliedTo })

  /** Handles what waits in these rooms, or in all; resolves when it is done and sent as far as that can be now. */
  async function work(rooms?: readonly string[]): Promise<Date | undefined> {
    const standing = await replay.settle()
    if (standing === 'waiting') return undefined
    const waiting = (standing === 'over' ? rooms : undefined) ?? (await roomsThatWait(db))
    await Promise.all(waiting.map(enterLane))
    await outbox.tellWaiting()
    return outbox.settled() // whoever promised something has said so
  }

  /** One event of a room after the other, however often and by whom it is asked for. */
  function enterLane(roomId: string): Promise<void> {
    const run = (lanes.get(roomId) ?? Promise.resolve()).then(() => handleRoom(roomId))
    const settled = run.catch(() => {})
    lanes.set(roomId, settled)
    return run.finally(() => lanes.get(roomId) === settled && lanes.delete(roomId))
  }

  async function handleRoom(roomId: string) {
    for (;;) {
      const rows = await waitingIn(db, roomId)
      if (rows.length === 0) return
      for (const row of rows) {
        if (deps.signal?.aborted) return
        const replied = await repliedTo(row)
        if (replied === 'later') return
        if ((await handling.handle(row, replied)) === 'later') return
        void outbox.flush() // the first answer does not wait for the last one
      }
      // What came meanwhile has its own turn: whoever stored it asks for it.
      if (rows.length < PAGE) return
    }
  }

  /**
   * The message replied to, before the transaction begins. Our own are known by their rows; others are fetched, and while
   * the homeserver cannot be asked the room waits: without it the command would mean something else.
   */
  async function repliedTo(row: Row): Promise<Replied | undefined | 'later'> {
    const event = readIncoming({ ...row, payload: row.payload ?? '{}' })
    if (event.kind !== 'message' || !event.replyTo) return undefined
    const own = await rowWhere(db, 'OutboxMessage', { eventId: event.replyTo })
    // One of another room is as one that never was: a forged reply must not tell of it.
    if (own?.roomId === row.roomId)
      return {
        eventId: event.replyTo,
        sender: installation.me,
        text: '',
        sentAt: own.sentAt ?? row.sentAt,
        ...known(own),
      }
    try {
      const found = await chat.fetchMessage(row.roomId, event.replyTo)
      if (!found?.file) return found && withoutFile(found)
      const isWanted = wantsFile({ text: event.text, me: installation.me, commands: deps.commands, cards: deps.cards })
      const file = await repliedFile(chat, found.file, isWanted)
      // What is made up for after a restored backup was a meeting once: it waits until the file can be had.
      return row.replayAt && file.problem === 'unreachable' ? 'later' : { ...withoutFile(found), file }
    } catch (error) {
      // A fault in reading it would be there for ever: the message is as one that cannot be read.
      const isForGood = error instanceof TypeError || error instanceof RangeError
      const what = isForGood ? 'read' : 'fetched now'
      const about = { eventId: row.eventId, error: describeFault(error) }
      log(isForGood ? 'error' : 'warn', `a message that was replied to cannot be ${what}`, about)
      return isForGood ? undefined : 'later'
    }
  }

  /** Lets a job look after what is due, but for what goes beside. */
  async function look(job: Job): Promise<void> {
    if ((await replay.settle()) === 'waiting') return
    await job.work?.({ db, chat, clock, installation, log })
    await db.$transaction(async (tx: Db) => {
      const now = clock()
      for (const one of (await job.run?.({ db: tx, now, installation })) ?? []) await post(tx, one, installation, now)
    })
  }

  /** Lets a job do what waits for servers of others. */
  async function lookBeside(job: Job): Promise<void> {
    if ((await replay.settle()) === 'waiting') return
    await job.beside?.({ db, chat, clock, installation, log })
  }

  /** Both of it. */
  async function tick(job: Job): Promise<void> {
    await look(job)
    await lookBeside(job)
  }

  /** After the signal: resolves when what was begun is over. */
  async function rest(): Promise<void> {
    await Promise.all([...lanes.values(), flush()])
  }

  /** Sends what was promised, as far as that can be now. */
  const flush = async () => ((await replay.settle()) === 'waiting' ? undefined : outbox.flush())

  return { work, tick, look, lookBeside, rest, flush }
}

const roomsThatWait = async (db: Db) =>
  (
    await query<{ roomId: string }>(
      db,
      Prisma.sql`SELECT DISTINCT "roomId" FROM "InboxEvent" WHERE "handledAt" IS NULL AND "setAsideAt" IS NULL`,
    )
  ).map(({ roomId }) => roomId)

const waitingIn = (db: Db, roomId: string) =>
  query<Row>(
    db,
    Prisma.sql`SELECT * FROM "InboxEvent"
      WHERE "roomId" = ${roomId} AND "handledAt" IS NULL AND "setAsideAt" IS NULL ORDER BY "position" LIMIT ${PAGE}`,
  )

const withoutFile = ({ eventId, sender, text, sentAt }: RoomMessage): Replied => ({ eventId, sender, text, sentAt })

const known = ({ itemId, causeEventId }: { itemId: string | null; causeEventId: string | null }) => ({
  ...(itemId ? { itemId } : {}),
  ...(causeEventId ? { causeEventId } : {}),
})

export type App = ReturnType<typeof createApp>
