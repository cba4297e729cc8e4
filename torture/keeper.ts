import { type ChildProcess, spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { RoomWork, Told } from './bot/settings.ts'

const GIVEN_UP = 78
const RESTART_MS = 150

type Options = {
  name: string
  environment: Record<string, string>
  logFile: string
  onTold(told: Told): void
  /** It cannot start, and would not another time. */
  onGivenUp(reason: string): void
}

export type Keeper = ReturnType<typeof keepBot>

/** Keeps one bot process running as a service manager would: whenever it ends it is started again, with what `prepare` gave. */
export function keepBot({ name, environment, logFile, onTold, onGivenUp }: Options) {
  let child: ChildProcess | undefined
  let isWanted = true
  let isLeading = false
  let isStopped = false
  let launches = 0
  let own: Record<string, string> = {}
  let launchedWith = own
  let atWork: RoomWork[] = []
  let lastWords = ''

  function launch() {
    launches++
    const process_ = spawn(process.execPath, ['run.mjs', 'torture/bot/main.ts'], {
      env: { ...process.env, ...environment, ...own },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    child = process_
    launchedWith = own
    isLeading = isStopped = false
    atWork = []
    for (const stream of [process_.stdout, process_.stderr])
      if (stream) createInterface({ input: stream }).on('line', (line) => child === process_ && hear(line))
    process_.once('close', (code) => {
      if (child === process_) isLeading = false
      if (code === GIVEN_UP) onGivenUp(lastWords)
      else if (isWanted) void wait(RESTART_MS).then(() => isWanted && launch())
    })
  }

  function hear(line: string) {
    const told = line.startsWith('{"torture"') ? (JSON.parse(line) as Told) : undefined
    if (told?.torture !== 'looked') appendFileSync(logFile, `${new Date().toISOString()} ${name} ${line}\n`)
    if (!told) {
      lastWords = line
      if (line.includes('"started"')) isLeading = true
      return
    }
    if (told.torture === 'begun') atWork.push(told.work)
    if (told.torture === 'over') atWork.splice(atWork.indexOf(told.work), 1)
    onTold(told)
  }

  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null

  async function end(signal: NodeJS.Signals) {
    const own = child
    if (!own || !isRunning()) return
    const gone = new Promise<void>((resolve) => own.once('close', () => resolve()))
    own.kill(signal)
    await gone
  }

  process.once('exit', () => child?.kill('SIGKILL'))
  launch()
  return {
    name,
    /** Whether it has the lease: it said that it has started. */
    isLeading: () => isLeading,
    /** What it asks of the homeserver about rooms right now. */
    atWork: (): readonly RoomWork[] => atWork,
    isStopped: () => isStopped,
    /** Whether there is a process at all, be it still starting. */
    isRunning,
    launches: () => launches,
    /** What the environment of this process has beside the usual. */
    launchedWith: () => launchedWith,
    /** The same for the next processes, until it is called again. */
    prepare: (next: Record<string, string>) => {
      own = next
    },
    kill: () => end('SIGKILL'),
    stop: () => {
      isStopped = true
      child?.kill('SIGSTOP')
    },
    goOn: () => {
      isStopped = false
      child?.kill('SIGCONT')
    },
    /** Ends it for good. */
    async close() {
      isWanted = false
      await end('SIGKILL')
    },
  }
}
