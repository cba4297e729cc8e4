import { Ending } from '../backup/command-line.ts'
import { takeLease } from '../bot/lease.ts'
import { storesIn } from '../bot/matrix/encryption/signing-place.ts'
import { takeStoreLock } from '../bot/matrix/encryption/store-lock.ts'
import type { Installation } from './crypto-installation.ts'

/** A bot that was killed on another machine is known to be gone after 10 s. */
const PATIENCE_MS = 13_000

/**
 * Makes sure that no bot works on database and stores, and keeps the next one from both until this process ends or
 * `release` is called. Throws Ending where one works.
 */
export async function keepQuiet({ opened, data, say }: Installation): Promise<{ release(): Promise<void> }> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  const log = (line: string) => say(`${line}, for ${PATIENCE_MS / 1000} s at most`)
  try {
    const { prisma: db, fence } = opened
    const lease = await takeLease({ db, fence, log, signal: patience, onLost })
    const lock = await takeStoreLock(storesIn(data), { log, signal: patience }).catch(async (error) => {
      await lease.release()
      throw error
    })
    return { release: () => lease.release().finally(() => lock.release()) }
  } catch (error) {
    if (!patience.aborted) throw error
    throw new Ending('The bot is running, so nothing was done: stop it, and every standby, and run this again.')
  }
}

function onLost(error: unknown): never {
  console.error(`Another process took over the database meanwhile (${error}): stop the bot, and run this again.`)
  process.exit(1)
}
