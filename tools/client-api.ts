import { setTimeout as sleep } from 'node:timers/promises'

/** The parsed JSON object of an answer or of an event's content. */
export type Json = Record<string, unknown>

/** Sends one request of the client-server API and gives its JSON answer; throws `ApiError` when it is refused. */
export type ClientApi = <T = Json>(method: 'GET' | 'PUT' | 'POST', path: string, body?: Json) => Promise<T>

/** A refusal by the homeserver: HTTP status and Matrix error code (`M_FORBIDDEN` …). */
export class ApiError extends Error {
  readonly status: number
  readonly code: string

  constructor(request: string, status: number, answer: Json) {
    super(`${request}: ${status} ${answer.errcode ?? ''} ${answer.error ?? ''}`)
    this.status = status
    this.code = String(answer.errcode ?? '')
  }
}

const LONGEST_WAIT_MS = 5 * 60_000
const NETWORK_TRIES = 4

/**
 * Opens the client-server API of one account (or of nobody). A 429 is waited for as the server says, five minutes at
 * most in all. GET and PUT are repeated over a connection that a restart of the server has broken.
 */
export function openClientApi(account: { url: string; accessToken?: string }): ClientApi {
  const headers: Record<string, string> = { 'content-type': 'application/json' }
  if (account.accessToken) headers.authorization = `Bearer ${account.accessToken}`
  return async <T>(method: string, path: string, body?: Json): Promise<T> => {
    const request = { method, headers, body: method === 'GET' ? undefined : JSON.stringify(body ?? {}) }
    for (let waited = 0; ; ) {
      const response = await fetchSurely(account.url + path, request)
      const answer = await response.json().catch(() => ({})) // a proxy's error page is no JSON
      if (response.ok) return answer
      const wait = Number(answer.retry_after_ms ?? 1000)
      if (response.status !== 429 || waited + wait > LONGEST_WAIT_MS) {
        throw new ApiError(`${method} ${path}`, response.status, answer)
      }
      waited += wait
      await sleep(wait)
    }
  }
}

async function fetchSurely(url: string, request: RequestInit): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await fetch(url, request)
    } catch (error) {
      if (request.method === 'POST' || attempt === NETWORK_TRIES) {
        throw new Error(`${request.method} ${url}: no answer`, { cause: error })
      }
      await sleep(100 * attempt)
    }
  }
}

/** The answer, or nothing where there is no such thing (404). */
export async function optional<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined
    throw error
  }
}
