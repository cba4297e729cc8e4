import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export type Gate = Awaited<ReturnType<typeof startGate>>

/** A way to the homeserver where requests whose path has `part` fail with 500 while it is closed; it ends with the test. */
export async function openGate(url: string, part: string) {
  const gate = await startGate(url)
  onTestFinished(() => gate.end())
  return { url: gate.url, close: () => gate.close(part), open: gate.open }
}

/** The same, for what is named when it is closed. */
export async function startGate(url: string) {
  let closed: string[] = []
  let mute: string | undefined
  let refused = 0
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    if (closed.some((part) => path.includes(part))) {
      refused += 1
      response.writeHead(500).end('{"errcode":"M_UNKNOWN","error":"broken"}')
      return
    }
    await forward(url, request, response, mute !== undefined && path.includes(mute)).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close(...parts: string[]) {
      closed = parts
      refused = 0
    },
    open() {
      closed = []
      mute = undefined
    },
    /** What has this in its path arrives, and its answer is lost. */
    loseAnswers(part: string) {
      mute = part
    },
    /** How many requests have failed since it was closed last. */
    refused: () => refused,
    end: () => void server.close().closeAllConnections(),
  }
}

async function forward(url: string, request: IncomingMessage, response: ServerResponse, isMute: boolean) {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const { authorization = '', 'content-type': type = 'application/json' } = request.headers
  const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined
  const headers = { authorization, 'content-type': type }
  const answer = await fetch(url + request.url, { method: request.method ?? 'GET', headers, body })
  const text = await answer.text()
  if (!isMute) response.writeHead(answer.status, { 'content-type': 'application/json' }).end(text)
}
