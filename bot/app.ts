import type { Db } from '../prisma/client.ts'
import type { Replied } from './command.ts'
import type { Deps, Row } from './deps.ts'
import { createHandling } from './handling.ts'
import { readIncoming } from './incoming.ts'
import type { Job } from './job.ts'
import { createOutbox } from './outbox.ts'
import { post } from './posting.ts'

const PAGE = 200

/**
 * The whole flow: stored events are handled, per room in order and several rooms at once; jobs look after what is due;
 * the outbox sends. Everything is safe to call at any time and again.
 */
export function createApp(deps: Deps) {
  const { db, chat, clock, log, installation } = deps
  const handling = createHandling(deps)
  const outbox = createOutbox(deps)
  const lanes = new Map<string, Promise<void>>()

  /** Handles what waits in these rooms, or in all; resolves when it is done and sent as far as that can be now. */
  async function work(rooms?: readonly string[]): Promise<Date | undefined> {
    const waiting =
      rooms ??
      (await db.inboxEvent.groupBy({ by: ['roomId'], where: { handledAt: null, setAsideAt: null } })).map(
        ({ roomId }) => roomId,
      )
    await Promise.all(waiting.map(enterLane))
    return outbox.flush()
  }

  /** One event of a room after the other, however often and by whom it is asked for. */
  function enterLane(roomId: string): Promise<void> {
    const run = (lanes.get(roomId) ?? Promise.resolve()).then(() => handleRoom(roomId))
    const settled = run.catch(() => {})
    lanes.set(roomId, settled)
    void settled.then(() => lanes.get(roomId) === settled && lanes.delete(roomId))
    return run
  }

  async function handleRoom(roomId: string) {
    for (;;) {
      const rows = await db.inboxEvent.findMany({
        where: { roomId, handledAt: null, setAsideAt: null },
        orderBy: { position: 'asc' },
        take: PAGE,
      })
      if (rows.length === 0) return
      for (const row of rows) {
        const replied = await repliedTo(row)
        if (replied === 'later') return
        await handling.handle(row, replied)
      }
      void outbox.flush()
    }
  }

  /**
   * The message replied to, before the transaction begins. Our own are known by their rows; others are fetched, and while
   * the homeserver cannot be asked the room waits: without it the command would mean something else.
   */
  async function repliedTo(row: Row): Promise<Replied | undefined | 'later'> {
    const event = readIncoming({ ...row, payload: row.payload ?? '{}' })
    if (event.kind !== 'message' || !event.replyTo) return undefined
    const own = await db.outboxMessage.findUnique({ where: { eventId: event.replyTo } })
    if (own)
      return {
        eventId: event.replyTo,
        sender: installation.me,
        text: '',
        sentAt: own.sentAt ?? row.sentAt,
        ...known(own),
      }
    try {
      return await chat.fetchMessage(row.roomId, event.replyTo)
    } catch (error) {
      log('warn', 'a message that was replied to cannot be fetched now', {
        eventId: row.eventId,
        error: error instanceof Error ? error.name : 'unknown',
      })
      return 'later'
    }
  }

  /** Lets a job look after what is due. */
  async function tick(job: Job): Promise<void> {
    await job.work?.({ db, chat, clock, installation, log })
    await db.$transaction(async (tx: Db) => {
      const now = clock()
      for (const one of (await job.run?.({ db: tx, now, installation })) ?? []) await post(tx, one, installation, now)
    })
  }

  return { work, tick, flush: outbox.flush }
}

const known = ({ itemId, causeEventId }: { itemId: string | null; causeEventId: string | null }) => ({
  ...(itemId ? { itemId } : {}),
  ...(causeEventId ? { causeEventId } : {}),
})

export type App = ReturnType<typeof createApp>
