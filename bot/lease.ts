import { setTimeout as wait } from 'node:timers/promises'
import { type Client, Prisma } from '../prisma/client.ts'
import { type Fence, LeaseLost } from '../prisma/fence.ts'
import { type Clocks, machineClocks } from './clocks.ts'
import { hasDied, newHolder } from './holder.ts'

/**
 * All in milliseconds. `term`: what was not renewed for so long is free. `renew`: between renewals. `sure`: how long after
 * the beginning of a renewal its holder does anything without asking; well below the term. `look`: between two looks of a
 * standby. `hung`: a renewal that takes so long ends the process.
 */
export type Terms = { term: number; renew: number; sure: number; look: number; hung: number }

const TERMS: Terms = { term: 10_000, renew: 2_500, sure: 5_000, look: 500, hung: 60_000 }

type Options = {
  db: Client
  fence: Fence
  log(line: string): void
  signal: AbortSignal
  /** The lease is lost, or nobody can tell: this process must end. */
  onLost(error: unknown): void
  terms?: Terms
  clocks?: Clocks
  holder?: string
}

export type Lease = {
  /** Resolves when the lease is this process's for certain: at once after a recent renewal, else after a new one. Throws when it is not. */
  ask(): Promise<void>
  /** Lets the next process begin; nothing is done or written from here on. */
  release(): Promise<void>
}

/**
 * Waits until no other process works on this database, then keeps the others waiting. Throws the signal's reason when
 * broken off.
 *
 * No clock is compared with another one: the holder writes something new every few seconds, and who waits looks whether
 * it stays the same for a whole term by a clock that does not jump. The holder counts from before its renewal, who waits
 * from after having seen it, so the holder stops being sure first, whatever their clocks show.
 */
export async function takeLease(options: Options): Promise<Lease> {
  const own = { terms: TERMS, clocks: machineClocks, holder: newHolder(), ...options }
  await awaitTurn(own)
  return hold(own)
}

type Own = Required<Options>

async function awaitTurn({ db, log, signal, terms, clocks, holder }: Own): Promise<void> {
  let seen = ''
  let seenAt = 0
  for (let looks = 0; ; looks++) {
    signal.throwIfAborted()
    const now = clocks.steady()
    const present = await db.lease.findUnique({ where: { id: 1 } })
    const mark = present ? `${present.holder} ${+present.until}` : ''
    if (looks === 0 || mark !== seen) {
      seen = mark
      seenAt = clocks.steady()
    }
    const isFree = !present || hasDied(present.holder) || now - seenAt >= terms.term
    if (isFree && (await take(db, present, { holder, until: new Date(clocks.wall() + terms.term) }))) return
    if (looks === 0) log('another process works on this database; waiting as standby')
    await wait(terms.look, undefined, { signal })
  }
}

type Row = { holder: string; until: Date }

/** Exchanges the row as it was seen. On PostgreSQL removing it waits for transactions that the holder has begun. */
async function take(db: Client, present: Row | null, next: Row): Promise<boolean> {
  try {
    return await db.$transaction(async (tx) => {
      if (present) {
        const { count } = await tx.lease.deleteMany({ where: { id: 1, holder: present.holder, until: present.until } })
        if (count === 0) return false
      }
      await tx.lease.create({ data: { id: 1, ...next } })
      return true
    })
  } catch (error) {
    if (isHindered(error)) return false
    throw error
  }
}

/** Somebody was faster (P2002), or holds the database locked as one that was stopped in the middle of a write does (P1008). */
const isHindered = (error: unknown) =>
  error instanceof Prisma.PrismaClientKnownRequestError && ['P2002', 'P1008'].includes(error.code)

async function hold({ db, fence, log, terms, clocks, holder, onLost }: Own): Promise<Lease> {
  let last: { wall: number; steady: number } | undefined
  let isOver = false
  const end = (why: string, error: unknown) => {
    if (isOver) return
    log(`${why}; this one ends, and waits as standby when it is started again`)
    onLost(error)
  }
  fence.holder = holder
  fence.onLost = (error) => end(error.message, error)
  let running: Promise<void> | undefined
  // A clock that jumped, either way, says nothing; the steady one alone would not notice that the machine slept.
  const isRecent = (at: number, now: number) => Math.abs(now - at) < terms.sure
  const isSure = () =>
    last !== undefined && isRecent(last.steady, clocks.steady()) && isRecent(last.wall, clocks.wall())

  async function attempt() {
    const begun = { wall: clocks.wall(), steady: clocks.steady() }
    const hung = setTimeout(() => end('the database does not answer', new Error('hung')), terms.hung)
    try {
      await db.lease.updateMany({ where: { id: 1, holder }, data: { until: new Date(begun.wall + terms.term) } })
      last = begun
    } finally {
      clearTimeout(hung)
      running = undefined
    }
  }
  const renew = () => {
    running ??= attempt()
    return running
  }
  async function ask() {
    while (!isOver && !isSure()) await renew()
    if (isOver) throw new LeaseLost()
  }

  await renew()
  const renewing = setInterval(
    () => renew().catch((error) => error instanceof LeaseLost || end('the lease could not be renewed', error)),
    terms.renew,
  )
  return {
    ask,
    async release() {
      isOver = true
      clearInterval(renewing)
      await db.lease.deleteMany({ where: { id: 1, holder } })
    },
  }
}
