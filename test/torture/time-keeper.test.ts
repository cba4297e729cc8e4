import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Clock, dayOf, instant, openClock } from '../../torture/clock.ts'
import { keepTime, type TimeKeeper } from '../../torture/time-keeper.ts'

const MONDAY = '2026-06-01'
const FRIDAY = '2026-06-05'
let folder: string
let clock: Clock
let time: TimeKeeper
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'allmende-clock-'))
  clock = openClock(join(folder, 'clock.json'))
  time = keepTime(clock)
})
afterEach(() => {
  time.stop()
  rmSync(folder, { recursive: true, force: true })
})

const today = () => dayOf(clock.now())
const evening = (day: string) => clock.leapTo(instant(day, 13.5), 1)
const next = (day: string) => vi.waitFor(() => expect(today()).toBe(day), 10_000)

test('a night passes only when the jobs have looked late that day, a weekend as well', async () => {
  evening(MONDAY)
  time.begin()
  time.looked(instant(MONDAY, 12), true)
  await wait(300)
  expect(today()).toBe(MONDAY)
  time.looked(instant(MONDAY, 12.6), true)
  await next('2026-06-02')
  evening(FRIDAY)
  time.looked(clock.now(), true)
  await next('2026-06-08')
  expect(time.days()).toBe(3)
})

test('while the homeserver may still be at work on what a killed bot asked of it no night passes', async () => {
  evening(MONDAY)
  time.linger(600)
  time.begin()
  time.looked(clock.now(), true)
  await wait(300)
  expect(today()).toBe(MONDAY)
  await next('2026-06-02')
})

test('what would be left unsaid the next day is waited for, but not for ever', async () => {
  evening(MONDAY)
  time.begin()
  time.looked(clock.now(), false)
  await wait(300)
  expect(today()).toBe(MONDAY)
  await next('2026-06-02')
})
