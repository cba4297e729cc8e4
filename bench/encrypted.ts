import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Encryption } from '../bot/matrix/encryption/encryption.ts'
import { openPerson } from '../tools/person.ts'
import { type Synapse, startSynapse } from '../tools/synapse.ts'
import { enlistCrowd, openDevice } from './crowd.ts'
import { type Figure, figure, median } from './figures.ts'
import type { Subject } from './process.ts'
import { type Watcher, watch } from './watcher.ts'
import { prepareWorld, type World } from './world.ts'

const SIZES = [5, 50, 200]
const MEMORY_ROOMS = 300
const ROOM = { algorithm: 'm.megolm.v1.aes-sha2', historyVisibility: 'shared' }

const options = {
  /** Round trips of each kind; 0: none are measured. */
  rounds: { type: 'string', default: '60' },
  /** Idle minutes before memory is read; 0: it is not measured. */
  minutes: { type: 'string', default: '1' },
} as const

type Side = { world: World; bot: Subject; rooms: string[]; watcher: Watcher }
/** Whoever asks in an encrypted room: her device, and whom she writes to. */
type Asker = { device: Encryption; readers: Map<string, string[]> }

/**
 * Round trips in encrypted rooms of 5, 50 and 200 people, as ratios to plain rooms of the same size, in turn, once the
 * keys are shared; and memory with 300 encrypted rooms. The native library is found by ALLMENDE_CRYPTO_LIBRARY, and
 * without it nothing is measured.
 */
export async function benchEncrypted(args: string[]): Promise<Figure[]> {
  const { values } = parseArgs({ args, options })
  const library = process.env['ALLMENDE_CRYPTO_LIBRARY']
  if (!library) {
    console.error('*** SKIPPED *** encrypted rooms: set ALLMENDE_CRYPTO_LIBRARY=<file>')
    return []
  }
  const folder = mkdtempSync(join(tmpdir(), 'allmende-bench-'))
  const server = await startSynapse({ dir: join(folder, 'synapse') })
  try {
    return [
      ...(await benchTrips({ server, folder, library, rounds: Number(values.rounds) })),
      ...(await benchMemory({ server, folder, library, minutes: Number(values.minutes) })),
    ]
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Place = { server: Synapse; folder: string; library: string }

async function benchTrips({ server, folder, library, rounds }: Place & { rounds: number }): Promise<Figure[]> {
  if (rounds === 0) return []
  const hidden = await openSide({ server, folder, name: 'hidden', library })
  const plain = await openSide({ server, folder, name: 'plain' })
  try {
    const asker = await fill({ server, folder, library }, hidden, plain)
    const figures: Figure[] = []
    for (const [index, size] of SIZES.entries())
      figures.push(...(await trips({ hidden, plain, asker }, index, size, rounds)))
    return figures
  } finally {
    for (const { bot, watcher } of [hidden, plain]) {
      watcher.close()
      await bot.stop()
    }
  }
}

async function openSide({
  server,
  folder,
  name,
  library,
}: Omit<Place, 'library'> & { name: string; library?: string }): Promise<Side> {
  const world = await prepareWorld({ server, folder: join(folder, name), name, groups: SIZES.length, library })
  const bot = await world.start()
  const rooms = await world.built()
  await world.enter(rooms)
  return { world, bot, rooms, watcher: await watch(world.coordinator.api) }
}

/** Lets so many people into the rooms as their sizes say; everybody has a device of her own. */
async function fill(place: Place, hidden: Side, plain: Side): Promise<Asker> {
  const crypto = { library: place.library, folder: place.folder }
  const crowd = await enlistCrowd(place.server, crypto, Math.max(...SIZES) - 2)
  const readers = new Map<string, string[]>()
  const account = await hidden.world.logInCoordinator()
  for (const { rooms, world } of [hidden, plain])
    for (const [index, roomId] of rooms.entries()) {
      for (const person of crowd.slice(0, (SIZES[index] ?? 0) - 2)) {
        await world.coordinator.invite(roomId, person.userId)
        await person.join(roomId)
      }
      await world.enter([])
      readers.set(
        roomId,
        (
          await openPerson(account)
            .members(roomId)
            .catch(() => [])
        ).map(({ userId }) => userId),
      )
    }
  return { device: await openDevice(crypto, account), readers }
}

let count = 0
const command = () => `!aufgabe Leistungsverzeichnis der Drucker prüfen, Teil ${++count}`

async function trips(
  { hidden, plain, asker }: { hidden: Side; plain: Side; asker: Asker },
  index: number,
  size: number,
  rounds: number,
): Promise<Figure[]> {
  const [secret = '', open = ''] = [hidden.rooms[index], plain.rooms[index]]
  const askSecretly = async () => {
    const event = { type: 'm.room.message', content: { msgtype: 'm.text', body: command() } }
    const content = await asker.device.encrypt(secret, ROOM, asker.readers.get(secret) ?? [], event)
    return hidden.watcher.put(secret, 'm.room.encrypted', content)
  }
  const first = await askSecretly()
  const took = { hidden: [] as number[], plain: [] as number[] }
  for (let round = -5; round < rounds; round++)
    for (const name of round % 2 === 0 ? (['hidden', 'plain'] as const) : (['plain', 'hidden'] as const)) {
      const ms = await (name === 'hidden' ? askSecretly() : plain.watcher.ask(open, command()))
      if (round >= 0) took[name].push(ms)
    }
  const ratio = median(took.hidden) / median(took.plain)
  return [
    figure(`first answer, ${size} people`, first, 'ms'),
    figure(`round trip, encrypted, ${size} people, p50`, median(took.hidden), 'ms'),
    figure(`round trip, plain, ${size} people, p50`, median(took.plain), 'ms'),
    figure(`encrypted to plain, ${size} people`, ratio, '', size === 50 ? 1.4 : undefined),
  ]
}

async function benchMemory({ server, folder, library, minutes }: Place & { minutes: number }): Promise<Figure[]> {
  if (minutes === 0) return []
  const world = await prepareWorld({
    server,
    folder: join(folder, 'many'),
    name: 'many',
    groups: MEMORY_ROOMS,
    library,
  })
  const building = await world.start()
  await world.built()
  await building.stop()
  const bot = await world.start()
  try {
    await sleep(minutes * 60_000)
    return [figure(`resident memory, ${MEMORY_ROOMS} encrypted rooms`, bot.memory().mb, 'MB', 280)]
  } finally {
    await bot.stop()
  }
}
