import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 60_000

/** What a process ended with, and all that it wrote. */
export type Ended = { code: number | null; output: string }

/** Half of a start is compiling: the many starts of the stories share what was compiled. */
const COMPILED = join(import.meta.dirname, '..', '..', '.cache', 'compiled')

/** Only what the story gives: settings of whoever runs the tests stay outside. */
const environment = (file: string, own: Record<string, string>) => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('ALLMENDE_'))),
  NODE_COMPILE_CACHE: COMPILED,
  ALLMENDE_CONFIG: file,
  ...own,
})

const spawnScript = (script: string, file: string, own: Record<string, string>, args: string[] = []) =>
  spawn(process.execPath, ['run.mjs', script, ...args], {
    env: environment(file, own),
    stdio: ['ignore', 'pipe', 'pipe'],
  })

/** Runs a script of the project with a configuration until it ends, as somebody at a terminal would. */
export async function runToEnd(
  script: string,
  file: string,
  own: Record<string, string> = {},
  args: string[] = [],
): Promise<Ended> {
  const child = spawnScript(script, file, own, args)
  const output = listen(child)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output: output() }
}

/** The bot in a process of its own. One after the other may be started; `output` is that of all of them. */
export function botProcess(file: string) {
  let child: ChildProcess | undefined
  let before = ''
  let read = () => ''
  const isRunning = () => child !== undefined && child.exitCode === null && child.signalCode === null

  /** Begins a process and waits for nothing. */
  function launch(own: Record<string, string> = {}): void {
    before += read()
    child = spawnScript('bot/main.ts', file, own)
    read = listen(child)
  }

  /** Resolves when this process has written the line; throws with its output when it ends before. */
  async function logged(line: string): Promise<void> {
    for (const limit = performance.now() + PATIENCE_MS; performance.now() < limit; await sleep(50)) {
      if (read().includes(line)) return
      if (!isRunning()) throw new Error(`the bot ended with ${child?.exitCode ?? child?.signalCode}:\n${read()}`)
    }
    throw new Error(`the bot never said ${line}:\n${read()}`)
  }

  /** Begins a process and waits until it says that it has started. */
  async function start(own: Record<string, string> = {}): Promise<void> {
    launch(own)
    await logged('"started"')
  }

  /** Resolves when it has ended and all that it wrote was read, with its exit code. */
  async function ended(own = child): Promise<number | null> {
    if (!own || !isRunning()) return own?.exitCode ?? null
    return new Promise((resolve) => own.once('close', resolve))
  }

  function end(signal: NodeJS.Signals): Promise<number | null> {
    const ending = ended()
    child?.kill(signal)
    return ending
  }

  return {
    launch,
    logged,
    start,
    /** SIGTERM; gives the exit code, null where the process had to be killed. */
    stop: () => end('SIGTERM'),
    /** SIGINT, as Ctrl-C at a terminal sends it. */
    interrupt: () => end('SIGINT'),
    /** SIGKILL, as a crash or a power cut would. */
    kill: () => end('SIGKILL'),
    /** SIGSTOP: not a step further, as if its machine slept. */
    freeze: () => void child?.kill('SIGSTOP'),
    /** SIGCONT: it goes on where it stood, and knows nothing of the time between. */
    thaw: () => void child?.kill('SIGCONT'),
    ended: () => ended(),
    isRunning,
    output: () => before + read(),
  }
}

function listen(child: ChildProcess): () => string {
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      output += chunk
    })
  return () => output
}
