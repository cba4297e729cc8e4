import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { openDb } from '../prisma/client.ts'
import type { TortureOptions } from './arguments.ts'
import { type Bots, openBots } from './bots.ts'
import type { Server } from './cast.ts'
import type { Count } from './counts/count.ts'
import { countEverything } from './counts/everything.ts'
import type { PostFigures } from './counts/posts.ts'
import { openDiary } from './diary.ts'
import { dealBlows, type Tally } from './killers.ts'
import { lookFromOutside, type Outside } from './outside.ts'
import { PATIENCE_MS } from './patience.ts'
import { planBlows } from './plan.ts'
import { seeded } from './random.ts'
import { operateRooms } from './room-operations.ts'
import { acceptAll, askLast, awaitSettled, enterEverything } from './settling.ts'
import { keepTime, type TimeKeeper } from './time-keeper.ts'
import { buildWorld, type World } from './world.ts'
import { type Stage, write } from './writers.ts'

/** What a run has shown. */
export type Result = {
  counts: Count[]
  tally: Tally
  /** What was going on while it was counted: commands, messages, rooms, operations, working days. */
  figures: Record<string, number>
  /** What the bot had to say of its own accord. */
  posts: PostFigures
  /** The end of the bot's log, for those who look for a cause. */
  log: string
}

type Asked = { server?: Server; show?: (line: string) => void; keep?: (folder: string) => void }
type Run = { options: TortureOptions; world: World; time: TimeKeeper; bots: Bots; show(line: string): void }

/** One whole run: builds the world, lets people write and the killers kill, waits until all is quiet, and counts. */
export async function torture(options: TortureOptions, { server, show = () => {}, keep }: Asked = {}): Promise<Result> {
  const world = await buildWorld(options, server)
  const time = keepTime(world.clock)
  const failing = Promise.withResolvers<never>()
  failing.promise.catch(() => {}) // it may come before it is waited for
  const giveUp = (reason: string) => failing.reject(new Error(`The bot gives up: ${reason}`))
  const bots = openBots(world, time, logFileOf(world), giveUp)
  const accepting = acceptAll(world.cast)
  const ending = new AbortController()
  try {
    return await Promise.race([play({ options, world, time, bots, show }, ending, accepting.relax), failing.promise])
  } finally {
    ending.abort()
    accepting.stop()
    time.stop()
    await bots.close()
    keep?.(world.folder)
    await world.close()
  }
}

/** So long the last effects are waited for. */
const LAST_MS = 180_000

const logFileOf = ({ folder }: World) => join(folder, 'bot.log')

async function play(run: Run, ending: AbortController, relax: () => void): Promise<Result> {
  const { options, world, show } = run
  show('people enter their rooms')
  const stage: Stage = {
    ...world,
    ...(await enterEverything(world.cast)),
    diary: openDiary(),
    slack: options.library ? 10 : 0,
  }
  relax()
  const begun = performance.now()
  show('the killing begins')
  const { tally, operations } = await torment(run, stage, ending)
  const seconds = Math.round((performance.now() - begun) / 1000)
  show(`all is said after ${seconds} s; waiting until it is quiet`)
  await askLast(stage)
  await run.time.finish(comesTrue)
  const went = { operations, starts: run.bots.starts(), seconds, 'working days': run.time.days() }
  const counted = await countAll(run, stage)
  const log = readFileSync(logFileOf(world), 'utf8').split('\n').slice(-200).join('\n')
  return { ...counted, tally, figures: { ...counted.figures, ...went }, log }
}

/** Waits until nothing waits any more, and counts. */
async function countAll(
  { options, world, time, show }: Run,
  stage: Stage,
): Promise<Pick<Result, 'counts' | 'figures' | 'posts'>> {
  const { prisma: db, close } = await openDb(world.database)
  try {
    await awaitSettled(db, time, show)
    const end = world.clock.now()
    show('counting')
    const outside = await lookFromOutside(world.cast)
    const { counts, posts, unsaid } = await countEverything({
      db,
      stage,
      outside,
      end,
      isEncrypted: options.library !== undefined,
    })
    const late = { 'reminders of meetings left unsaid because it was too late': unsaid }
    return { counts, posts, figures: { ...figuresOf(stage, outside), ...late } }
  } finally {
    await close()
  }
}

/** Resolves when all blows have fallen and all that people wanted to write is written. */
async function torment({ options, world, bots, time, show }: Run, stage: Stage, ending: AbortController) {
  const random = seeded(options.seed)
  const begun = performance.now()
  time.begin()
  // With a defect, what was asked for about rooms may never come.
  const operations = operateRooms(stage, random.fork('rooms'), options.sabotage ? AbortSignal.abort() : ending.signal)
  const writing = write(stage, random.fork('writers'), options.rate, ending.signal)
  const all = Promise.all([writing, operations.done])
  all.catch(() => {}) // it may fail before it is waited for
  const tally = await dealBlows({ world, bots, time, operations, show }, planBlows(options, random.fork('blows')))
  await wait(Math.max(0, options.seconds * 1000 - (performance.now() - begun)))
  ending.abort()
  // Whoever still waits to see an effect holds up nothing: what is missing in the end is counted.
  const isOver = await Promise.race([all.then(() => true), wait(LAST_MS, false, { ref: false })])
  if (!isOver) show('not all that was asked for about rooms was seen in time; it is counted all the same')
  return { tally, operations: operations.count() }
}

const figuresOf = ({ diary }: Stage, { messages, rooms }: Outside) => ({
  commands: diary.sayings.filter(({ kind }) => kind !== 'chat').length,
  messages: messages.length,
  'automatic messages': messages.filter(({ relatesTo }) => !relatesTo?.inReplyTo).length,
  rooms: rooms.length,
})

async function comesTrue(isSo: () => boolean): Promise<void> {
  for (const limit = performance.now() + PATIENCE_MS; !isSo(); await wait(50))
    if (performance.now() > limit) throw new Error('No bot process looks after its jobs any more.')
}
