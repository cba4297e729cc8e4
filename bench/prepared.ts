import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Synapse, startSynapse } from '../tools/synapse.ts'
import { prepareWorld, type World } from './world.ts'

/** Made once by the bot itself, some minutes for 1,000 rooms, and used again by later runs; delete it to begin anew. */
const FOLDER = join(import.meta.dirname, '..', '.cache', 'bench')

export type Prepared = { server: Synapse; worlds: Map<number, World> }

/** A homeserver with installations of so many rooms each, all made by the bot; whoever gets it stops the server. */
export async function openPrepared(sizes: readonly number[]): Promise<Prepared> {
  mkdirSync(FOLDER, { recursive: true })
  const server = await startSynapse({ dir: join(FOLDER, 'synapse') })
  const worlds = new Map<number, World>()
  for (const groups of sizes) {
    const world = await prepareWorld({ server, folder: join(FOLDER, `rooms-${groups}`), name: `${groups}`, groups })
    if (!world.isBuilt()) await build(world, groups)
    worlds.set(groups, world)
  }
  return { server, worlds }
}

async function build(world: World, groups: number): Promise<void> {
  console.error(`The bot makes ${groups} rooms; this is needed once.`)
  const bot = await world.start()
  await world.built()
  await bot.stop()
}
