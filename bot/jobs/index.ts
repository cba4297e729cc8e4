import type { Job } from '../job.ts'
import digests from './digests.ts'

/** Every job there is; at one tick they run in this order. */
export const jobs: readonly Job[] = [digests]
