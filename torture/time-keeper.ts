import { type Clock, dayOf, FAST, instant, LAST_DAY, workdayAfter } from './clock.ts'

/** Nothing falls due after noon, so that is when a day ends here. */
const EVENING = 13.5
const LAST_LOOK = 12.5
const MORNING = 7.5
const NOON = 12
const LOOK_MS = 50
/** So long an evening waits until what would be left unsaid the next day is said; a bot that is killed all the time may not get there. */
const UNSAID_MS = 6_000

export type TimeKeeper = ReturnType<typeof keepTime>

/**
 * Lets the working days pass. The rest of a day and the night are left out, but only when the bot has looked after its jobs
 * late that day: so nothing that was due on a day can have been overtaken by the next one, however slow the machine is.
 */
export function keepTime(clock: Clock) {
  let [lookedAt, saidAt, eveningAt] = [0, 0, 0]
  let [holdUntil, lingerUntil] = [0, 0]
  let factor = 1
  let days = 1
  let timer: NodeJS.Timeout | undefined
  const use = (wanted: number) => {
    if (wanted !== factor) clock.run(wanted)
    factor = wanted
  }
  const today = () => dayOf(clock.now())
  const isEvening = () => clock.now() >= instant(today(), EVENING)
  const isLookedAfter = () => lookedAt >= instant(today(), LAST_LOOK)
  const isSaid = () => saidAt >= instant(today(), LAST_LOOK) || Date.now() > eveningAt + UNSAID_MS
  const isHeld = () => Date.now() < holdUntil

  function look() {
    eveningAt = isEvening() ? eveningAt || Date.now() : 0
    if (isEvening() && isLookedAfter() && isSaid() && !isHeld() && Date.now() >= lingerUntil && today() < LAST_DAY) {
      clock.leapTo(instant(workdayAfter(today()), MORNING), FAST)
      factor = FAST
      days += 1
    }
    use(isEvening() || isHeld() ? 1 : FAST)
  }

  return {
    begin() {
      timer = setInterval(look, LOOK_MS)
    },
    /** In a bot process all jobs whose posts fall due have looked, none earlier than at this moment of its clock. */
    looked: (at: number, isAllSaid: boolean) => {
      lookedAt = Math.max(lookedAt, at)
      if (isAllSaid) saidAt = lookedAt
    },
    lookedAt: () => lookedAt,
    /** How many working days there have been. */
    days: () => days,
    /** Real time for a while: something is waited for that takes its own time. */
    hold: (ms: number) => {
      holdUntil = Math.max(holdUntil, Date.now() + ms)
      if (timer) use(1)
    },
    /** For a while no night is left out: the homeserver may still be at work on what it was asked before. */
    linger: (ms: number) => {
      lingerUntil = Math.max(lingerUntil, Date.now() + ms)
    },
    /** Ends the days: in the evening, looked after, it becomes noon of the next working day and stays so. */
    async finish(until: (isSo: () => boolean) => Promise<void>): Promise<void> {
      clearInterval(timer)
      timer = undefined
      if (!isEvening()) clock.leapTo(instant(today(), EVENING), 1)
      else clock.run(1)
      await until(isLookedAfter)
      days += 1
      const noon = instant(workdayAfter(today()), NOON)
      clock.leapTo(noon, 1)
      await until(() => lookedAt >= noon)
    },
    stop: () => clearInterval(timer),
  }
}
