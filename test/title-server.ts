import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a path of the server does. */
export type Page = (response: ServerResponse, request: IncomingMessage) => void

/** A page of HTML with this head. */
export const page =
  (html: string | Buffer, headers: Record<string, string> = { 'content-type': 'text/html; charset=utf-8' }): Page =>
  (response) => {
    response.writeHead(200, headers).end(html)
  }

export const redirect =
  (location: string): Page =>
  (response) =>
    void response.writeHead(302, { location }).end()

/** A server of pages on all addresses of this machine; `seen` are the paths that were asked for. */
export async function titleServer(pages: Record<string, Page>) {
  const seen: string[] = []
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    const found = pages[request.url ?? '']
    if (found) found(response, request)
    else response.writeHead(404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    seen,
    url: (path: string, host = '127.0.0.1') => `http://${host}:${port}${path}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type TitleServer = Awaited<ReturnType<typeof titleServer>>
