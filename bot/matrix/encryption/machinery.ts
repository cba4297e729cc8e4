import { existsSync } from 'node:fs'
import type { OlmMachine } from '@matrix-org/matrix-sdk-crypto-nodejs'
import { StartRefused } from '../account.ts'
import type { Request } from '../request.ts'
import { toObject, toText } from '../shapes.ts'
import { openLanes } from './lanes.ts'
import { type Library, loadLibrary, SQLITE } from './library.ts'
import { type Hold, openHold } from './native-calls.ts'
import { openSend, type Send } from './sender.ts'
import { secureDirectory } from './store-directory.ts'
import { storeFile } from './store-file.ts'

/** The native machine of one device, with the rules that keep it alive. */
export type Machinery = {
  library: Library
  machine: OlmMachine
  userId: string
  deviceId: string
  request: Request
  /** Every call of the machine goes through here, with all objects that it is given. */
  hold: Hold
  /** What asks the homeserver for keys runs one after the other; a job in here must not call this again. */
  inNetLane<T>(job: () => Promise<T>): Promise<T>
  send: Send
}

export type MachineryOptions = {
  /** File of the native library. */
  library: string
  /** Of this device alone; the caller holds its lock (`takeStoreLock`), because the library takes none. */
  directory: string
  passphrase: string | undefined
  userId: string
  deviceId: string
  request: Request
  /** How the first question to the homeserver is asked, where it is waited for. Default: once. */
  untilReached?: <T>(ask: () => Promise<T>) => Promise<T>
  /** A native call never ends: must end the process. */
  onHang: (what: string) => void
  /** Default: a minute. */
  hangMs?: number
  log?: (line: string) => void
}

/** A machine must outlive all objects that came from it: closed or collected before them, the process aborts. */
const alive = new Set<OlmMachine>()

/**
 * Opens the store and its machine, for the rest of the process, which must end by `process.exit`. Throws StartRefused
 * where store, passphrase and device do not fit, before anything was sent; else what `request` threw.
 */
export async function openMachinery(options: MachineryOptions): Promise<Machinery> {
  const { userId, deviceId, request, onHang, hangMs, log = () => {} } = options
  const library = loadLibrary(options.library)
  const known = await askKnownKey(options)
  // A store that is made and then refused would be taken for the lost one from then on.
  if (known && !existsSync(storeFile(options.directory))) throw new StartRefused(lostSentence(options))
  secureDirectory(options.directory)
  const hold = openHold(onHang, hangMs)
  const machine = await initialize(library, hold, options)
  if (known && known !== machine.identityKeys.ed25519.toBase64()) throw new StartRefused(otherSentence(options))
  const inLane = openLanes()
  const send = openSend({ machine, request, hold, log })
  return { library, machine, userId, deviceId, request, hold, inNetLane: (job) => inLane('net', job), send }
}

async function initialize(library: Library, hold: Hold, options: MachineryOptions): Promise<OlmMachine> {
  const user = new library.UserId(options.userId)
  const device = new library.DeviceId(options.deviceId)
  const { directory, passphrase = '' } = options
  try {
    const machine = await hold(
      [user, device],
      () => library.OlmMachine.initialize(user, device, directory, passphrase, SQLITE),
      'opening the store',
    )
    alive.add(machine)
    return machine
  } catch (error) {
    throw refusalFor(error, options)
  }
}

/** What the library says in words only; what is not known here may pass by itself and is no refusal. */
function refusalFor(error: unknown, { directory, userId, deviceId }: MachineryOptions): Error {
  const reason = error instanceof Error ? error.message : String(error)
  if (reason.includes('store cipher'))
    return new StartRefused(
      `The encryption store ${directory} does not open with the given ALLMENDE_STORE_PASSPHRASE (or with none): set the one that it was made with.`,
    )
  if (reason.includes("doesn't match the account"))
    return new StartRefused(
      `The encryption store ${directory} belongs to another account or device than ${userId}, device ${deviceId} (${reason}): put back the store of this device, or move this one away and log in anew.`,
    )
  return new Error(`The encryption store ${directory} cannot be opened: ${reason}`, { cause: error })
}

/**
 * The key that the homeserver has of our device. Where the store was lost and the log-in kept, the first upload would
 * replace it and leave its old signature there: everybody would be sent astray. Therefore this comes before any upload.
 */
async function askKnownKey(options: MachineryOptions): Promise<string | undefined> {
  const { userId, deviceId, request, untilReached = (ask) => ask() } = options
  const body = { device_keys: { [userId]: [deviceId] } }
  const answer = toObject(await untilReached(() => request('POST', '/_matrix/client/v3/keys/query', { body })))
  const device = toObject(toObject(toObject(answer.device_keys)[userId])[deviceId])
  return toText(toObject(device.keys)[`ed25519:${deviceId}`])
}

const lostSentence = ({ directory, deviceId }: MachineryOptions) =>
  `The homeserver knows keys of the device ${deviceId}, but its encryption store ${directory} is not on this machine. If this is a standby on another machine: with encryption it has to share the data directory's disk; elsewhere a standby works with "encryption: false" only. If the store was lost: restore it from a backup, or run "npm run crypto -- recover" (see „Lost log-in“ in the README).`

const otherSentence = ({ directory, deviceId }: MachineryOptions) =>
  `The homeserver knows other keys of the device ${deviceId} than the encryption store ${directory}: the store was replaced. Put back the right one, or move this one away and run "npm run crypto -- recover" (see „Lost log-in“ in the README).`
