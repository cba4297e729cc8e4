import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../commands/index.ts'
import { findPostgres } from '../../tools/postgres.ts'
import { type Findings, startTorment, torment } from '../hostile/torment.ts'
import startPostgresql from '../postgresql.ts'

/** HOSTILE_SEED and the numbers in a fault's message bring the same events again. */
const SEED = Number(process.env['HOSTILE_SEED'] ?? 20_260_309)
/** From so many on every command has its effect and is refused at least once. */
const ENOUGH = 10_000
/** Bytes of the heap that may be kept for an event, and megabytes for what fills up slowly: statements, plans, compiled code. */
const KEPT_BYTES = 100
const SWAY_MB = 8

describe.each([
  { database: 'sqlite', most: 100_000 },
  { database: 'postgresql', most: 10_000 },
])('on $database', ({ database, most }) => {
  const events = Number(process.env['HOSTILE_EVENTS'] ?? most)
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

  test(`${events} hostile events of seed ${SEED}: as with few of them, and memory stays flat`, {
    timeout: 3 * 3_600_000,
    skip: database === 'postgresql' && !findPostgres() && !process.env['TEST_POSTGRES_URL'],
  }, async () => {
    const rejected: unknown[] = []
    const onRejection = (reason: unknown) => rejected.push(reason)
    process.on('unhandledRejection', onRejection)
    const [start, world] = [performance.now(), await startTorment()]
    try {
      const first = await torment(world, SEED, { from: 0, to: events / 4 })
      const early = usedHeap()
      const more = await torment(world, SEED, { from: events / 4, to: events })
      const late = usedHeap()
      console.log(`${database}, seed ${SEED}: ${events} events in ${seconds(start)} s, ${told([first, more])}`)
      console.log(`heap ${early} MB after a quarter, ${late} MB at the end; resident ${residentMb()} MB`)
      expect([...first.faults, ...more.faults, ...rejected]).toEqual([])
      expect(late - early).toBeLessThan(SWAY_MB + (events * 0.75 * KEPT_BYTES) / 1e6)
      if (events >= ENOUGH) expect(seldomCalled([first, more])).toEqual([])
      expect(await world.bot.db.inboxEvent.count({ where: { handledAt: null } })).toBe(0)
    } finally {
      await world.close()
      process.off('unhandledRejection', onRejection)
    }
  })
})

const seconds = (start: number) => Math.round((performance.now() - start) / 1000)

/** What became of the events, in a line. */
function told(findings: readonly Findings[]): string {
  const sum = (of: (one: Findings) => number) => findings.reduce((total, one) => total + of(one), 0)
  const outcomes = ['ran', 'refused', 'ignored'].map((name) => `${sum((one) => one.outcomes[name] ?? 0)} ${name}`)
  const longest = Math.max(...findings.map((one) => one.longestAnswer))
  const faults = sum((one) => one.faults.length)
  return `${outcomes.join(', ')}; ${sum((one) => one.answers)} answers, the longest of ${longest} bytes; ${faults} faults`
}

/** Commands that did not run at least once, or were not refused. */
function seldomCalled(findings: readonly Findings[]): string[] {
  const sum = (name: string, outcome: 'ran' | 'refused') =>
    findings.reduce((total, { commands: called }) => total + (called.get(name)?.[outcome] ?? 0), 0)
  return commands.flatMap(({ name }) => (sum(name, 'ran') > 0 && sum(name, 'refused') > 0 ? [] : [name]))
}

/** Megabytes in use when all that can go is gone. */
function usedHeap(): number {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc')
  for (let i = 0; i < 3; i++) collect()
  return megabytes(process.memoryUsage().heapUsed)
}

const residentMb = () => megabytes(process.memoryUsage().rss)
const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10
