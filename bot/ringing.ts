import type { Job } from './job.ts'
import { oneAfterTheOther } from './pacing.ts'

type Look = (job: Job) => Promise<void>

/**
 * Lets jobs look after what is due, one after the other. What waits for servers of others goes beside, for each job once
 * at a time, so that nobody's slowness holds up what people here wait for. Neither look may reject.
 */
export function createRinging(look: Look, lookBeside: Look) {
  const lane = oneAfterTheOther()
  const next = new Map<Job, Promise<void>>()
  const lanesBeside = new Map<Job, ReturnType<typeof oneAfterTheOther>>()
  const waiting = new Map<Job, Promise<void>>()

  /** Who waits for a turn already needs no second one: while much happens about rooms, rounds that all ask for would pile up. */
  function enter(job: Job): Promise<void> {
    const turn =
      next.get(job) ??
      lane(() => {
        next.delete(job)
        return look(job)
      })
    next.set(job, turn)
    return turn
  }

  /** The same beside. */
  function ringBeside(job: Job): Promise<void> {
    const own = lanesBeside.get(job) ?? oneAfterTheOther()
    lanesBeside.set(job, own)
    const turn =
      waiting.get(job) ??
      own(() => {
        waiting.delete(job)
        return lookBeside(job)
      })
    waiting.set(job, turn)
    return turn
  }

  /** Resolves when the job has looked; what goes beside may still be under way. */
  async function ring(job: Job): Promise<void> {
    await enter(job)
    if (job.beside) void ringBeside(job)
  }

  /** Resolves when all of them have looked, and what goes beside is done. What is said in person may need a direct room first: whoever works on rooms looks once more in the end. */
  async function ringAll(jobs: readonly Job[]): Promise<void> {
    for (const job of [...jobs, ...jobs.filter(({ work }) => work)]) await enter(job)
    await Promise.all(jobs.filter(({ beside }) => beside).map(ringBeside))
  }

  return {
    ring,
    ringAll,
    /** Resolves when what was asked for until now is done, but for what goes beside. */
    rest: () => lane(async () => {}),
  }
}
