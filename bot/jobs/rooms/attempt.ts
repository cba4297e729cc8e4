import { NotSent } from '../../chat.ts'
import { isDatabaseGone } from '../../database-errors.ts'
import { serverOf } from '../../domain/rooms.ts'
import type { WorkCtx } from '../../job.ts'

/** What the work outside transactions gets. */
export type Work = WorkCtx

/** Whose server is asked: only the bot's own, which answers or is away as a whole, or that of others as well. */
export type Reach = 'home' | 'abroad'

/** Says of people whether their server is within that reach. */
export const reachOf =
  ({ installation }: Pick<Work, 'installation'>, reach: Reach) =>
  (userId: string) =>
    (serverOf(userId) === serverOf(installation.me)) === (reach === 'home')

/** The homeserver cannot be reached: nothing else is worth trying now. */
export class Unreachable extends Error {}

/** done; failed: tried again at the next tick; limited: the homeserver wants no more of its kind for now. */
export type Outcome = 'done' | 'failed' | 'limited'

/**
 * Tries one thing, so that its failure holds up no other. Throws Unreachable where no request gets through, and what
 * says that the database is gone.
 */
export async function attempt(
  { log }: Work,
  what: string,
  about: Record<string, unknown>,
  run: () => Promise<unknown>,
): Promise<Outcome> {
  try {
    await run()
    return 'done'
  } catch (error) {
    if (error instanceof NotSent && error.retryAfterMs === undefined) throw new Unreachable(error.message)
    // Errors of the homeserver read much like those of a database: only Prisma's own count as such here.
    if (error instanceof Unreachable || (isPrisma(error) && isDatabaseGone(error))) throw error
    log('warn', `${what}: did not work, is tried again`, {
      ...about,
      error: error instanceof Error ? error.message.slice(0, 300) : String(error),
    })
    return error instanceof NotSent ? 'limited' : 'failed'
  }
}

const isPrisma = (error: unknown) => error instanceof Error && error.name.startsWith('Prisma')
