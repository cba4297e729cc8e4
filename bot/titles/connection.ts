import type { LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { Forbidden } from './guard.ts'

/** Bytes that one connection may bring, headers and framing counted: what is no page yet needs a limit too. */
const MAX_BYTES = 4_000_000

/** Opens connections that are given up when they take too long, and broken off when they bring too much. */
export function limitedConnector(lookup: LookupFunction, timeoutMs: number): buildConnector.connector {
  const connect = buildConnector({ lookup, timeout: timeoutMs })
  return (options, done) =>
    connect(options, (...opened) => {
      const [, socket] = opened
      socket?.on('readable', () => {
        if (socket.bytesRead > MAX_BYTES) socket.destroy(new Forbidden('too many bytes'))
      })
      done(...opened)
    })
}
