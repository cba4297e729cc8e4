import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import type * as Binding from '@matrix-org/matrix-sdk-crypto-nodejs'
import { StartRefused } from '../account.ts'

/** The native library, loaded. */
export type Library = typeof Binding

/**
 * Loads the native library from its file, whose name ends in `.node`: so it needs neither the package's own loader nor
 * an installation below node_modules. Throws StartRefused.
 */
export function loadLibrary(file: string): Library {
  try {
    const library = createRequire(import.meta.url)(resolve(file)) as Library
    library.getVersions() // proves that it really answers
    return library
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new StartRefused(
      `The encryption library ${file} cannot be loaded (${reason}): run "npm run crypto:install", or name another file with encryption: { library: <file> }.`,
    )
  }
}

// The library declares its numbers as `const enum`, which exist for a compiler only.

/** Kinds of outgoing requests. */
export const REQUEST = {
  keysUpload: 0,
  keysQuery: 1,
  keysClaim: 2,
  toDevice: 3,
  signatureUpload: 4,
  roomMessage: 5,
  keysBackup: 6,
} as const

/** What a shield says of who encrypted a message. */
export const SHIELD = {
  authenticityNotGuaranteed: 0,
  unknownDevice: 1,
  unsignedDevice: 2,
  unverifiedIdentity: 3,
  mismatchedSender: 4,
  verificationViolation: 5,
  none: 6,
} as const

/** Which devices of the readers are given keys. */
export const STRATEGY = { allDevices: 0, identityBased: 2 } as const

/** Who may read what was said before somebody came. */
export const VISIBILITY = { invited: 0, joined: 1, shared: 2, world_readable: 3 } as const

/** The only kind of store. */
export const SQLITE = 0
