import { createServer, connect as open, type Socket } from 'node:net'

/** A connection between two servers that can be cut. */
export interface Cable {
  /** Where it is reached, at 127.0.0.1. */
  port: number
  /** From now on nothing gets through: who connects is refused, or hears nothing for ever (`silently`). */
  cut(how: 'refusing' | 'silently'): Promise<void>
  mend(): Promise<void>
  /** Connections that were tried since it was cut silently. */
  tried(): number
  close(): Promise<void>
}

/** Lays a cable that leads from `port` to another port of this machine, uncut. */
export async function layCable(port: number, target: number): Promise<Cable> {
  const ends = new Set<Socket>()
  let isSilent = false
  let tried = 0
  const keep = (socket: Socket) => {
    ends.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => ends.delete(socket))
    return socket
  }
  const server = createServer((socket) => {
    keep(socket)
    if (isSilent) {
      tried += 1
      return
    }
    const other = keep(open(target, '127.0.0.1'))
    socket.pipe(other).pipe(socket)
    socket.on('close', () => other.destroy())
    other.on('close', () => socket.destroy())
  })
  const listen = () =>
    new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  const drop = () => {
    for (const socket of ends) socket.destroy()
  }
  const close = async () => {
    drop()
    if (server.listening) await new Promise((resolve) => server.close(resolve))
  }
  await listen()
  return {
    port,
    close,
    tried: () => tried,
    async cut(how) {
      isSilent = how === 'silently'
      tried = 0
      if (isSilent) drop()
      else await close()
    },
    async mend() {
      isSilent = false
      drop() // those who were kept waiting
      if (!server.listening) await listen()
    },
  }
}
