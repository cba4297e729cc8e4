import { backOffMs, pause } from './back-off.ts'
import { Refused, TokenRefused } from './request.ts'

type Patience = { signal: AbortSignal; log: (line: string) => void }

/**
 * Repeats a question until the homeserver has said yes or no; a minute lies between two lines in the log. Throws what it
 * refused, or the signal's reason.
 */
export async function untilReached<T>(ask: () => Promise<T>, { signal, log }: Patience): Promise<T> {
  let quietUntil = Number.NEGATIVE_INFINITY
  for (let failures = 1; ; failures++) {
    signal.throwIfAborted()
    try {
      return await ask()
    } catch (error) {
      if (error instanceof TokenRefused || error instanceof Refused) throw error
      if (performance.now() >= quietUntil) {
        log(`The homeserver does not answer, waiting for it. ${error instanceof Error ? error.message : String(error)}`)
        quietUntil = performance.now() + 60_000
      }
      await pause(backOffMs(failures, error), signal)
    }
  }
}
