import { Refused, type Request } from '../request.ts'
import { toObject, toText } from '../shapes.ts'
import type { Library } from './library.ts'
import type { Machinery } from './machinery.ts'

/** Whoever reads an account's data. */
export type Reader = { request: Request; userId: string }

/** Gives a new recovery key to whoever keeps it; resolves when it is safe. */
export type KeepRecoveryKey = (key: string) => Promise<void>

/** `wrong-key`: the recovery key does not fit; `unfit`: no key helps, because the keys stored are others or not whole. */
export type Import = 'imported' | 'wrong-key' | 'unfit'

const DEFAULT_KEY = 'm.secret_storage.default_key'
const SECRETS = ['m.cross_signing.master', 'm.cross_signing.self_signing', 'm.cross_signing.user_signing'] as const
/** Beside the default key: the identity whose keys lie under it. Without it a storage would outlive its identity unseen. */
const IDENTITY = 'de.allmende.identity'

type Json = Record<string, unknown>
type Storage = { keyId: string; identity: string | undefined; description: Json; secrets: Json[] }

/** Whether the private keys of this identity lie whole under the default key, as far as can be told without it. */
export async function isStored(account: Reader, identity: string | undefined): Promise<boolean> {
  const storage = await readStorage(account)
  return storage !== undefined && (storage.identity === undefined || storage.identity === identity)
}

/** Notes for an existing storage whose keys it has, so that another identity does not take it for its own. */
export async function nameIdentity(account: Reader, identity: string): Promise<void> {
  const present = await readData(account, DEFAULT_KEY)
  if (toText(present?.key) && present?.[IDENTITY] === undefined)
    await writeData(account, DEFAULT_KEY, { ...present, [IDENTITY]: identity })
}

/**
 * Stores the private keys of the identity under a new recovery key. That is handed over first, and made the valid one
 * last: broken off anywhere, it is done anew.
 */
export async function store(machinery: Machinery, identity: string, keep: KeepRecoveryKey): Promise<void> {
  const { library, machine, hold } = machinery
  const key = library.SecretStorageKey.createRandomKey()
  const items = await hold([machine, key], () => machine.exportSecretsForSecretStorage(key), 'exporting secrets')
  await keep(key.toBase58())
  await writeData(machinery, key.eventType(), JSON.parse(key.accountDataContent()))
  const values = [items.masterKey, items.selfSigningKey, items.userSigningKey]
  for (const [index, type] of SECRETS.entries()) await writeData(machinery, type, JSON.parse(values[index] ?? '{}'))
  await writeData(machinery, DEFAULT_KEY, { key: key.keyId(), [IDENTITY]: identity })
}

/** Takes the private keys back and signs this device with them. */
export async function importFrom(machinery: Machinery, recoveryKey: string): Promise<Import> {
  const storage = await readStorage(machinery)
  if (!storage) return 'unfit'
  const { library, machine, hold, send } = machinery
  const key = openKey(library, storage, recoveryKey)
  if (!key) return 'wrong-key'
  const [masterKey = '', selfSigningKey = '', userSigningKey = ''] = storage.secrets.map((each) => JSON.stringify(each))
  const items = new library.SecretStorageItems({ masterKey, selfSigningKey, userSigningKey })
  const signature = await hold(
    [machine, key, items],
    () => machine.importSecretsFromSecretStorage(key, items),
    'importing secrets',
  ).catch(() => undefined) // they are not the keys of the published identity
  if (!signature) return 'unfit'
  await send(signature)
  return 'imported'
}

/** Whether a recovery key is the one of the account's storage, found out without a machine. */
export async function fits(account: Reader, library: Library, recoveryKey: string): Promise<Import> {
  const storage = await readStorage(account)
  if (!storage) return 'unfit'
  return openKey(library, storage, recoveryKey) ? 'imported' : 'wrong-key'
}

function openKey(library: Library, { keyId, description }: Storage, recoveryKey: string) {
  try {
    const type = `m.secret_storage.key.${keyId}`
    return library.SecretStorageKey.fromAccountData(recoveryKey.trim(), type, JSON.stringify(description))
  } catch {
    return undefined
  }
}

/** Undefined unless it is whole. */
async function readStorage(account: Reader): Promise<Storage | undefined> {
  const present = await readData(account, DEFAULT_KEY)
  const keyId = toText(present?.key)
  if (!keyId) return undefined
  const description = await readData(account, `m.secret_storage.key.${keyId}`)
  const secrets = await Promise.all(SECRETS.map((type) => readData(account, type)))
  const whole = secrets.flatMap((each) => (each && toObject(each.encrypted)[keyId] !== undefined ? [each] : []))
  if (!description || whole.length < SECRETS.length) return undefined
  return { keyId, identity: toText(present?.[IDENTITY]), description, secrets: whole }
}

const path = (userId: string, type: string) =>
  `/_matrix/client/v3/user/${encodeURIComponent(userId)}/account_data/${encodeURIComponent(type)}`

async function readData({ request, userId }: Reader, type: string): Promise<Json | undefined> {
  try {
    return toObject(await request('GET', path(userId, type)))
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return undefined
    throw error
  }
}

async function writeData({ request, userId }: Reader, type: string, content: Json): Promise<void> {
  await request('PUT', path(userId, type), { body: content })
}
