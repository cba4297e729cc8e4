import { type Clock, dayOf, FAST, instant, workdayAfter } from './clock.ts'

const EVENING = 19
const MORNING = 6.5
const LOOK_MS = 50

export type TimeKeeper = ReturnType<typeof keepTime>

/**
 * Lets the working days pass. A night is left out, but only when the bot has looked after its jobs late that day: so nothing
 * that was due on a day can have been overtaken by the next one, however slow the machine is.
 */
export function keepTime(clock: Clock) {
  let lookedAt = 0
  let holdUntil = 0
  let factor = 1
  let timer: NodeJS.Timeout | undefined
  const use = (wanted: number) => {
    if (wanted !== factor) clock.run(wanted)
    factor = wanted
  }
  const isEvening = () => clock.now() >= instant(dayOf(clock.now()), EVENING)
  const isLookedAfter = () => lookedAt >= instant(dayOf(clock.now()), EVENING - 1)

  function look() {
    if (isEvening() && isLookedAfter()) {
      clock.leapTo(instant(workdayAfter(dayOf(clock.now())), MORNING), FAST)
      factor = FAST
    }
    use(isEvening() || Date.now() < holdUntil ? 1 : FAST)
  }

  return {
    begin() {
      timer = setInterval(look, LOOK_MS)
    },
    /** A bot process has let all jobs look, beginning at this moment of its clock. */
    looked: (at: number) => {
      lookedAt = Math.max(lookedAt, at)
    },
    lookedAt: () => lookedAt,
    /** Real time for a while: something is waited for that takes its own time. */
    hold: (ms: number) => {
      holdUntil = Math.max(holdUntil, Date.now() + ms)
      if (timer) use(1)
    },
    /** Ends the days: in the evening, looked after, it becomes noon of the next working day and stays so. */
    async finish(until: (isSo: () => boolean) => Promise<void>): Promise<void> {
      clearInterval(timer)
      timer = undefined
      if (!isEvening()) clock.leapTo(instant(dayOf(clock.now()), EVENING), 1)
      else clock.run(1)
      await until(isLookedAfter)
      const noon = instant(workdayAfter(dayOf(clock.now())), 12)
      clock.leapTo(noon, 1)
      await until(() => lookedAt >= noon)
    },
    stop: () => clearInterval(timer),
  }
}
