import { toObject, toText } from '../shapes.ts'
import type { Machinery } from './machinery.ts'

/** How things stand with the signature on our own device. Anything but `signed` is worth an alarm. */
export type SigningState =
  | 'signed'
  /** The homeserver knows other keys of this device than our store has. */
  | 'other-keys'
  /** The account has no identity that could sign. */
  | 'no-identity'
  /** It has one, by which this device is not signed. */
  | 'not-signed'
  /** It has one whose private keys are not here; a recovery key brings them back. */
  | 'needs-recovery-key'
  | 'wrong-recovery-key'
  /** No recovery key can help: what is stored under it are not the keys of this identity. */
  | 'storage-unfit'
  /** The homeserver wants a person's approval (or a password that was not given) for a first identity. */
  | 'needs-approval'

/** What the homeserver knows of our account, and what follows from it. */
export type Standing = {
  state: Extract<SigningState, 'signed' | 'other-keys' | 'no-identity' | 'not-signed'>
  /** The public master key: it is the identity. */
  master: string | undefined
}

/**
 * The check of every start. Signed is a device only if the homeserver has its present keys, there is a signature by the
 * self-signing key on them, and that signature holds: a homeserver keeps signatures of keys that were replaced.
 */
export async function signingState(machinery: Machinery): Promise<SigningState> {
  return (await askStanding(machinery)).state
}

/** Asks the homeserver; the machine learns the same, without which it neither signs nor imports anything. */
export async function askStanding(machinery: Machinery): Promise<Standing> {
  const answer = await queryOwnKeys(machinery)
  const { userId, deviceId, machine } = machinery
  const master = firstKey(toObject(toObject(answer.master_keys)[userId]).keys)?.key
  const device = toObject(toObject(toObject(answer.device_keys)[userId])[deviceId])
  const published = toObject(device.keys)[`ed25519:${deviceId}`]
  if (published !== undefined && published !== machine.identityKeys.ed25519.toBase64())
    return { state: 'other-keys', master }
  if (!master) return { state: 'no-identity', master }
  const signer = firstKey(toObject(toObject(answer.self_signing_keys)[userId]).keys)
  const signatures = toObject(toObject(device.signatures)[userId])
  const isThere = published !== undefined && signer !== undefined && signatures[signer.id] !== undefined
  return { state: isThere && (await holds(machinery)) ? 'signed' : 'not-signed', master }
}

async function queryOwnKeys(machinery: Machinery) {
  const { library, machine, hold, inNetLane, send, userId } = machinery
  const user = new library.UserId(userId)
  const query = await hold([machine, user], async () => machine.queryKeysForUsers([user]))
  return toObject(await inNetLane(() => send(query)))
}

/** The machine's own judgement, which verifies the signatures. */
async function holds({ library, machine, hold, userId, deviceId }: Machinery): Promise<boolean> {
  const [user, device] = [new library.UserId(userId), new library.DeviceId(deviceId)]
  const own = await hold([machine, user, device], () => machine.getDevice(user, device), 'getDevice')
  return own?.isCrossSignedByOwner() ?? false
}

/** A published key of an identity has one entry: `ed25519:<key>` and the key. */
export function firstKey(keys: unknown): { id: string; key: string } | undefined {
  const [id, value] = Object.entries(toObject(keys))[0] ?? []
  const key = toText(value)
  return id && key ? { id, key } : undefined
}
