import type { CrossSigningBootstrapRequests } from '@matrix-org/matrix-sdk-crypto-nodejs'
import { toObject } from '../shapes.ts'
import { REQUEST } from './library.ts'
import type { Machinery } from './machinery.ts'
import { importFrom, isStored, type KeepRecoveryKey, nameIdentity, store } from './secret-storage.ts'
import { type Approval, publishIdentity } from './signing-approval.ts'
import { askStanding, firstKey, type SigningState, type Standing, signingState } from './signing-state.ts'

export type SigningOptions = {
  /** Used only if the homeserver asks for it, and only for the first identity of the account. */
  password?: string | undefined
  recoveryKey?: string | undefined
  /** Called with a new recovery key before that becomes valid. */
  keepRecoveryKey: KeepRecoveryKey
}

/**
 * Makes our device a signed one, without any person where the account is new, and finishes what a crash left half done.
 * An identity that the homeserver knows is never replaced: the people who trust it would be shut out. Throws what
 * `request` threw, and an error with a sentence where the homeserver does not take a signature.
 */
export async function ensureSigned(machinery: Machinery, options: SigningOptions): Promise<SigningState> {
  await uploadDeviceKeys(machinery)
  const standing = await askStanding(machinery)
  if (standing.state === 'other-keys') return 'other-keys'
  const isOwner = await hasPrivateKeys(machinery)
  if (!isOwner && standing.master) return regain(machinery, options, standing)
  if (standing.state === 'signed') {
    await keepKeys(machinery, standing.master, options.keepRecoveryKey)
    return 'signed'
  }
  return signItself(machinery, options, { isNew: !isOwner, expected: standing.master })
}

/** What `resetIdentity` came to. `refused`: the password was wrong. */
export type Reset = SigningState | Extract<Approval, 'refused'>

/**
 * Gives the account a new identity in place of whatever it has, and a new recovery key. Everybody who had verified the
 * old one is told that it has changed: only for a person who asked for it in so many words. Refused, it costs this store
 * the private keys of the old identity, which its recovery key brings back; so the password should be known to be right.
 */
export async function resetIdentity(
  machinery: Machinery,
  { password, keepRecoveryKey }: { password: string; keepRecoveryKey: KeepRecoveryKey },
): Promise<Reset> {
  await uploadDeviceKeys(machinery)
  const { state, master } = await askStanding(machinery)
  if (state === 'other-keys') return state
  if (master) await nameIdentity(machinery, master)
  const { requests, identity } = await bootstrap(machinery, true)
  const approval = await publish(machinery, requests, async () => password)
  if (approval !== 'given') return approval === 'refused' ? 'refused' : 'needs-approval'
  await keepKeys(machinery, identity, keepRecoveryKey)
  return signingState(machinery)
}

/** Nothing can be signed that the homeserver does not know. */
async function uploadDeviceKeys({ machine, hold, inNetLane, send }: Machinery): Promise<void> {
  await inNetLane(async () => {
    const requests = await hold([machine], () => machine.outgoingRequests(), 'outgoingRequests')
    for (const each of requests) if (each.type === REQUEST.keysUpload) await send(each)
  })
}

async function hasPrivateKeys({ machine, hold }: Machinery): Promise<boolean> {
  const { hasMaster, hasSelfSigning, hasUserSigning } = await hold([machine], () => machine.crossSigningStatus())
  return hasMaster && hasSelfSigning && hasUserSigning
}

/** The private keys are not here: after a lost store, or after a reset that was refused. */
async function regain(
  machinery: Machinery,
  { recoveryKey }: SigningOptions,
  { state }: Standing,
): Promise<SigningState> {
  if (!recoveryKey) return state === 'signed' ? 'signed' : 'needs-recovery-key'
  const imported = await importFrom(machinery, recoveryKey)
  if (imported === 'imported') return signingState(machinery)
  if (state === 'signed') return 'signed' // everybody can go on; only the next device will need the right key
  return imported === 'wrong-key' ? 'wrong-recovery-key' : 'storage-unfit'
}

type First = { isNew: boolean; expected: string | undefined }

/** With a first identity, or with the one of this store whose publication a crash broke off. */
async function signItself(
  machinery: Machinery,
  options: SigningOptions,
  { isNew, expected }: First,
): Promise<SigningState> {
  const { requests, identity } = await bootstrap(machinery, isNew)
  if (expected && expected !== identity) return 'needs-recovery-key'
  const approval = await publish(machinery, requests, firstPassword(machinery, options))
  if (approval !== 'given') return (await askStanding(machinery)).master ? 'needs-recovery-key' : 'needs-approval'
  await keepKeys(machinery, identity, options.keepRecoveryKey)
  return signingState(machinery)
}

/** Between our question and our upload somebody else may have published an identity: that one is not replaced. */
function firstPassword(machinery: Machinery, { password }: SigningOptions): () => Promise<string | undefined> {
  return async () => ((await askStanding(machinery)).master ? undefined : password)
}

/** The identity of this store, a new one or the one that an earlier try made, ready to be published. */
async function bootstrap({ machine, hold }: Machinery, isNew: boolean) {
  const requests = await hold([machine], () => machine.bootstrapCrossSigning(isNew), 'bootstrapCrossSigning')
  const { master_key } = toObject(JSON.parse(requests.uploadSigningKeysReq))
  return { requests, identity: firstKey(toObject(master_key).keys)?.key }
}

/** Publishes an identity, and its signature on our device. */
async function publish(
  machinery: Machinery,
  { uploadKeysReq, uploadSigningKeysReq, uploadSignaturesReq }: CrossSigningBootstrapRequests,
  passwordFor: () => Promise<string | undefined>,
): Promise<Approval> {
  const { inNetLane, send } = machinery
  if (uploadKeysReq) await inNetLane(() => send(uploadKeysReq))
  const approval = await publishIdentity(machinery, toObject(JSON.parse(uploadSigningKeysReq)), passwordFor)
  if (approval === 'given') await send(uploadSignaturesReq)
  return approval
}

/** Sees to it that the private keys can be got back. */
async function keepKeys(machinery: Machinery, identity: string | undefined, keep: KeepRecoveryKey): Promise<void> {
  if (identity && !(await isStored(machinery, identity))) await store(machinery, identity, keep)
}
