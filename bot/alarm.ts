import { type ScheduledTask, schedule } from 'node-cron'
import { type Clocks, machineClocks } from './clocks.ts'
import type { Job } from './job.ts'

/** How often the clocks are compared, and from which difference on the wall clock counts as having jumped. */
const LOOK_MS = 15_000
const JUMP_MS = 5_000

/** One that takes longer than until its next alarm is no news, and what fails is told by whoever rings. */
const silent = { info() {}, warn() {}, error() {}, debug() {} }

type Options = {
  jobs: readonly Job[]
  timeZone: string
  ring(job: Job): Promise<void>
  onJump(ms: number): void
  clocks?: Clocks
}

/**
 * Rings for each job by its cron line, never twice at the same time. After a jump of the wall clock (suspend, time service)
 * all alarms are set anew and every job looks at once: a timer set before a jump back would sleep through it.
 * Returns how to switch it off.
 */
export function setAlarms({ jobs, timeZone, ring, onJump, clocks = machineClocks }: Options): () => void {
  let tasks: ScheduledTask[] = []
  const set = () => {
    for (const task of tasks) void task.destroy()
    tasks = jobs.map((job) =>
      schedule(job.cron, () => ring(job), { name: job.name, timezone: timeZone, noOverlap: true, logger: silent }),
    )
  }
  const offset = () => clocks.wall() - clocks.steady()
  let known = offset()
  let isOver = false
  const watch = setInterval(() => {
    const jumped = offset() - known
    if (Math.abs(jumped) < JUMP_MS) return
    known = offset()
    onJump(jumped)
    set()
    void jobs.reduce((before, job) => before.then(() => (isOver ? undefined : ring(job))), Promise.resolve())
  }, LOOK_MS)
  set()
  return () => {
    isOver = true
    clearInterval(watch)
    for (const task of tasks) void task.destroy()
  }
}
