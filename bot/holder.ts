import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/** Where process ids mean the same. Containers may share a name and have each a process 7: the kernel tells them apart. */
function ownPlace(): string {
  if (process.platform !== 'linux') return hostname()
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return `${hostname()}/${boot}/${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return `${hostname()}/${randomUUID()}` // not to be told: then nobody is thought to run at the same place
  }
}

/** A name for a process as holder of the lease: where it runs, its process id, and something that was never there before. */
export const newHolder = (pid = process.pid): string => `${ownPlace()} ${pid} ${randomUUID()}`

/** Whether this holder certainly runs no more. Of a process elsewhere nothing is known but its lease. */
export function hasDied(holder: string): boolean {
  const [place, pid] = holder.split(' ')
  if (place !== ownPlace()) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
