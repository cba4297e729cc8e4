import { FileRefused, NotSent, Undeliverable } from '../chat.ts'

export type RequestOptions = {
  query?: Record<string, string | number | string[]>
  /** JSON, or bytes of this type. */
  body?: unknown
  contentType?: string
  /** The answer is a file: its bytes, unless there are more than so many (FileRefused). */
  maxBytes?: number
  /** Default: a minute. */
  timeoutMs?: number
  signal?: AbortSignal
}

/**
 * One request of the client-server API and its JSON answer, never repeated. Throws NotSent (it certainly had no
 * effect), Refused (it never will), TokenRefused, or another Error where the outcome is unknown.
 */
export type Request = (
  method: 'GET' | 'PUT' | 'POST' | 'DELETE',
  path: string,
  options?: RequestOptions,
) => Promise<unknown>

/** The homeserver said no for good, with a Matrix error code. */
export class Refused extends Undeliverable {
  readonly status: number
  readonly code: string
  constructor(request: string, status: number, code: string, reason: string) {
    super(`${request}: ${status} ${code} ${reason}`)
    this.status = status
    this.code = code
  }
}

/** An answer that is none of the homeserver's verdicts: a fault of its own, or the page of a proxy in front. */
export class NoVerdict extends Error {
  readonly status: number
  constructor(request: string, status: number, text: string) {
    super(`${request}: ${status} ${text}`)
    this.status = status
  }
}

/** The homeserver does not know the access token any more: nothing works until a person acts. */
export class TokenRefused extends Error {}

/**
 * Whoever talks to the homeserver. `ask` throws where this process may not, by now: it is asked before every request.
 * `flush` is waited for before every request that changes something: what others see must not be forgotten here.
 */
export type Speaker = {
  homeserver: string
  accessToken?: string
  ask?: () => Promise<void>
  flush?: () => Promise<void>
}

/** Opens the API of one account, or of nobody (log-in). `homeserver` is the base URL. */
export function openRequest(account: Speaker): Request {
  const base = account.homeserver.replace(/(?<!\/)\/+$/, '')
  const headers: Record<string, string> = account.accessToken ? { authorization: `Bearer ${account.accessToken}` } : {}
  return async (method, path, options = {}) => {
    const { query, body, contentType = 'application/json', timeoutMs = 60_000, signal, maxBytes } = options
    const name = `${method} ${path}`
    try {
      if (method !== 'GET') await account.flush?.()
      await account.ask?.()
    } catch (error) {
      throw new NotSent(`${name}: ${explain(error)}`)
    }
    const timeout = AbortSignal.timeout(timeoutMs)
    const init: RequestInit = {
      method,
      headers: body === undefined ? headers : { ...headers, 'content-type': contentType },
      body: body === undefined || body instanceof Uint8Array ? toBytes(body) : JSON.stringify(body, sendable),
      redirect: 'manual', // a wrong address should be seen, not followed with a token in hand
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    }
    return readAnswer(name, await exchange(name, base + path + toQuery(query), init, maxBytes))
  }
}

const toBytes = (body: Uint8Array | undefined) => body && new Uint8Array(body)

type Answer = { response: Response; text: string; bytes?: Buffer }

async function exchange(name: string, url: string, init: RequestInit, maxBytes?: number): Promise<Answer> {
  try {
    const response = await fetch(url, init)
    if (maxBytes === undefined || !response.ok) return { response, text: await response.text() }
    return { response, text: '', bytes: await readUpTo(response, maxBytes) }
  } catch (error) {
    if (error instanceof FileRefused) throw error
    const message = `${name}: ${explain(error)}`
    throw neverConnected(error) ? new NotSent(message) : new Error(message, { cause: error })
  }
}

/** Whatever length was announced, no more than this is ever held. */
async function readUpTo({ body }: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw new FileRefused('too-large') // ends the transfer, too
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Half a character or a NUL, as cutting a text may leave one, would make the homeserver fail again and again. */
function sendable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value
}

function toQuery(query: RequestOptions['query']): string {
  if (!query) return ''
  const parameters = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) parameters.append(name, String(one))
  }
  return `?${parameters}`
}

function readAnswer(name: string, { response, text, bytes }: Answer): unknown {
  if (response.ok) return bytes ?? JSON.parse(text)
  const answer = parseError(text)
  if (response.status === 429) throw new NotSent(`${name}: 429`, retryAfterMs(response, answer))
  if (!answer.code || response.status >= 500) throw new NoVerdict(name, response.status, text.slice(0, 200))
  if (TOKEN_CODES.has(answer.code)) throw new TokenRefused(`${name}: ${answer.code} ${answer.reason}`)
  if (PASSING_CODES.has(answer.code)) throw new NotSent(`${name}: ${answer.code} ${answer.reason}`)
  throw new Refused(name, response.status, answer.code, answer.reason)
}

const TOKEN_CODES = new Set(['M_UNKNOWN_TOKEN', 'M_MISSING_TOKEN', 'M_USER_DEACTIVATED'])
/** Refusals that an administrator lifts; nothing has happened until then. */
const PASSING_CODES = new Set([
  'M_LIMIT_EXCEEDED',
  'M_USER_LOCKED',
  'M_USER_SUSPENDED',
  'M_RESOURCE_LIMIT_EXCEEDED',
  'M_CONSENT_NOT_GIVEN',
])

type ErrorAnswer = { code: string; reason: string; retryAfterMs?: number }

/** A proxy in between answers with a page of its own: no code, and so no verdict of the homeserver. */
function parseError(text: string): ErrorAnswer {
  try {
    const { errcode, error, retry_after_ms } = Object(JSON.parse(text)) as Record<string, unknown>
    return {
      code: typeof errcode === 'string' ? errcode : '',
      reason: typeof error === 'string' ? error.slice(0, 500) : '',
      retryAfterMs: typeof retry_after_ms === 'number' ? retry_after_ms : undefined,
    }
  } catch {
    return { code: '', reason: '' }
  }
}

/** The header, in seconds, is the newer way; its form with a date depends on two clocks and is not read. */
function retryAfterMs(response: Response, answer: ErrorAnswer): number | undefined {
  const wait = answer.retryAfterMs ?? Number(response.headers.get('retry-after') ?? Number.NaN) * 1000
  return Number.isFinite(wait) && wait >= 0 ? wait : undefined
}

const NO_CONNECTION = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

function neverConnected(error: unknown): boolean {
  return NO_CONNECTION.has(causeCode(error) ?? '')
}

function explain(error: unknown): string {
  return causeCode(error) ?? (error instanceof Error ? error.message : String(error))
}

function causeCode(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
}
