import { setTimeout as wait } from 'node:timers/promises'
import type { Moment } from './bot/settings.ts'
import type { Bots } from './bots.ts'
import { isIdle } from './idle-database.ts'
import type { Keeper } from './keeper.ts'
import type { Blow } from './plan.ts'
import type { Operations } from './room-operations.ts'
import type { TimeKeeper } from './time-keeper.ts'
import type { World } from './world.ts'

/** How long something about rooms is waited for before the blow falls anyway. */
const AIM_MS = 20_000
const START_MS = 180_000
/** How long a command is waited for, of which there is one every second. */
const COMMAND_MS = 120_000
/** A lease runs out after 10 s. */
const TAKEOVER_MS = 20_000
/** A room whose maker was killed may still come; meanwhile the clock runs no faster than the homeserver. */
const SETTLING_MS = 10_000

/** What was done to whom. */
export type Tally = {
  bot: number
  homeserver: number
  database: number
  stops: number
  takeovers: number
  /** Kills of the bot while something about rooms was under way, and what it was. */
  duringOperations: number
  underWay: Record<string, number>
  moments: Partial<Record<Moment, number>>
}

type Scene = { world: World; bots: Bots; time: TimeKeeper; operations: Operations; show(line: string): void }

/** Deals all blows, one after the other; a server that was killed comes back while the next ones fall already. */
export async function dealBlows(scene: Scene, blows: readonly Blow[]): Promise<Tally> {
  const tally: Tally = {
    bot: 0,
    homeserver: 0,
    database: 0,
    stops: 0,
    takeovers: 0,
    duringOperations: 0,
    underWay: {},
    moments: {},
  }
  const returning: Promise<void>[] = []
  for (const [index, blow] of blows.entries()) {
    const next = blows.slice(index + 1).find(({ kind }) => kind === 'bot' || kind === 'stop')
    if (blow.kind === 'bot') await killBot(scene, blow, next, tally)
    else if (blow.kind === 'standby') await scene.bots.standby(blow.isOn)
    else if (blow.kind === 'stop') await stopLeading(scene, blow, tally)
    else {
      await Promise.all(returning.splice(0)) // one server at a time
      returning.push((await killServer(scene, blow, tally)).up)
    }
    scene.show(`${index + 1} of ${blows.length}: ${JSON.stringify(blow)}`)
  }
  await Promise.all(returning)
  return tally
}

async function leader({ bots }: Scene): Promise<Keeper> {
  for (const limit = performance.now() + START_MS; ; await wait(20)) {
    const leading = bots.leading()
    if (leading) return leading
    if (performance.now() > limit) throw new Error('No bot process has come up.')
  }
}

async function killBot(
  scene: Scene,
  blow: Blow & { kind: 'bot' },
  next: Blow | undefined,
  tally: Tally,
): Promise<void> {
  const { bots, operations, time } = scene
  if (blow.when === 'moment' && (await leader(scene)).launchedWith()['TORTURE_MOMENT']) {
    // Commands come all the time, rooms are made only now and then.
    const limit = ['made', 'invited'].includes(blow.moment) ? AIM_MS : COMMAND_MS
    const reached = await bots.moment(limit)
    if (reached) tally.moments[reached] = (tally.moments[reached] ?? 0) + 1
  } else if (blow.when !== 'moment') {
    if (blow.when !== 'starting') await leader(scene)
    if (blow.when === 'operation' && operations.underWay().length === 0)
      await Promise.race([operations.next(), wait(AIM_MS)])
    await wait(blow.delay)
  }
  const keeper = bots.leading() ?? (bots.all()[0] as Keeper)
  const under = operations.underWay()
  keeper.prepare(next?.kind === 'bot' && next.when === 'moment' ? environmentOf(next) : {})
  if (keeper.isCreating()) time.hold(SETTLING_MS)
  await keeper.kill()
  bots.forgetMoment()
  tally.bot++
  tally.duringOperations += under.length > 0 ? 1 : 0
  for (const one of under) tally.underWay[one] = (tally.underWay[one] ?? 0) + 1
}

const environmentOf = ({ moment, skip }: { moment: Moment; skip: number }) => ({
  TORTURE_MOMENT: moment,
  TORTURE_SKIP: `${skip}`,
})

/**
 * Stops the leading process until the standby leads. One that is stopped in the middle of a write may hold the database
 * locked for all others, so that nobody can take over: `anywhere` tries that too, for as long as a takeover would need.
 */
async function stopLeading(scene: Scene, { delay, anywhere }: Blow & { kind: 'stop' }, tally: Tally): Promise<void> {
  await leader(scene)
  await wait(delay)
  for (;;) {
    const stopped = await leader(scene)
    if (stopped.isCreating()) scene.time.hold(SETTLING_MS)
    stopped.stop()
    await wait(20)
    const isTried = anywhere || (await isIdle(scene.world.database))
    if (isTried) tally.stops++
    const other = isTried
      ? await Promise.race([leader(scene), wait(anywhere ? TAKEOVER_MS : START_MS).then(() => undefined)])
      : undefined
    stopped.goOn()
    if (other) tally.takeovers++
    if (isTried) return
    await wait(50)
  }
}

/** Killed when this resolves; `up` resolves when it is there again. */
async function killServer(
  { world }: Scene,
  { kind, delay, down }: Blow & { kind: 'homeserver' | 'database' },
  tally: Tally,
): Promise<{ up: Promise<void> }> {
  const server = kind === 'homeserver' ? world.homeserver : world.postgres
  await wait(delay)
  if (!server) return { up: Promise.resolve() }
  await server.kill()
  tally[kind]++
  return { up: wait(down).then(() => server.start()) }
}
