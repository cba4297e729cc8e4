/** Where progress goes, one line a call. */
export type Log = (line: string) => void

const EVERY_MS = 10_000

/**
 * Says on `log` that a long piece of work has begun, every ten seconds that it still goes on (with what `detail`
 * tells), and when it is done. A failure is passed on.
 */
export async function showProgress<T>(log: Log, what: string, work: () => Promise<T>, detail = () => ''): Promise<T> {
  const begun = performance.now()
  const elapsed = () => `${Math.round((performance.now() - begun) / 1000)} s`
  log(`${what} …`)
  const timer = setInterval(() => log(`${what} … ${[elapsed(), detail()].filter(Boolean).join(', ')}`), EVERY_MS)
  try {
    const result = await work()
    log(`${what}: done in ${elapsed()}`)
    return result
  } finally {
    clearInterval(timer)
  }
}
