import { expect, test } from 'vitest'
import { defineJob, type Job } from '../bot/job.ts'
import { createRinging } from '../bot/ringing.ts'

const job = (name: string, more: Partial<Job> = {}) => defineJob({ name, cron: '* * * * *', ...more })
const work = async () => {}

test('what waits for servers of others holds up neither jobs nor the end; only its own next turn waits for it', async () => {
  const looked: string[] = []
  const answer = Promise.withResolvers<void>()
  const { ring, ringAll, rest } = createRinging(
    async ({ name }) => void looked.push(name),
    async ({ name }) => {
      looked.push(`${name} beside`)
      if (name === 'titles') await answer.promise
    },
  )
  const titles = job('titles', { beside: work })
  const rooms = job('rooms', { work, beside: work })
  await ring(titles)
  await ring(titles)
  await ring(titles)
  await ring(job('reminders'))
  const all = ringAll([rooms, titles])
  await ringAll([rooms])
  await rest()
  const count = (name: string) => looked.filter((one) => one === name).length
  expect(['titles', 'titles beside', 'reminders', 'rooms'].map(count)).toEqual([4, 1, 1, 2])
  expect(count('rooms beside')).toBeGreaterThan(0)
  answer.resolve()
  await all
  expect(count('titles beside')).toBe(2) // of all those turns that came meanwhile one is enough
})

test('rounds that are asked for while one waits are one with it: what is asked for often holds up nothing else', async () => {
  const looked: string[] = []
  const { ring, ringAll } = createRinging(async ({ name }) => void looked.push(name), work)
  const rooms = job('rooms', { work })
  const rounds = Array.from({ length: 50 }, () => ringAll([rooms]))
  await ring(job('reminders'))
  expect(looked.filter((name) => name === 'rooms').length).toBeLessThan(3)
  await Promise.all(rounds)
  expect(looked.at(-1)).toBe('rooms') // and whoever asked last is looked after once more
})
