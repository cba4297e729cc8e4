import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Figure, figure } from './figures.ts'
import { openPrepared } from './prepared.ts'
import { type Subject, start } from './process.ts'
import type { World } from './world.ts'

const SIZES = [5, 300, 1000]
const LIMIT_MB = 250

const options = { minutes: { type: 'string', default: '5' }, profile: { type: 'string' } } as const

/**
 * Resident memory of bots with 5, 300 and 1,000 rooms, and of the bare echo bot with 1,000, after idle minutes
 * (`--minutes`), started as `npm start` starts them. `--profile <folder>`: each writes a heap snapshot there in the end.
 */
export async function benchMemory(args: string[]): Promise<Figure[]> {
  const { values } = parseArgs({ args, options })
  const { server, worlds } = await openPrepared(SIZES)
  const node = values.profile ? ['--heapsnapshot-signal=SIGUSR2', `--diagnostic-dir=${values.profile}`] : []
  const bots = new Map<string, Subject>()
  try {
    for (const [size, world] of worlds) bots.set(`${size} rooms`, await world.start(node))
    const largest = worlds.get(1000)
    if (largest) bots.set('1000 rooms, echo bot', await startEcho(largest))
    const cpu = new Map([...bots].map(([name, bot]) => [name, bot.cpuMs()]))
    await sleep(Number(values.minutes) * 60_000)
    if (values.profile) await snapshots([...bots.values()])
    return [...bots].flatMap(([name, bot]) => [
      figure(`resident memory, ${name}`, bot.memory().mb, 'MB', name === '1000 rooms' ? LIMIT_MB : undefined),
      figure(`of it no mapped files, ${name}`, bot.memory().anonymousMb, 'MB'),
      figure(`processor time while idle, ${name}`, perMinute(bot.cpuMs() - (cpu.get(name) ?? 0), values), 'ms/min'),
    ])
  } finally {
    for (const bot of bots.values()) await bot.stop()
    await server.stop()
  }
}

const perMinute = (ms: number, { minutes }: { minutes: string }) => Math.round(ms / Number(minutes))

/** In another device of the same account: in the same rooms. */
const startEcho = async (world: World): Promise<Subject> => {
  const { url, userId, accessToken } = await world.logIn()
  return start(['bench/echo-bot.ts'], { ECHO_HOMESERVER: url, ECHO_TOKEN: accessToken, ECHO_USER: userId })
}

async function snapshots(bots: readonly Subject[]): Promise<void> {
  for (const { pid } of bots.slice(0, SIZES.length)) process.kill(pid, 'SIGUSR2')
  await sleep(60_000) // nothing tells when they are written
}
