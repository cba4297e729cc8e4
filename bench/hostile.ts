import { parseArgs } from 'node:util'
import { startTorment, torment } from '../test/hostile/torment.ts'
import { type Figure, figure, quantile } from './figures.ts'

const options = {
  events: { type: 'string', default: '2000' },
  seed: { type: 'string', default: '20260309' },
  json: { type: 'boolean', default: false },
} as const

/** What handling one event may take, for 99 of 100. */
const MOST_MS = 50

/**
 * Handles malformed and hostile events one by one, and measures each from the homeserver's answer until it is stored, handled
 * and answered; on SQLite, without a homeserver. The first hundred warm up and are left out.
 */
export async function benchHostile(args: string[]): Promise<Figure[]> {
  const { values } = parseArgs({ args, options })
  const [seed, events] = [Number(values.seed), Number(values.events)]
  if (!(seed >= 0 && events > 0)) throw new Error('--seed and --events must be numbers')
  const world = await startTorment()
  try {
    await torment(world, seed, { from: 0, to: 100, batch: 1 })
    const { times, faults, longestAnswer } = await torment(world, seed, { from: 100, to: 100 + events, batch: 1 })
    const [wall, cpu] = [times.map((time) => time.wall), times.map((time) => time.cpu)]
    return [
      figure('hostile events, one by one', events, ''),
      figure('handling, p50', quantile(wall, 0.5), 'ms'),
      figure('handling, p99', quantile(wall, 0.99), 'ms', MOST_MS),
      figure('handling, longest', quantile(wall, 1), 'ms'),
      figure('processor time, p50', quantile(cpu, 0.5), 'ms'),
      figure('processor time, p99', quantile(cpu, 0.99), 'ms'),
      figure('longest answer', longestAnswer, 'bytes', 20_000),
      figure('faults', faults.length, '', 0),
    ]
  } finally {
    await world.close()
  }
}
