import type { Trust } from './encryption.ts'
import { SHIELD } from './library.ts'

/**
 * What a shield (the library's milder kind) says of the device. Without one, or with one that is not known, nothing is
 * known of it. Whether the bot has verified the owner plays no part: it verifies nobody.
 */
export function toTrust(code: number | undefined): Trust {
  if (code === SHIELD.mismatchedSender) return 'forged'
  return code !== undefined && SIGNED.has(code) ? 'signed' : 'unsigned'
}

/** These only complain about the owner, whose own signature the device has. */
const SIGNED = new Set<number>([SHIELD.none, SHIELD.unverifiedIdentity, SHIELD.verificationViolation])

/** Why a message could not be read, from the words of the library, which gives nothing else. */
export type Failure = { isKeyMissing: boolean; reason: string; withheld?: string | undefined }

/** Reads the message of an error of decryption. Keys that come later help where there is none, or only one for later messages. */
export function toFailure(error: unknown): Failure {
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 500)
  const [isNoKey, withheld] = /room key.*withheld code: (?:Some\("([^"]+)"\))?/s.exec(reason) ?? []
  const isKeyMissing = isNoKey !== undefined || /unknown message index/i.test(reason)
  return { isKeyMissing, reason, withheld }
}
