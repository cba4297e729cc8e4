import { type ScheduledTask, schedule } from 'node-cron'
import type { Job } from './job.ts'

/** How often the clocks are compared, and from which difference on the wall clock counts as having jumped. */
const LOOK_MS = 15_000
const JUMP_MS = 5_000

type Options = { jobs: readonly Job[]; timeZone: string; ring(job: Job): Promise<void>; onJump(ms: number): void }

/**
 * Rings for each job by its cron line, never twice at the same time. After a jump of the wall clock (suspend, time service)
 * all alarms are set anew and every job looks at once: a timer set before a jump back would sleep through it.
 * Returns how to switch it off.
 */
export function setAlarms({ jobs, timeZone, ring, onJump }: Options): () => void {
  let tasks: ScheduledTask[] = []
  const set = () => {
    for (const task of tasks) void task.destroy()
    tasks = jobs.map((job) =>
      schedule(job.cron, () => ring(job), { name: job.name, timezone: timeZone, noOverlap: true }),
    )
  }
  const offset = () => Date.now() - performance.now()
  let known = offset()
  const watch = setInterval(() => {
    const jumped = offset() - known
    if (Math.abs(jumped) < JUMP_MS) return
    known = offset()
    onJump(jumped)
    set()
    void jobs.reduce((before, job) => before.then(() => ring(job)), Promise.resolve())
  }, LOOK_MS)
  set()
  return () => {
    clearInterval(watch)
    for (const task of tasks) void task.destroy()
  }
}
