import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A server process to run: what it writes goes to the end of `logFile`. */
export interface ChildSpec {
  name: string
  command: string
  args: string[]
  cwd: string
  logFile: string
  /** Sent when this process has ended, however that came about. */
  lastSignal: NodeJS.Signals
  uid?: number
  gid?: number
}

/** A running server process. */
export interface Child {
  spec: ChildSpec
  isRunning(): boolean
  /** Waits for its end and gives the exit code, nothing where a signal ended it. */
  exited(): Promise<number | undefined>
  /** Sends a signal and waits for the end; after `patienceMs` it is killed. */
  end(signal: NodeJS.Signals, patienceMs?: number): Promise<void>
}

// Reads until the other end of the pipe is closed: the system does that when our process ends, by kill -9 too.
const GUARD = `trap '' INT TERM HUP; while read -r _; do :; done; kill -s "$1" -- "-$0" 2>/dev/null`

/**
 * Starts a server process that cannot outlive this one and does not keep it alive either. It stands in a process
 * group of its own, so that Ctrl-C reaches it only through us.
 */
export function startChild(spec: ChildSpec): Child {
  const process = spawnLogged(spec)
  let failure: Error | undefined
  const ended = new Promise<void>((resolve) => {
    process.once('exit', () => resolve())
    process.once('error', (error) => {
      failure = error
      resolve()
    })
  })
  const release = process.pid === undefined ? () => {} : guard(process.pid, spec.lastSignal)
  void ended.then(release)
  process.unref()
  const isRunning = () => !failure && process.pid !== undefined && process.exitCode === null && !process.signalCode
  return {
    spec,
    isRunning,
    async exited() {
      process.ref()
      await ended
      return process.exitCode ?? undefined
    },
    async end(signal, patienceMs = 10_000) {
      if (!isRunning()) return
      process.ref()
      process.kill(signal)
      const timer = setTimeout(() => process.kill('SIGKILL'), patienceMs)
      await ended
      clearTimeout(timer)
    },
  }
}

/** Waits until `isUp` says so. A child that dies before, or takes over a minute, is an error with its last lines. */
export async function waitUntilUp(child: Child, isUp: () => Promise<boolean>, timeoutMs = 60_000): Promise<void> {
  const limit = performance.now() + timeoutMs
  while (performance.now() < limit) {
    if (!child.isRunning()) throw new Error(`${child.spec.name} ended at its start.\n${lastLines(child.spec.logFile)}`)
    if (await isUp()) return
    await sleep(50)
  }
  await child.end('SIGKILL')
  throw new Error(`${child.spec.name} did not answer in ${timeoutMs / 1000} s.\n${lastLines(child.spec.logFile)}`)
}

/** The end of a log file, for error messages. */
export function lastLines(file: string, count = 20): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
}

function spawnLogged(spec: ChildSpec): ChildProcess {
  const log = openSync(spec.logFile, 'a')
  try {
    const owner = spec.uid === undefined ? {} : { uid: spec.uid, gid: spec.gid }
    return spawn(spec.command, spec.args, { cwd: spec.cwd, detached: true, stdio: ['ignore', log, log], ...owner })
  } finally {
    closeSync(log)
  }
}

function guard(pid: number, signal: NodeJS.Signals): () => void {
  const name = signal.replace('SIG', '')
  const watcher = spawn('sh', ['-c', GUARD, `${pid}`, name], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  watcher.unref()
  if (watcher.stdin instanceof Socket) watcher.stdin.unref()
  return () => {
    watcher.kill('SIGKILL')
    watcher.stdin.destroy()
  }
}
