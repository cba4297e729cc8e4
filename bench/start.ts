import { type Figure, figure, median } from './figures.ts'
import { openPrepared } from './prepared.ts'
import { launch } from './process.ts'
import { watch } from './watcher.ts'
import type { World } from './world.ts'

const ROOMS = 1000
const TIMES = 3

/** A bot with 1,000 rooms and nothing to do is started and asked at the same moment: how long until the answer is seen. */
export async function benchStart(): Promise<Figure[]> {
  const { server, worlds } = await openPrepared([ROOMS])
  try {
    const world = worlds.get(ROOMS)
    if (!world) throw new Error('There is no installation with so many rooms.')
    const [room = ''] = await world.built()
    await warmUp(world, room)
    const watcher = await watch(world.coordinator.api)
    const took: number[] = []
    for (let time = 0; time < TIMES; time++) {
      const bot = launch(world.command.args, world.command.variables)
      took.push(await watcher.ask(room, '!heute'))
      await bot.stop()
    }
    watcher.close()
    return [figure(`first answer after the start, ${ROOMS} rooms`, median(took) / 1000, 's', 5)]
  } finally {
    await server.stop()
  }
}

/** The coordinator enters the room, and what the bot has to do by that is done. */
async function warmUp(world: World, room: string): Promise<void> {
  const bot = await world.start()
  await world.enter([room])
  await bot.stop()
}
