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
  expect(['titles', 'titles beside', 'reminders', 'rooms'].map(count)).toEqual([4, 1, 1, 4])
  expect(count('rooms beside')).toBeGreaterThan(0)
  answer.resolve()
  await all
  expect(count('titles beside')).toBe(2) // of all those turns that came meanwhile one is enough
})
