import { createPublicKey, verify } from 'node:crypto'
import type { Request } from '../request.ts'
import { type Json, toObject, toText } from '../shapes.ts'
import { firstKey } from './signing-state.ts'

/** What anybody can see of our account, without its store. */
export type Published = {
  /** Whether the homeserver has keys of this device. */
  hasKeys: boolean
  /** The public master key. */
  identity: string | undefined
  /** Whether the device's keys bear a signature of the identity that holds. */
  isSigned: boolean
}

/** Asks the homeserver for our device as another person's client would, and checks the signatures itself. */
export async function askPublished(request: Request, userId: string, deviceId: string): Promise<Published> {
  const body = { device_keys: { [userId]: [deviceId] } }
  const answer = toObject(await request('POST', '/_matrix/client/v3/keys/query', { body }))
  const device = toObject(toObject(toObject(answer.device_keys)[userId])[deviceId])
  const selfSigning = toObject(toObject(answer.self_signing_keys)[userId])
  const identity = firstKey(toObject(toObject(answer.master_keys)[userId]).keys)
  const signer = firstKey(selfSigning.keys)
  const hasKeys = toText(toObject(device.keys)[`ed25519:${deviceId}`]) !== undefined
  const isSigned = hasKeys && bears(selfSigning, userId, identity) && bears(device, userId, signer)
  return { hasKeys, identity: identity?.key, isSigned }
}

/** Whether an object bears a signature by this key that holds. */
function bears(object: Json, userId: string, by: { id: string; key: string } | undefined): boolean {
  if (!by) return false
  const { signatures, unsigned: _, ...signed } = object
  const signature = toText(toObject(toObject(signatures)[userId])[by.id])
  if (!signature) return false
  const x = Buffer.from(by.key, 'base64').toString('base64url')
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    return verify(null, Buffer.from(canonical(signed)), key, Buffer.from(signature, 'base64'))
  } catch {
    return false // no key at all
  }
}

/** Canonical JSON, which is what is signed: keys in order, nothing between. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`
}
