import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openPerson, type Person } from '../tools/person.ts'
import { registerUser, type Synapse, startSynapse } from '../tools/synapse.ts'
import { type Figure, figure, median, quantile } from './figures.ts'
import { type Subject, start } from './process.ts'
import { type Watcher, watch } from './watcher.ts'
import { enlist, prepareWorld } from './world.ts'

const ROOMS = 20
/** Commands before anything counts: both processes and the homeserver get warm. */
const WARM_UP = 60
/** In that time a bot has noted what it has sent. */
const AFTER_MS = 2_000

const options = {
  rounds: { type: 'string', default: '300' },
  commands: { type: 'string', default: '300' },
  bursts: { type: 'string', default: '3' },
  profile: { type: 'string' },
} as const

type Side = { bot: Subject; rooms: string[]; watcher: Watcher }

/**
 * Talks to Allmende and to the bare echo bot at one homeserver, in turn. `--rounds`: commands one after the other to each;
 * `--bursts` of `--commands` at once; `--profile <folder>` takes a CPU profile of Allmende there.
 */
export async function benchTalk(args: string[]): Promise<Figure[]> {
  const { values } = parseArgs({ args, options })
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  const server = await startSynapse({ dir: join(folder, 'synapse') })
  const sides: Side[] = []
  try {
    const profile = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : []
    const own = await openAllmende(server, folder, profile)
    sides.push(own)
    const echo = await openEcho(server)
    sides.push(echo)
    const trips = await inTurn(own, echo, Number(values.rounds))
    return [...trips, ...(await bursts(own, echo, Number(values.bursts), Number(values.commands)))]
  } finally {
    for (const { bot, watcher } of sides) {
      watcher.close()
      await bot.stop()
    }
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function openAllmende(server: Synapse, folder: string, node: string[]): Promise<Side> {
  const world = await prepareWorld({ server, folder: join(folder, 'bot'), name: 'talk', groups: ROOMS })
  const bot = await world.start(node)
  const rooms = await world.built()
  await world.enter(rooms)
  return { bot, rooms, watcher: await watch(world.coordinator.api) }
}

async function openEcho(server: Synapse): Promise<Side> {
  const account = await registerUser(server, 'echo', 'bench-secret')
  const person = await enlist(server, 'karin-echo')
  const rooms = await roomsOf(openPerson({ url: server.url, ...account }), person)
  const bot = await start(['bench/echo-bot.ts'], {
    ECHO_HOMESERVER: server.url,
    ECHO_TOKEN: account.accessToken,
    ECHO_USER: account.userId,
  })
  return { bot, rooms, watcher: await watch(person.api) }
}

/** Rooms with the same two in them as those of Allmende. */
async function roomsOf(owner: Person, person: Person): Promise<string[]> {
  const rooms: string[] = []
  for (let index = 0; index < ROOMS; index++) {
    const room = await owner.createRoom({ preset: 'private_chat', invite: [person.userId] })
    rooms.push(await person.join(room))
  }
  return rooms
}

let count = 0
const ask = ({ rooms, watcher }: Side, index: number) =>
  watcher.ask(rooms[index % ROOMS] ?? '', `!aufgabe Leistungsverzeichnis der Drucker prüfen, Teil ${++count}`)

/** One command to the one, one to the other, and who is first changes: what else the machine does hits both alike. */
async function inTurn(own: Side, echo: Side, rounds: number): Promise<Figure[]> {
  const trips = { own: [] as number[], echo: [] as number[] }
  for (let round = -WARM_UP; round < rounds; round++) {
    const order = round % 2 === 0 ? (['own', 'echo'] as const) : (['echo', 'own'] as const)
    for (const name of order) {
      const ms = await ask(name === 'own' ? own : echo, round + WARM_UP)
      if (round >= 0) trips[name].push(ms)
    }
  }
  const ratio = (share: number) => quantile(trips.own, share) / quantile(trips.echo, share)
  return [
    figure('round trip, p50', median(trips.own), 'ms'),
    figure('round trip of the echo bot, p50', median(trips.echo), 'ms'),
    figure('round trip, p95', quantile(trips.own, 0.95), 'ms'),
    figure('round trip of the echo bot, p95', quantile(trips.echo, 0.95), 'ms'),
    figure('round trip, p50, to the echo bot', ratio(0.5), '', 1.15),
    figure('round trip, p95, to the echo bot', ratio(0.95), '', 1.25),
  ]
}

/** So many commands as fast as the homeserver takes them, all rooms side by side. */
async function bursts(own: Side, echo: Side, times: number, commands: number): Promise<Figure[]> {
  const took = { own: [] as number[], echo: [] as number[], cpu: [] as number[], echoCpu: [] as number[] }
  for (let time = 0; time < times; time++) {
    for (const name of time % 2 === 0 ? (['own', 'echo'] as const) : (['echo', 'own'] as const)) {
      const side = name === 'own' ? own : echo
      const [ms, cpuMs] = await burst(side, commands)
      took[name].push(ms)
      took[name === 'own' ? 'cpu' : 'echoCpu'].push(cpuMs / commands)
    }
  }
  return [
    figure(`${commands} commands at once`, median(took.own) / 1000, 's'),
    figure(`${commands} commands at once, echo bot`, median(took.echo) / 1000, 's'),
    figure(`${commands} commands at once, to the echo bot`, median(took.own) / median(took.echo), '', 1.2),
    figure('processor time for a command', median(took.cpu), 'ms', 10),
    figure('processor time for a command, echo bot', median(took.echoCpu), 'ms'),
  ]
}

/** Milliseconds until the last answer was seen, and processor time of the bot, with what it does after that answer. */
async function burst(side: Side, commands: number): Promise<[number, number]> {
  const [begun, cpu] = [performance.now(), side.bot.cpuMs()]
  await Promise.all(Array.from({ length: commands }, (_, index) => ask(side, index)))
  const ms = performance.now() - begun
  await sleep(AFTER_MS)
  return [ms, side.bot.cpuMs() - cpu]
}
