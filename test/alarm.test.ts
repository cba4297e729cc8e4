import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { setAlarms } from '../bot/alarm.ts'
import { defineJob } from '../bot/job.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Half a minute after five past ten; timers and the steady clock go on together, the wall clock can be set. */
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
  vi.setSystemTime(new Date('2026-03-09T10:05:30+01:00'))
})
afterEach(() => vi.useRealTimers())

const jobs = ['first', 'second', 'third'].map((name) => defineJob({ name, cron: '*/5 * * * *' }))

/** Alarms at every fifth minute, and what they have rung. */
function alarms(ring: (name: string) => Promise<void> = async () => {}) {
  const rung: string[] = []
  const jumps: number[] = []
  const steady0 = performance.now()
  const silence = setAlarms({
    ...{ jobs, timeZone: 'Europe/Berlin' },
    clocks: { wall: () => Date.now(), steady: () => performance.now() - steady0 },
    ring: async ({ name }) => {
      rung.push(name)
      await ring(name)
    },
    onJump: (ms) => jumps.push(ms),
  })
  /** What has been rung since the last time of asking, while this time passes. */
  const during = async (ms: number) => {
    rung.length = 0
    await vi.advanceTimersByTimeAsync(ms)
    return [...rung].sort()
  }
  return { during, jumps, silence, setWallClock: (ms: number) => vi.setSystemTime(Date.now() + ms) }
}

const once = ['first', 'second', 'third']

test('every job is rung at its minutes, and a clock that only drifts changes nothing', async () => {
  const { during, jumps, setWallClock, silence } = alarms()
  expect(await during(4 * MINUTE_MS)).toEqual([])
  expect(await during(MINUTE_MS)).toEqual(once) // 10:10
  setWallClock(4_000)
  expect(await during(3 * MINUTE_MS)).toEqual([])
  setWallClock(-4_000)
  expect(await during(2 * MINUTE_MS)).toEqual(once) // 10:15
  expect(jumps).toEqual([])
  silence()
})

test('after a jump forward every job is rung once at once, and then at its minutes of the new time', async () => {
  const { during, jumps, setWallClock, silence } = alarms()
  await during(5 * MINUTE_MS)
  setWallClock(8 * HOUR_MS + 2 * MINUTE_MS) // 18:12:30
  expect(await during(20_000)).toEqual(once)
  expect(jumps).toEqual([8 * HOUR_MS + 2 * MINUTE_MS])
  expect(await during(2 * MINUTE_MS)).toEqual([])
  expect(await during(MINUTE_MS)).toEqual(once) // 18:15
  expect(await during(5 * MINUTE_MS)).toEqual(once)
  expect(jumps).toHaveLength(1)
  silence()
})

test('after a jump back as well: nothing sleeps until the old time comes again', async () => {
  const { during, jumps, setWallClock, silence } = alarms()
  await during(5 * MINUTE_MS)
  setWallClock(-3 * HOUR_MS + 2 * MINUTE_MS) // 07:12:30
  expect(await during(20_000)).toEqual(once)
  expect(jumps).toEqual([-3 * HOUR_MS + 2 * MINUTE_MS])
  expect(await during(3 * MINUTE_MS)).toEqual(once) // 07:15
  expect(await during(5 * MINUTE_MS)).toEqual(once)
  expect(jumps).toHaveLength(1)
  silence()
})

test('switched off it rings no more, not even what a jump has begun', async () => {
  const first = Promise.withResolvers<void>()
  const { during, setWallClock, silence, jumps } = alarms((name) =>
    name === 'first' ? first.promise : Promise.resolve(),
  )
  setWallClock(HOUR_MS)
  expect(await during(20_000)).toEqual(['first']) // one after the other
  silence()
  first.resolve()
  expect(await during(HOUR_MS)).toEqual([])
  setWallClock(HOUR_MS)
  expect(await during(HOUR_MS)).toEqual([])
  expect(jumps).toHaveLength(1)
})

test('a job that is still at work is not rung a second time', async () => {
  const first = Promise.withResolvers<void>()
  const { during, silence } = alarms((name) => (name === 'first' ? first.promise : Promise.resolve()))
  expect(await during(5 * MINUTE_MS)).toEqual(once)
  expect(await during(5 * MINUTE_MS)).toEqual(['second', 'third'])
  first.resolve()
  expect(await during(5 * MINUTE_MS)).toEqual(once)
  silence()
})
