import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from '../prisma/client.ts'

/** A lease that was not renewed for so long is free. */
const TERM_MS = 12_000
const RENEW_MS = 3_000
const LOOK_MS = 1_000

type Options = { db: Client; log(line: string): void; signal: AbortSignal; onLost(): void }

/**
 * Waits until no other process works on this database, then keeps the others waiting. Returns how to hand over.
 * Uses the real clock: this is about processes, not about what is due. Throws the signal's reason when broken off.
 */
export async function takeLease({ db, log, signal, onLost }: Options): Promise<() => Promise<void>> {
  const holder = `${hostname()} ${process.pid} ${randomUUID()}`
  let hasSaid = false
  while (!(await tryTake(db, holder))) {
    if (!hasSaid) log('another process works on this database; waiting as standby')
    hasSaid = true
    await wait(LOOK_MS, undefined, { signal })
  }
  const renewing = setInterval(() => {
    renew(db, holder).then((kept) => kept || onLost(), onLost)
  }, RENEW_MS)
  return async () => {
    clearInterval(renewing)
    await db.lease.deleteMany({ where: { holder } })
  }
}

const end = () => new Date(Date.now() + TERM_MS)

/** Takes the lease when it is free, or its holder died on this machine. */
async function tryTake(db: Client, holder: string): Promise<boolean> {
  const present = await db.lease.findUnique({ where: { id: 1 } })
  if (present && present.until > new Date(Date.now()) && isAlive(present.holder)) return false
  if (!present) {
    return db.lease.create({ data: { id: 1, holder, until: end() } }).then(
      () => true,
      () => false, // somebody was faster
    )
  }
  const { count } = await db.lease.updateMany({
    where: { id: 1, holder: present.holder, until: present.until },
    data: { holder, until: end() },
  })
  return count === 1
}

async function renew(db: Client, holder: string): Promise<boolean> {
  const { count } = await db.lease.updateMany({ where: { id: 1, holder }, data: { until: end() } })
  return count === 1
}

/** Of a process on another machine nothing is known but its lease. */
function isAlive(holder: string): boolean {
  const [host, pid] = holder.split(' ')
  if (host !== hostname()) return true
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
