import { expect, test } from 'vitest'
import { commands } from '../commands/index.ts'
import { startTorment, torment } from './hostile/torment.ts'

/** HOSTILE_SEED and the numbers in a fault's message bring the same events again. */
const SEED = Number(process.env['HOSTILE_SEED'] ?? 20_260_309)

test(`2,000 hostile events of seed ${SEED}: nothing breaks, refused commands leave nothing, answers are short, people are served`, {
  timeout: 600_000,
}, async () => {
  const world = await startTorment()
  try {
    const { faults, outcomes, commands: called } = await torment(world, SEED, { from: 0, to: 2000 })
    expect(faults).toEqual([])
    expect(outcomes['ran']).toBeGreaterThan(50)
    expect(outcomes['refused']).toBeGreaterThan(100)
    expect(commands.filter(({ name }) => !called.has(name)).map(({ name }) => name)).toEqual([])
    expect(await world.bot.db.inboxEvent.count({ where: { handledAt: null } })).toBe(0)
  } finally {
    await world.close()
  }
})
