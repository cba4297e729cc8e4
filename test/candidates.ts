import { expect, onTestFinished } from 'vitest'
import { newHolder } from '../bot/holder.ts'
import { takeLease } from '../bot/lease.ts'
import type { OpenDb } from '../prisma/client.ts'
import { testDatabase } from './database.ts'

/** Only what never comes is an error. */
export const POLL = { timeout: 20_000, interval: 5 }
/** Renewed by nobody but who asks; the clocks are moved by hand. */
export const terms = { term: 1_000, sure: 500, renew: 3_600_000, hung: 3_600_000, look: 2 }

/** A process that would like to work on the database. */
export function candidate(opened: OpenDb, { db = opened.prisma, hung = terms.hung, holder = newHolder() } = {}) {
  const clock = { wall: 1_000_000, steady: 5_000 }
  const said: string[] = []
  const lost: unknown[] = []
  const ending = new AbortController()
  let looks = 0
  const steady = () => {
    looks++
    return clock.steady
  }
  const clocks = { wall: () => clock.wall, steady }
  const taking = takeLease({
    ...{ db, clocks, holder, fence: opened.fence, signal: ending.signal, terms: { ...terms, hung } },
    log: (line) => said.push(line),
    onLost: (error) => lost.push(error),
  })
  onTestFinished(async () => {
    ending.abort()
    await taking.then((lease) => lease.release()).catch(() => {})
  })
  const state = { has: false }
  taking.then(
    () => Object.assign(state, { has: true }),
    () => {},
  )
  return {
    ...{ db: opened.prisma, clock, said, lost, taking, holder, end: () => ending.abort() },
    has: () => state.has,
    /** Resolves when it has looked several times more. */
    async looked() {
      const before = looks
      await expect.poll(() => looks, POLL).toBeGreaterThan(before + 20)
    },
  }
}

/** A database of its own for one story, to be opened by several processes-to-be. */
export async function sharedDatabase() {
  const own = await testDatabase()
  const opened: OpenDb[] = []
  onTestFinished(async () => {
    // Whose lease was lost cannot remove the row, and the next story begins without one.
    const last = await own.open()
    await last.prisma.lease.deleteMany()
    for (const each of [...opened, last]) await each.close()
    await own.drop()
  })
  return async () => {
    const each = await own.open()
    opened.push(each)
    return each
  }
}
