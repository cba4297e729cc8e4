import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 300_000
/** Of Linux; every system that this runs on has it so. */
const TICKS_PER_SECOND = 100

/** A bot under measurement, in a process of its own that ends with ours. */
export type Subject = {
  pid: number
  /** Processor time of the process so far, user and system, in milliseconds. */
  cpuMs(): number
  /** Resident memory in MB: all of it, and the part that is no mapped file. */
  memory(): { mb: number; anonymousMb: number }
  output(): string
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>
}

/** Starts a program with Node; `variables` stand beside the environment. */
export function launch(args: string[], variables: Record<string, string>): Subject {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('ALLMENDE_'))
  const child = spawn(process.execPath, args, {
    env: { ...Object.fromEntries(own), ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = collect(child)
  const end = () => child.kill('SIGKILL')
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  const pid = child.pid ?? 0
  return {
    pid,
    output,
    cpuMs: () => cpuMs(pid),
    memory: () => ({ mb: inStatus(pid, 'VmRSS'), anonymousMb: inStatus(pid, 'RssAnon') }),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Starts a program and waits until it has written „started“. */
export async function start(args: string[], variables: Record<string, string>): Promise<Subject> {
  const subject = launch(args, variables)
  await until(
    () => subject.output().includes('"started"'),
    () => `It did not start:\n${subject.output().slice(-2000)}`,
  )
  return subject
}

/** Waits until it is so; throws with the sentence when it takes five minutes. */
export async function until(
  isSo: () => boolean | Promise<boolean>,
  complaint: () => string,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  for (const limit = performance.now() + patienceMs; !(await isSo()); await sleep(20))
    if (performance.now() > limit) throw new Error(complaint())
}

function collect(child: ChildProcess): () => string {
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk
    })
  return () => output
}

/** Fields 14 and 15, counted behind the name in brackets, which may hold anything. */
function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND
}

function inStatus(pid: number, name: string): number {
  const found = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Math.round(Number(found?.[1] ?? 0) / 102.4) / 10
}
