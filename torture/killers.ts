import { setTimeout as wait } from 'node:timers/promises'
import type { Moment, RoomWork } from './bot/settings.ts'
import type { Bots } from './bots.ts'
import { isIdle } from './idle-database.ts'
import type { Keeper } from './keeper.ts'
import type { Blow } from './plan.ts'
import type { Operation, Operations } from './room-operations.ts'
import type { TimeKeeper } from './time-keeper.ts'
import type { World } from './world.ts'

/** How long something about rooms is waited for before the blow falls anyway. */
const AIM_MS = 30_000
const START_MS = 180_000
/** How long a command is waited for, of which there is one every second. */
const COMMAND_MS = 120_000
/** A lease runs out after 10 s. */
const TAKEOVER_MS = 20_000
/** A room whose maker was killed may still come; meanwhile the clock runs no faster than the homeserver. */
const SETTLING_MS = 8_000
/** So long after a kill the homeserver may still be at work on a request. */
const LINGER_MS = 2_000

/** What was done to whom. */
export type Tally = {
  bot: number
  homeserver: number
  database: number
  stops: number
  takeovers: number
  /** Kills of the bot while something about rooms was asked for and not seen yet, and what it was. */
  duringOperations: number
  underWay: Partial<Record<Operation, number>>
  /** Those of them at which the bot waited for the homeserver because of rooms, or had just been answered, and what it was. */
  atWork: number
  works: Partial<Record<RoomWork, number>>
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
    atWork: 0,
    works: {},
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
  const isArmed = blow.when !== 'starting' && (await leader(scene)).launchedWith()['TORTURE_MOMENT'] !== undefined
  let reached: Moment | undefined
  if (blow.when === 'operation') await bots.workOnRooms(AIM_MS)
  // Commands come all the time, rooms are made only now and then.
  if (blow.when !== 'moment') await wait(blow.delay)
  else if (isArmed) reached = await bots.moment(['made', 'invited'].includes(blow.moment) ? AIM_MS : COMMAND_MS)
  const keeper = bots.leading() ?? (bots.all()[0] as Keeper)
  while (!keeper.isRunning()) await wait(5)
  note(tally, reached, operations.underWay(), keeper.atWork())
  for (const one of bots.all()) one.prepare(next?.kind === 'bot' && next.when === 'moment' ? environmentOf(next) : {})
  if (keeper.atWork().includes('create') && reached !== 'made') time.hold(SETTLING_MS)
  time.linger(LINGER_MS)
  await keeper.kill()
  bots.forgetMoment()
}

function note(
  tally: Tally,
  reached: Moment | undefined,
  underWay: readonly Operation[],
  works: readonly RoomWork[],
): void {
  tally.bot++
  tally.duringOperations += underWay.length > 0 ? 1 : 0
  tally.atWork += works.length > 0 ? 1 : 0
  if (reached) increase(tally.moments, reached)
  for (const one of new Set(underWay)) increase(tally.underWay, one)
  for (const one of new Set(works)) increase(tally.works, one)
}

function increase<K extends string>(figures: Partial<Record<K, number>>, key: K): void {
  figures[key] = (figures[key] ?? 0) + 1
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
    if (stopped.atWork().includes('create')) scene.time.hold(SETTLING_MS)
    scene.time.linger(LINGER_MS)
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
