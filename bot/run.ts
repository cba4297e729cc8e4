import { setTimeout as wait } from 'node:timers/promises'
import { commands } from '../commands/index.ts'
import type { Config, Secrets } from '../config/config.ts'
import { type OpenDb, openDb } from '../prisma/client.ts'
import { setAlarms } from './alarm.ts'
import { createApp } from './app.ts'
import { cards } from './cards/index.ts'
import { isDatabaseGone } from './database-errors.ts'
import { applyConfiguration } from './domain/configured.ts'
import { mustBeSigned } from './domain/trust.ts'
import { describeFault } from './fault.ts'
import type { Installation } from './installation.ts'
import type { Job, Log } from './job.ts'
import { jobs } from './jobs/index.ts'
import { type Lease, takeLease } from './lease.ts'
import { listeners } from './listeners/index.ts'
import { openAccount } from './matrix/account.ts'
import { matrixChat } from './matrix/chat.ts'
import { createClient } from './matrix/client.ts'
import { retryUnread } from './matrix/encryption/late.ts'
import { openEncryption } from './matrix/encryption/opening.ts'
import { readShown } from './matrix/encryption/reading.ts'
import { createSeal } from './matrix/encryption/sealing.ts'
import { startSync } from './matrix/sync.ts'
import type { Stored } from './matrix/sync-store.ts'
import { debounce, keepAwake } from './pacing.ts'
import { createRinging } from './ringing.ts'

export type RunOptions = {
  config: Config
  secrets: Secrets
  version: string
  clock(): Date
  log: Log
  signal: AbortSignal
  /** File of the native library for encryption, which was checked. */
  library?: string | undefined
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
  signedOnly: config.encryption !== false && config.encryption.signedOnly,
  decisions: config.decisions,
  links: config.links,
  version,
  database: config.database.startsWith('file:') ? 'sqlite' : 'postgresql',
})

/** How long the end waits for what is under way; what takes longer is done again after the next start. */
const GRACE_MS = 2_000

/**
 * Starts the whole bot: database, lease (it may wait for another process here), account, configuration, sync, jobs.
 * Throws StartRefused or MigrationError with a sentence, or the signal's reason.
 */
export async function runBot(options: RunOptions): Promise<RunningBot> {
  const { config, log, signal, onFatal } = options
  const opened = await openDb(config.database)
  const lease = await takeLease({
    db: opened.prisma,
    fence: opened.fence,
    log: (line) => log('warn', line),
    signal,
    onLost: onFatal,
  })
  try {
    return await begin(options, opened, lease)
  } catch (error) {
    await handOver(opened, lease)
    throw error
  }
}

/** The next process begins at once; where the database does not answer any more, when the lease runs out. */
async function handOver({ close }: OpenDb, lease: Lease): Promise<void> {
  await lease.release().catch(() => {})
  await close()
}

async function begin(
  { config, secrets, version, clock, log, signal, onFatal, library, alarms = true }: RunOptions,
  opened: OpenDb,
  lease: Lease,
): Promise<RunningBot> {
  const { prisma: db, provider } = opened
  const ending = new AbortController()
  const both = AbortSignal.any([signal, ending.signal])
  /** Whoever ends does not fail any more: what is cut off is done after the next start. */
  const fail = (error: unknown) => {
    if (!both.aborted) onFatal(error)
  }
  const account = await openAccount(db, {
    homeserver: config.homeserver,
    user: config.user,
    ...(secrets.accessToken ? { accessToken: secrets.accessToken } : {}),
    ...(secrets.password ? { password: secrets.password } : {}),
    log: (line) => log('warn', line),
    signal,
    ask: lease.ask,
  })
  const installation = installationOf(config, version)
  const { warnings } = await applyConfiguration(db, config, clock())
  for (const warning of warnings) log('warn', warning)
  const client = await createClient({ ...account, ask: lease.ask, flush: opened.flush })
  const { request } = client
  const encryption = library
    ? await openEncryption({
        ...{ db, login: account, request, library, data: config.data, signedOnly: installation.signedOnly },
        ...{ passphrase: secrets.storePassphrase, password: secrets.password, recoveryKey: secrets.recoveryKey },
        ...{ clock, log, signal: both, onFatal: fail },
      })
    : undefined
  const encrypted = encryption && {
    ...{ db, encryption, me: account.userId, clock, log },
    mustBeSigned: (userId: string) => mustBeSigned(installation, userId),
  }
  const chat = matrixChat({
    ...{ client, userId: account.userId, clock },
    ...(encryption
      ? {
          seal: createSeal({ db, request, encryption }),
          read: (roomId: string, raw: unknown) => readShown(encryption, roomId, raw),
        }
      : {}),
  })
  const prompt = debounce(() => ringAll(jobs.filter((job) => job.prompt)))
  const app = createApp({
    ...{ db, chat, commands, cards, listeners, installation, clock, log },
    ...{ onWanted: prompt.call, signal: both },
  })
  const waker = keepAwake(() => app.work(), clock, fail)

  const attend = (look: (job: Job) => Promise<void>) => async (job: Job) => {
    if (!both.aborted) await look(job).then(waker.wake, (error) => both.aborted || jobFailed(job, error, log, fail))
  }
  const { ring, ringAll, rest } = createRinging(attend(app.look), attend(app.lookBeside))
  /** Where that cannot be told the job looks, and what is wrong shows there. */
  const isQuiet = async (job: Job) => (await job.isQuiet?.({ db, now: clock() }).catch(() => false)) ?? false
  const work = () => app.work().then(waker.wakeAt, fail)
  const stored = async ({ rooms, hasChanged, deafIn }: Stored) => {
    for (const roomId of deafIn)
      log('warn', 'a room is encrypted: this installation reads no encrypted rooms', { roomId })
    if (rooms.length === 0) return
    if (hasChanged) prompt.call()
    waker.wakeAt(await app.work(rooms))
  }
  const syncing = startSync({
    request,
    db,
    me: account.userId,
    encrypted,
    clock,
    signal: both,
    log: (line) => log('warn', line),
    onStored: (news) => void stored(news).catch(fail),
  }).catch(fail)
  const silence = alarms
    ? setAlarms({
        jobs,
        timeZone: config.timeZone,
        ring: async (job) => {
          if (!(await isQuiet(job))) await ring(job)
        },
        onJump: (ms) => log('warn', 'the clock jumped', { seconds: Math.round(ms / 1000) }),
      })
    : () => {}
  log('info', 'started', { version, database: provider, user: account.userId, encryption: installation.encryption })
  // Not waited for: it may take long, and can be ended meanwhile. What can be read now is handled with what waits anyway.
  void (encrypted ? retryUnread(encrypted).catch(fail) : Promise.resolve())
    .then(work)
    .then(() => (alarms ? ringAll(jobs) : undefined))

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
      const quiet = Promise.allSettled([syncing, app.rest(), rest()])
      await Promise.race([quiet, wait(GRACE_MS, undefined, { ref: false })])
      await handOver(opened, lease)
    },
  }
}

/** A job that fails is tried again at its next tick; the others go on. */
function jobFailed(job: Job, error: unknown, log: Log, onFatal: (error: unknown) => void) {
  log('error', 'a job failed', {
    job: job.name,
    error: describeFault(error),
  })
  if (isDatabaseGone(error)) onFatal(error)
}
