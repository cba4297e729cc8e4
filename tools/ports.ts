import { createServer } from 'node:net'

const FIRST = 20_000
const COUNT = 12_000
const TRIES = 50

/**
 * Finds a TCP port that nobody listens on at 127.0.0.1. It lies below the range that systems take for outgoing
 * connections, so that a server that is started again later still finds its own port free.
 */
export async function findFreePort(): Promise<number> {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const port = FIRST + Math.floor(Math.random() * COUNT)
    if (await isFree(port)) return port
  }
  throw new Error(`No free port found between ${FIRST} and ${FIRST + COUNT}.`)
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}
