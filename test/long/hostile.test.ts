import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../commands/index.ts'
import { findPostgres } from '../../tools/postgres.ts'
import { type Findings, startTorment, torment } from '../hostile/torment.ts'
import startPostgresql from '../postgresql.ts'

/** HOSTILE_SEED and the numbers in a fault's message bring the same events again. */
const SEED = Number(process.env['HOSTILE_SEED'] ?? 20_260_309)
const EVENTS = Number(process.env['HOSTILE_EVENTS'] ?? 5_000)

describe.each(['sqlite', 'postgresql'])('on %s', (database) => {
  let stop: (() => Promise<void>) | undefined
  const before = process.env['TEST_DATABASE']

  beforeAll(async () => {
    process.env['TEST_DATABASE'] = database
    if (database === 'postgresql' && findPostgres()) stop = await startPostgresql()
  })
  afterAll(async () => {
    process.env['TEST_DATABASE'] = before ?? 'sqlite'
    await stop?.()
    if (stop) delete process.env['TEST_POSTGRES_URL']
  })

  test(`${EVENTS} hostile events of seed ${SEED}: as with few of them, and memory stays flat`, {
    timeout: 3 * 3_600_000,
    skip: database === 'postgresql' && !findPostgres() && !process.env['TEST_POSTGRES_URL'],
  }, async () => {
    const rejected: unknown[] = []
    const onRejection = (reason: unknown) => rejected.push(reason)
    process.on('unhandledRejection', onRejection)
    const world = await startTorment()
    try {
      const first = await torment(world, SEED, { from: 0, to: EVENTS / 4 })
      const [early, more] = [usedHeap(), await torment(world, SEED, { from: EVENTS / 4, to: EVENTS })]
      const late = usedHeap()
      console.log(`${database}, seed ${SEED}: heap ${early} MB after a quarter, ${late} MB at the end`)
      console.log(JSON.stringify({ quarter: first.outcomes, rest: more.outcomes, longest: more.longestAnswer }))
      expect([...first.faults, ...more.faults, ...rejected]).toEqual([])
      expect(late).toBeLessThan(early * 1.6)
      if (EVENTS >= 100_000) expect(seldomCalled([first, more])).toEqual([])
      expect(await world.bot.db.inboxEvent.count({ where: { handledAt: null } })).toBe(0)
    } finally {
      await world.close()
      process.off('unhandledRejection', onRejection)
    }
  })
})

/** Commands that did not run at least once, or were not refused. */
function seldomCalled(findings: readonly Findings[]): string[] {
  const sum = (name: string, outcome: 'ran' | 'refused') =>
    findings.reduce((total, { commands: called }) => total + (called.get(name)?.[outcome] ?? 0), 0)
  return commands.flatMap(({ name }) => (sum(name, 'ran') > 0 && sum(name, 'refused') > 0 ? [] : [name]))
}

/** Megabytes in use when all that can go is gone. */
function usedHeap(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return Math.round(process.memoryUsage().heapUsed / 1e5) / 10
}
