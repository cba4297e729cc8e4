import { commands } from '../commands/index.ts'
import type { Config, Secrets } from '../config/config.ts'
import { openDb } from '../prisma/client.ts'
import { setAlarms } from './alarm.ts'
import { createApp } from './app.ts'
import { cards } from './cards/index.ts'
import { isDatabaseGone } from './database-errors.ts'
import { applyConfiguration } from './domain/configured.ts'
import type { Installation } from './installation.ts'
import type { Job, Log } from './job.ts'
import { jobs } from './jobs/index.ts'
import { takeLease } from './lease.ts'
import { listeners } from './listeners/index.ts'
import { openAccount } from './matrix/account.ts'
import { matrixChat } from './matrix/chat.ts'
import { createClient } from './matrix/client.ts'
import { startSync } from './matrix/sync.ts'

export type RunOptions = {
  config: Config
  secrets: Secrets
  version: string
  clock(): Date
  log: Log
  signal: AbortSignal
  /** Something after which the process has to end: the restart replays. */
  onFatal(error: unknown): void
  /** false: jobs run only when `tick` is called, for a clock that is set by hand. */
  alarms?: boolean
}

export type RunningBot = {
  /** Lets every job look once, and sends what comes of it. */
  tick(): Promise<void>
  /** Resolves when what came in is handled and sent as far as possible. */
  work(): Promise<void>
  stop(): Promise<void>
}

/** What commands, jobs and texts may know of the configuration. */
export const installationOf = (config: Config, version: string): Installation => ({
  me: config.user,
  space: config.space,
  language: config.language,
  timeZone: config.timeZone,
  land: config.land,
  operators: config.operators,
  digests: config.digests,
  quiet: config.quiet,
  encryption: config.encryption !== false,
  decisions: config.decisions,
  links: config.links,
  version,
  database: config.database.startsWith('file:') ? 'sqlite' : 'postgresql',
})

/** Starts the whole bot: database, account, configuration, sync, jobs. Throws StartRefused or MigrationError with a sentence. */
export async function runBot({
  config,
  secrets,
  version,
  clock,
  log,
  signal,
  onFatal,
  alarms = true,
}: RunOptions): Promise<RunningBot> {
  const { prisma: db, provider, close } = await openDb(config.database)
  const handOver = await takeLease({
    db,
    log: (line) => log('info', line),
    signal,
    onLost: () => onFatal(new Error('another process took over')),
  })
  const account = await openAccount(db, {
    homeserver: config.homeserver,
    user: config.user,
    ...(secrets.accessToken ? { accessToken: secrets.accessToken } : {}),
    ...(secrets.password ? { password: secrets.password } : {}),
    log: (line) => log('warn', line),
    signal,
  })
  const installation = installationOf(config, version)
  const { warnings } = await applyConfiguration(db, config, clock())
  for (const warning of warnings) log('warn', warning)
  const client = await createClient(account)
  const { request } = client
  const chat = matrixChat({ client, userId: account.userId, clock })
  const prompt = debounce(() => ringAll(jobs.filter((job) => job.prompt)))
  const app = createApp({ db, chat, commands, cards, listeners, installation, clock, log, onWanted: prompt.call })
  const waker = keepAwake(() => app.work(), clock, onFatal)
  const ending = new AbortController()
  const both = AbortSignal.any([signal, ending.signal])

  const ringing = oneAfterTheOther()
  const ring = (job: Job) =>
    ringing(() => app.tick(job).then(waker.wake, (error) => jobFailed(job, error, log, onFatal)))
  /** What is said in person may need a direct room first: whoever works on rooms looks once more in the end. */
  const ringAll = async (those: readonly Job[]) => {
    for (const job of [...those, ...those.filter((one) => one.work)]) await ring(job)
  }
  const work = () => app.work().then(waker.wakeAt, onFatal)
  const stored = async (rooms: string[]) => {
    if (await db.room.findFirst({ where: { id: { in: rooms }, membership: { not: 'join' } }, select: { id: true } }))
      prompt.call()
    waker.wakeAt(await app.work(rooms))
  }
  const syncing = startSync({
    request,
    db,
    me: account.userId,
    clock,
    signal: both,
    log: (line) => log('warn', line),
    onStored: (rooms) => void stored(rooms).catch(onFatal),
  }).catch(onFatal)
  const silence = alarms
    ? setAlarms({
        jobs,
        timeZone: config.timeZone,
        ring,
        onJump: (ms) => log('warn', 'the clock jumped', { seconds: Math.round(ms / 1000) }),
      })
    : () => {}
  log('info', 'started', { version, database: provider, user: account.userId, encryption: installation.encryption })
  await work()
  if (alarms) void ringAll(jobs)

  return {
    work,
    tick: async () => {
      await ringAll(jobs)
      await app.flush()
    },
    async stop() {
      silence()
      ending.abort()
      waker.stop()
      prompt.stop()
      await syncing
      await handOver()
      await close()
    },
  }
}

/** Runs tasks in the order in which they were asked for. */
function oneAfterTheOther() {
  let last: Promise<void> = Promise.resolve()
  return (task: () => Promise<void>) => {
    last = last.then(task)
    return last
  }
}

/** Calls once, a moment after the last of several requests. */
function debounce(action: () => Promise<void>) {
  let timer: NodeJS.Timeout | undefined
  return {
    call: () => {
      clearTimeout(timer)
      timer = setTimeout(action, 200)
    },
    stop: () => clearTimeout(timer),
  }
}

/** A job that fails is tried again at its next tick; the others go on. */
function jobFailed(job: Job, error: unknown, log: Log, onFatal: (error: unknown) => void) {
  log('error', 'a job failed', {
    job: job.name,
    error: error instanceof Error ? `${error.name}: ${error.message.split('\n').at(-1)?.slice(0, 300)}` : String(error),
  })
  if (isDatabaseGone(error)) onFatal(error)
}

/** Looks again at the moment that the outbox named, at the latest after half a minute. */
function keepAwake(work: () => Promise<Date | undefined>, clock: () => Date, onFatal: (error: unknown) => void) {
  let timer: NodeJS.Timeout | undefined
  const wake = async () => work().then(wakeAt, onFatal)
  const wakeAt = (at?: Date | undefined) => {
    clearTimeout(timer)
    timer = setTimeout(wake, Math.min(30_000, Math.max(50, at ? +at - +clock() : 30_000)))
  }
  return { wake, wakeAt, stop: () => clearTimeout(timer) }
}
