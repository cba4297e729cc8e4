import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Postgres } from '../tools/postgres.ts'

/**
 * Kills a server with SIGKILL, and with it the processes that it has forked for connections and chores: left alone they
 * would end by themselves a little later, and hold up the next start until then. Needs /proc; elsewhere it is ended at once
 * by its own means.
 */
export async function killPostgres(server: Postgres, dir: string): Promise<void> {
  const [first] = readFileSync(join(dir, 'data', 'postmaster.pid'), 'utf8').split('\n')
  const children = childrenOf(Number(first))
  if (!children) return server.kill()
  for (const pid of [Number(first), ...children]) kill(pid)
  while (server.isRunning() || children.some(isThere)) await wait(20)
}

function childrenOf(parent: number): number[] | undefined {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
      .map(Number)
  } catch {
    return undefined // a system without /proc
  }
}

/** The fourth field; the second, the name in brackets, may hold anything. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined // ended meanwhile
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // ended meanwhile
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
  } catch {
    return false
  }
}
