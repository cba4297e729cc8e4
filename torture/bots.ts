import { setTimeout as wait } from 'node:timers/promises'
import type { Moment, Told } from './bot/settings.ts'
import { type Keeper, keepBot } from './keeper.ts'
import type { TimeKeeper } from './time-keeper.ts'
import type { World } from './world.ts'

export type Bots = ReturnType<typeof openBots>

/** The bot processes: one, and a standby at times. */
export function openBots(world: World, time: TimeKeeper, logFile: string, onGivenUp: (reason: string) => void) {
  let reached: Moment | undefined
  const onTold = (told: Told) => {
    if (told.torture === 'looked') time.looked(told.at, told.isSaid)
    if (told.torture === 'at') reached = told.moment
    if (told.torture === 'past') reached = undefined
  }
  const open = (name: string) => keepBot({ name, environment: world.environment, logFile, onTold, onGivenUp })
  const first = open('first')
  let second: Keeper | undefined
  let startsBefore = 0
  const leading = () => [first, second].find((one) => one?.isLeading() && !one.isStopped())
  return {
    all: () => (second ? [first, second] : [first]),
    leading,
    async standby(isOn: boolean) {
      if (isOn) second ??= open('second')
      else {
        await second?.close()
        startsBefore += second?.launches() ?? 0
        second = undefined
      }
    },
    /** The moment that a process waits at; undefined when there was none within the time. */
    async moment(limitMs: number): Promise<Moment | undefined> {
      await within(limitMs, () => reached !== undefined)
      return reached
    },
    /** Resolves when the leading process asks the homeserver something about rooms, or after the time. */
    workOnRooms: (limitMs: number) => within(limitMs, () => leading()?.atWork().length),
    forgetMoment: () => {
      reached = undefined
    },
    /** How many processes there have been. */
    starts: () => startsBefore + first.launches() + (second?.launches() ?? 0),
    async close() {
      await Promise.all([first.close(), second?.close()])
    },
  }
}

async function within(ms: number, isSo: () => unknown): Promise<void> {
  for (const limit = performance.now() + ms; !isSo() && performance.now() < limit; ) await wait(5)
}
