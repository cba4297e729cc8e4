import type { Client, Db } from '../../prisma/client.ts'
import type { Replied } from '../command.ts'
import type { Deps, Row } from '../deps.ts'
import { handDown } from '../domain/room-succession.ts'
import { createHandling } from '../handling.ts'
import { finishRestoring } from './finish.ts'
import { linkGroups } from './rooms.ts'

type Options = Deps & { repliedTo(row: Row): Promise<Replied | undefined | 'later'> }

/** over: nothing (more) to make up for; done: it was just finished; waiting: not all is known yet. */
export type Standing = 'over' | 'done' | 'waiting'

/**
 * Makes up for what a restored backup does not know. What the rooms have shown since then was stored by the first sync;
 * here it is handled again, one event after the other in the order of the first time and as at its moment, before
 * anything is sent and any job looks. Each event is one transaction, so it can be broken off anywhere.
 */
export function createReplay(options: Options) {
  const { db, installation, clock, log, onWanted } = options
  let isOver = false
  let running: Promise<Standing> | undefined

  /** Resolves with how it stands; goes on with the work where there is any. */
  async function settle(): Promise<Standing> {
    if (isOver) return 'over'
    running ??= run().finally(() => {
      running = undefined
    })
    return running
  }

  async function run(): Promise<Standing> {
    const account = await db.account.findUnique({ where: { id: 1 } })
    isOver = !account?.restoredFrom
    if (isOver) return 'over'
    if (!account?.collectedAt || !(await handleAll())) return 'waiting'
    await db.$transaction((tx) => finishRestoring(tx, { now: clock(), installation }))
    isOver = true
    log('info', 'what was written after the backup is stored again')
    onWanted?.()
    return 'done'
  }

  /** false: broken off, or a message that was replied to cannot be fetched now. */
  async function handleAll(): Promise<boolean> {
    const alive = await lastShown(db)
    let now = clock()
    const handling = createHandling({ ...options, clock: () => now })
    for (let row = await nextRow(db); row; row = await nextRow(db)) {
      if (options.signal?.aborted) return false
      const replied = await options.repliedTo(row)
      if (replied === 'later') return false
      // What came when nobody worked any more was never handled: for that it is now.
      const handledAt = row.replayAt && row.replayAt <= alive ? row.replayAt : undefined
      now = handledAt ?? clock()
      const isTooEarly = (await handling.handle(row, replied)) === 'later'
      if (isTooEarly) await db.$transaction((tx) => (handledAt ? pass(tx, row, now) : enter(tx, row, now)))
      else await db.$transaction((tx) => followRooms(tx, row, now))
    }
    return !options.signal?.aborted
  }

  return { settle }
}

const nextRow = (db: Db): Promise<Row | null> =>
  db.inboxEvent.findFirst({
    where: { handledAt: null, setAsideAt: null, replayAt: { not: null } },
    orderBy: [{ replayAt: 'asc' }, { position: 'asc' }],
  })

/** The last moment at which the bot provably worked: what rooms show was promised then. */
async function lastShown(db: Client): Promise<Date> {
  const { _max } = await db.outboxMessage.aggregate({ where: { foundAt: { not: null } }, _max: { createdAt: true } })
  return _max.createdAt ?? new Date(0)
}

/** Said in a room before it took the place of one of ours: the first time it concerned nobody. */
async function pass(tx: Db, { position }: Row, now: Date): Promise<void> {
  await tx.inboxEvent.update({ where: { position }, data: { handledAt: now, payload: null, outcome: 'ignored' } })
}

/** The same, but nobody has handled it yet: by now the room is the group's. */
async function enter(tx: Db, { roomId }: Row, now: Date): Promise<void> {
  const room = await tx.room.findUnique({ where: { id: roomId } })
  if (room?.replaces) await succeed(tx, room.replaces, now)
}

/** Rooms of groups that were made, and successors of rooms, belong to us from this event on, as they did the first time. */
async function followRooms(tx: Db, { type, roomId }: Row, now: Date): Promise<void> {
  await linkGroups(tx)
  if (type === 'm.room.tombstone') await succeed(tx, roomId, now)
}

/** What replaces this room takes its place, if it is one of ours. */
async function succeed(tx: Db, roomId: string, now: Date): Promise<void> {
  const old = await tx.room.findUnique({ where: { id: roomId } })
  const next = old?.replacedBy ? await tx.room.findUnique({ where: { id: old.replacedBy } }) : null
  if (old?.kind && next?.replaces === old.id && next.membership === 'join') await handDown(tx, old, next.id, now)
}
