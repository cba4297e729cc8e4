import type { EncryptionSettings } from '@matrix-org/matrix-sdk-crypto-nodejs'
import type { RoomEncryption } from './encryption.ts'
import { type Library, VISIBILITY } from './library.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** When a room's keys are replaced, put right where the room's state asks for nonsense: never, or at every message. */
export function toRotation(room: Pick<RoomEncryption, 'rotationPeriodMs' | 'rotationPeriodMessages'>): {
  microseconds: bigint
  messages: bigint
} {
  const ms = clamp(room.rotationPeriodMs, { least: HOUR_MS, most: 30 * DAY_MS, usual: 7 * DAY_MS })
  const messages = clamp(room.rotationPeriodMessages, { least: 1, most: 10_000, usual: 100 })
  return { microseconds: BigInt(ms) * 1000n, messages: BigInt(messages) }
}

/** How the library is to encrypt in this room. */
export function toSettings(library: Library, room: RoomEncryption, strategy: number): EncryptionSettings {
  const settings = new library.EncryptionSettings()
  const { microseconds, messages } = toRotation(room)
  settings.rotationPeriod = microseconds
  settings.rotationPeriodMessages = messages
  settings.historyVisibility = toVisibility(room.historyVisibility)
  settings.sharingStrategy = strategy
  return settings
}

/** Only decides what may be handed on to people who come later; one that is not known hands on nothing. */
function toVisibility(visibility: string): number {
  const known: Record<string, number> = VISIBILITY
  return Object.hasOwn(known, visibility) ? known[visibility]! : VISIBILITY.joined
}

type Bounds = { least: number; most: number; usual: number }

function clamp(value: unknown, { least, most, usual }: Bounds): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return usual
  return Math.min(most, Math.max(least, Math.floor(value)))
}
