import { setTimeout as sleep } from 'node:timers/promises'
import { NotSent } from '../chat.ts'

/** How long to wait after the `failures`-th failure in a row, in milliseconds: 1 s doubling to a minute, with jitter, or what the homeserver asked for. */
export function backOffMs(failures: number, error: unknown): number {
  if (error instanceof NotSent && error.retryAfterMs !== undefined) return error.retryAfterMs + 100
  const longest = Math.min(60_000, 1000 * 2 ** Math.min(failures - 1, 10))
  return longest * (0.5 + Math.random() / 2)
}

/** Waits; ends early, without an error, when the signal comes. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch((error) => {
    if (!signal.aborted) throw error
  })
}
