import { setTimeout as wait } from 'node:timers/promises'
import { hasDied, newHolder } from '../bot/holder.ts'
import { Ending } from './command-line.ts'

/** A bot renews its lease more often than this; the next one takes over a lease that stood still for so long. */
const TERM_MS = 11_000
const LOOK_MS = 500
const RENEW_MS = 2_000

type Row = { holder: string; until: string }
/** The row of the lease, by plain SQL: the schema may be older or newer than this program. */
export type LeaseTable = { read(): Promise<Row | undefined>; write(row: Row): Promise<void>; clear(): Promise<void> }

/**
 * Makes sure that no bot works on a database, and keeps the next one from beginning until it is told to end. Throws
 * Ending where one works; where one may have been killed on another machine it is watched for some seconds.
 */
export async function keepQuiet(lease: LeaseTable): Promise<() => Promise<void>> {
  const first = await lease.read()
  const isIdle = !first || hasDied(first.holder)
  for (let waited = 0; !isIdle && waited < TERM_MS; waited += LOOK_MS) {
    await wait(LOOK_MS)
    const now = await lease.read()
    if (!now) break
    if (now.holder !== first?.holder || now.until !== first.until)
      throw new Ending('A bot works on this database. Stop it, and every standby, before a backup is restored.')
  }
  const holder = newHolder()
  const renew = () => lease.write({ holder, until: new Date().toISOString().replace('Z', '+00:00') })
  await renew()
  // What goes wrong here goes wrong in the restoring itself, which says so.
  const renewing = setInterval(() => renew().catch(() => {}), RENEW_MS)
  return async () => {
    clearInterval(renewing)
    if ((await lease.read().catch(() => undefined))?.holder === holder) await lease.clear()
  }
}
