import type { FileHandle } from 'node:fs/promises'
import { fetch } from 'undici'
import { bounded } from './bounded.ts'
import { proxyAgent } from './proxy.ts'
import { Refused } from './refused.ts'

/** How much is taken, and how long is waited for all of it. */
export type Limits = { bytes: number; ms: number }

export const LIMITS: Limits = { bytes: 100_000_000, ms: 300_000 }

const OTHERWISE = 'or bring the file yourself and name it with --file'

/** Writes what an address serves into an open file. Redirects are followed, to http and https alone. Throws Refused. */
export async function download(
  url: string,
  into: FileHandle,
  env: Record<string, string | undefined>,
  limits: Limits = LIMITS,
): Promise<void> {
  const dispatcher = proxyAgent(env)
  try {
    const response = await fetch(url, { dispatcher, signal: AbortSignal.timeout(limits.ms) })
    if (!response.ok || !response.body) throw new Refused(answered(url, response.status))
    await into.writeFile(bounded(response.body, limits.bytes, tooMuch(url, limits.bytes)))
  } catch (error) {
    throw isOfNetwork(error) ? new Refused(failed(url, error, limits)) : error
  } finally {
    await dispatcher.destroy()
  }
}

const tooMuch = (url: string, most: number) =>
  `${url} serves more than ${most / 1e6} MB, which no such library has: check the address, ${OTHERWISE}.`

const answered = (url: string, status: number) =>
  `${url} answers ${status}: check the address of the mirror (--from or ALLMENDE_CRYPTO_MIRROR), which has a folder for each version, ${OTHERWISE}.`

/** fetch throws TypeError, with the reason as its cause; a time limit is a DOMException. System calls are none of these. */
const isOfNetwork = (error: unknown): error is Error => error instanceof TypeError || error instanceof DOMException

function failed(url: string, error: Error, { ms }: Limits): string {
  if (error.name === 'TimeoutError')
    return `${url} was not fetched within ${ms / 1000} s: try again, use a nearer mirror (--from), ${OTHERWISE}.`
  return `${url} cannot be fetched (${reasonOf(error)}): check network, proxy (HTTPS_PROXY) and address, ${OTHERWISE}.`
}

/** The first cause: those above it say only that a request failed. */
function reasonOf(error: Error): string {
  if (error.cause instanceof Error) return reasonOf(error.cause)
  return error.message || ('code' in error ? String(error.code) : error.name)
}
