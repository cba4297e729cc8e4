import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

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

/** An answer byte for byte, however odd; `more` goes on writing it, and ends with the connection. */
export const raw =
  (text: string, more?: { every: number; write: string }): Page =>
  ({ socket }) => {
    socket?.write(text)
    if (!more) return void socket?.end()
    const timer = setInterval(() => socket?.write(more.write), more.every)
    socket?.on('close', () => clearInterval(timer))
  }

/** An answer with a body of so many bytes at most, as fast as they are taken. */
export const flood =
  (head: string, bytes: number, block: string): Page =>
  ({ socket }) => {
    if (!socket) return
    socket.write(head)
    let left = bytes
    const write = () => {
      while (left > 0 && !socket.destroyed) {
        left -= block.length
        if (!socket.write(block)) return
      }
      socket.end()
    }
    socket.on('drain', write)
    write()
  }

/**
 * A server of pages on all addresses of this machine. `seen` are the paths that were asked for, `sent` counts the bytes
 * that its connections took, `open` those connections that stand.
 */
export async function titleServer(pages: Record<string, Page>) {
  const seen: string[] = []
  const sockets = new Set<Socket>()
  let taken = 0
  const server = createServer((request, response) => {
    seen.push(request.url ?? '')
    const found = pages[request.url ?? '']
    if (found) found(response, request)
    else response.writeHead(404).end()
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => {}) // whoever asked has gone
    socket.on('close', () => {
      sockets.delete(socket)
      taken += socket.bytesWritten - socket.writableLength
    })
  })
  await new Promise<void>((resolve) => server.listen(0, resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    seen,
    open: () => sockets.size,
    /** Ends all connections, answered or not. */
    hangUp: () => server.closeAllConnections(),
    /** Resolves when all connections are closed. */
    sent: async () => {
      await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
      return taken
    },
    url: (path: string, host = '127.0.0.1') => `http://${host}:${port}${path}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export type TitleServer = Awaited<ReturnType<typeof titleServer>>
