import { Agent, fetch, type Response } from 'undici'
import { limitedConnector } from './connection.ts'
import {
  Forbidden,
  guardedLookup,
  isPublic,
  type Lookup,
  literalAddress,
  type MayConnect,
  systemNames,
} from './guard.ts'
import { decodePage, titleIn } from './page-title.ts'

/** Bytes of a page that are read at most, after decompression; milliseconds for all of it; redirects that are followed. */
const MAX_BYTES = 2_000_000
const MAX_MS = 10_000
const MAX_REDIRECTS = 3

/** `later`: it may work another time. `never`: it will not. */
export type Outcome = { kind: 'title'; title: string } | { kind: 'later' | 'never'; reason: string }

type Options = {
  /** Which addresses may be connected to; by default the public ones. */
  mayConnect?: MayConnect
  lookup?: Lookup
  /** Ends it early. */
  signal?: AbortSignal
  maxMs?: number
}

/** Fetches the title of a page. Never throws, takes no longer than ten seconds, and connects to allowed addresses only. */
export async function fetchTitle(
  url: string,
  { mayConnect = isPublic, lookup = systemNames, signal, maxMs = MAX_MS }: Options = {},
): Promise<Outcome> {
  const connect = limitedConnector(guardedLookup(mayConnect, lookup), maxMs)
  const agent = new Agent({ connect, pipelining: 0, connections: 1 })
  const limit = AbortSignal.timeout(maxMs)
  try {
    return await follow(new URL(url), { agent, mayConnect, signal: signal ? AbortSignal.any([limit, signal]) : limit })
  } catch (error) {
    return { kind: isForbidden(error) ? 'never' : 'later', reason: describe(error) }
  } finally {
    await agent.destroy()
  }
}

type Way = { agent: Agent; mayConnect: MayConnect; signal: AbortSignal }

async function follow(start: URL, way: Way): Promise<Outcome> {
  let url = start
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await get(url, way)
    const target = response.status >= 300 && response.status < 400 ? locationOf(response) : null
    if (target === null) return read(response)
    await response.body?.cancel()
    if (!URL.canParse(target, url)) return { kind: 'never', reason: 'a redirect to nowhere' }
    url = new URL(target, url)
  }
  return { kind: 'never', reason: 'too many redirects' }
}

/** Where a redirect leads. Headers are read byte by byte; umlauts in an address are meant as UTF-8. */
function locationOf({ headers }: Response): string | null {
  const location = headers.get('location')
  return location === null ? null : Buffer.from(location, 'latin1').toString('utf8')
}

async function get(url: URL, { agent, mayConnect, signal }: Way): Promise<Response> {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Forbidden('neither http nor https')
  const literal = literalAddress(url)
  if (literal !== undefined && !mayConnect(literal)) throw new Forbidden('no public address')
  url.username = ''
  url.password = ''
  const headers = {
    accept: 'text/html,application/xhtml+xml',
    'accept-language': 'de,en;q=0.5',
    'user-agent': 'Allmende (link titles)',
  }
  return fetch(url, { dispatcher: agent, redirect: 'manual', signal, headers, credentials: 'omit' })
}

async function read(response: Response): Promise<Outcome> {
  const { status, headers } = response
  const type = headers.get('content-type') ?? ''
  const isPage = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(type) || type === ''
  if (!response.ok || !isPage) {
    await response.body?.cancel()
    const isPassing = status >= 500 || status === 408 || status === 425 || status === 429
    return { kind: isPassing ? 'later' : 'never', reason: response.ok ? 'no page' : `status ${status}` }
  }
  const title = titleIn(decodePage(await readStart(response), type))
  return title ? { kind: 'title', title } : { kind: 'never', reason: 'no title' }
}

/** The beginning of a page, as far as its title or the limit; the rest is not fetched. */
async function readStart(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  let tail = ''
  for await (const chunk of response.body ?? []) {
    const part = (chunk as Uint8Array).subarray(0, MAX_BYTES - size)
    chunks.push(part)
    size += part.length
    tail = tail.slice(-16) + Buffer.from(part).toString('latin1')
    if (size >= MAX_BYTES || /<\/title/i.test(tail)) break // leaving the loop cancels the body
  }
  return Buffer.concat(chunks)
}

const isForbidden = (error: unknown): boolean =>
  error instanceof Forbidden || (error instanceof Error && error.cause !== undefined && isForbidden(error.cause))

/** The kind of an error without the address, which is nobody's business in a log. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  if (error.cause instanceof Error) return describe(error.cause)
  const { code } = error as NodeJS.ErrnoException
  return error instanceof Forbidden ? error.message : typeof code === 'string' ? code : error.name
}
