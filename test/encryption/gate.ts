import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A way to the homeserver where requests whose path has `part` fail with 500 while it is closed. */
export async function openGate(url: string, part: string) {
  let isClosed = false
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    if (isClosed && path.includes(part)) {
      response.writeHead(500).end('{"errcode":"M_UNKNOWN","error":"broken"}')
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { authorization = '', 'content-type': type = 'application/json' } = request.headers
    const headers = { authorization, 'content-type': type }
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined
    const answer = await fetch(url + path, { method: request.method ?? 'GET', headers, body })
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close().closeAllConnections())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      isClosed = true
    },
    open: () => {
      isClosed = false
    },
  }
}
