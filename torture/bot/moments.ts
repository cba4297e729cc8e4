import { setTimeout as wait } from 'node:timers/promises'
import { type Moment, settings, tell } from './settings.ts'

/** So long it waits to be killed; then it goes on as if nothing had been. */
const PATIENCE_MS = 5_000

let left = settings.skip
let isOver = false

/** Waits here once, where the run wants that, so that the kill falls on this very moment. */
export async function atMoment(moment: Moment): Promise<void> {
  if (isOver || settings.moment !== moment || left-- > 0) return
  isOver = true
  tell({ torture: 'at', moment })
  await wait(PATIENCE_MS)
  tell({ torture: 'past', moment })
}
