import type { Job } from '../../bot/job.ts'
import { jobs } from '../../bot/jobs/index.ts'
import type { Client } from '../../prisma/client.ts'
import { tell } from './settings.ts'

/** How often those look whose posts fall due at a moment. */
const ALARM_MS = 400

/** The jobs whose posts fall due at moments that can be foreseen. */
const dated = ['task-reminders', 'digests', 'meeting-reminders'].map((name) => {
  const job = jobs.find((one) => one.name === name)
  if (!job) throw new Error(`There is no job "${name}" any more.`)
  return job
})

let rangAt = 0
/** When each of these began its last look, by the bot's clock. */
const begun = new Map<Job, number>()
const inRound = new Set<Job>()
let round = Promise.withResolvers<void>()

/** Those whose alarm would ring now. The bot's own alarms ring each job by itself: none waits for a whole round of all. */
export function ringing(): readonly Job[] {
  if (performance.now() - rangAt < ALARM_MS) return []
  rangAt = performance.now()
  return dated
}

/** Resolves when all jobs have looked once more, whether what they said is sent or not. */
export const nextRound = () => round.promise

/**
 * Notes that a job has looked. As soon as all dated ones have, the run is told: what was due before the earliest of these
 * looks began is stored for sending; and whether nothing waits that would be left unsaid later.
 */
export async function noteLook(job: Job, at: number, db: Client): Promise<void> {
  inRound.add(job)
  if (inRound.size === jobs.length) {
    inRound.clear()
    round.resolve()
    round = Promise.withResolvers()
  }
  if (!dated.includes(job)) return
  begun.set(job, at)
  if (begun.size < dated.length) return
  const since = Math.min(...begun.values())
  begun.clear()
  const perishable = { sentAt: null, setAsideAt: null, notAfter: { not: null } }
  tell({ torture: 'looked', at: since, isSaid: !(await db.outboxMessage.findFirst({ where: perishable })) })
}
