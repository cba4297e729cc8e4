import type { Client } from '../../../prisma/client.ts'
import { deviceUnsigned, sentence } from '../../../templates/incidents.ts'
import { clearIncident, raiseIncident } from '../../domain/incidents.ts'
import type { Log } from '../../job.ts'
import { type Login, StartRefused } from '../account.ts'
import { backOffMs, pause } from '../back-off.ts'
import { Refused, type Request, TokenRefused } from '../request.ts'
import { untilReached } from '../until-reached.ts'
import type { Encryption } from './encryption.ts'
import { createEngine } from './engine.ts'
import { greetRooms } from './greeting.ts'
import { STRATEGY } from './library.ts'
import { type Machinery, openMachinery } from './machinery.ts'
import { dropOutboundSessions } from './outbound-sessions.ts'
import { settlePutBack, takeBackKeys, wasPutBack } from './put-back.ts'
import { createSeal } from './sealing.ts'
import { ensureSigned } from './signing.ts'
import { alarmReason } from './signing-alarm.ts'
import { keepRecoveryKey } from './signing-key-file.ts'
import { storeOf, storesIn } from './signing-place.ts'
import { takeStoreLock } from './store-lock.ts'

export type OpeningOptions = {
  db: Client
  login: Login
  request: Request
  /** File of the native library, which was checked. */
  library: string
  data: string
  passphrase?: string | undefined
  password?: string | undefined
  recoveryKey?: string | undefined
  /** Only signed devices get keys. */
  signedOnly: boolean
  clock(): Date
  log: Log
  signal: AbortSignal
  /** The process has to end: the restart goes on. */
  onFatal(error: unknown): void
}

const UNSIGNED = 'encryption:unsigned'

/**
 * Opens the encryption store, as the only process of this machine, and sees to it that our device is signed. Waits for
 * another process that holds it. Throws StartRefused with a sentence where store, device and passphrase do not fit.
 */
export async function openEncryption(options: OpeningOptions): Promise<Encryption> {
  const { db, data, login, log, signal, signedOnly } = options
  await takeStoreLock(storesIn(data), { signal, log: (line) => log('warn', line) })
  const directory = storeOf(data, login.deviceId)
  const { restoredFrom, collectedAt } = await db.account.findUniqueOrThrow({ where: { id: 1 } })
  // Until the rooms are collected nothing is sent, so that broken off anywhere in between it is merely done again.
  const isPutBack = wasPutBack(directory)
  if (isPutBack || (restoredFrom && !collectedAt)) dropOutboundSessions(directory)
  const machinery = await open(directory, options)
  if (isPutBack) await waitFor(options, () => takeBackKeys(machinery))
  if (!(await sign(machinery, options))) void signLater(machinery, options)
  const strategy = signedOnly ? STRATEGY.identityBased : STRATEGY.allDevices
  const encryption = createEngine(machinery, { strategy, log: (line) => log('warn', line) })
  if (isPutBack) {
    await greetRooms(db, createSeal({ db, request: options.request, encryption }), log)
    settlePutBack(directory)
  }
  return encryption
}

function open(directory: string, options: OpeningOptions): Promise<Machinery> {
  const { library, passphrase, login, request, log, onFatal } = options
  return openMachinery({
    ...{ library, directory, passphrase, userId: login.userId, deviceId: login.deviceId, request },
    untilReached: (ask) => waitFor(options, ask),
    onHang: (what) => {
      log('error', what) // of an error the log shows only where it came from
      onFatal(new Error(what))
    },
    log: (line) => log('warn', line),
  })
}

/** The start waits for a homeserver that is away, as the log-in does. What it refuses for good no waiting would mend. */
async function waitFor<T>({ signal, log }: OpeningOptions, ask: () => Promise<T>): Promise<T> {
  try {
    return await untilReached(ask, { signal, log: (line) => log('warn', line) })
  } catch (error) {
    if (error instanceof Refused || error instanceof TokenRefused)
      throw new StartRefused(`The homeserver refuses what encryption needs at the start. ${error.message}`)
    throw error
  }
}

/** One attempt; says whether it came to an end. What is wrong is told to the operators, and to them again when it is over. */
async function sign(machinery: Machinery, options: OpeningOptions): Promise<boolean> {
  const { db, login, data, password, recoveryKey, clock, log } = options
  const say = (line: string) => log('warn', line)
  const keep = (key: string) => keepRecoveryKey({ data, userId: login.userId, say }, key)
  try {
    const state = await ensureSigned(machinery, { password, recoveryKey, keepRecoveryKey: keep })
    const reason = alarmReason(state)
    log(reason ? 'error' : 'info', 'the bot’s device', { signed: state })
    if (reason) await raiseIncident(db, UNSIGNED, sentence(deviceUnsigned({ reason })), clock())
    else await clearIncident(db, UNSIGNED, clock())
    return true
  } catch (error) {
    log('error', 'the bot’s device could not be signed', { error: error instanceof Error ? error.message : 'unknown' })
    return false
  }
}

/** A homeserver that does not answer now will later; until then some people cannot read the bot, and operators know. */
async function signLater(machinery: Machinery, options: OpeningOptions): Promise<void> {
  const { db, clock, signal, onFatal } = options
  try {
    await raiseIncident(db, UNSIGNED, sentence(deviceUnsigned({ reason: 'other' })), clock())
    for (let failures = 1; !signal.aborted; failures++) {
      await pause(backOffMs(failures, undefined), signal)
      if (signal.aborted || (await sign(machinery, options))) return
    }
  } catch (error) {
    if (!signal.aborted) onFatal(error)
  }
}
