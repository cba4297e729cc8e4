import type { UserId } from '@matrix-org/matrix-sdk-crypto-nodejs'
import { toId, toList, toObject, toText } from '../shapes.ts'
import type { Library } from './library.ts'

/** What a sync response says about encryption, in the types that the library takes. */
export type SyncChanges = {
  /** JSON of the to-device messages. */
  events: string
  changed: UserId[]
  left: UserId[]
  counts: Record<string, number>
  unused: string[]
}

/** Reads a sync response; what is not as it should be is left out, so that it does not lose what came with it. */
export function readSync(library: Library, response: unknown): SyncChanges {
  const sync = toObject(response)
  const { changed, left } = toObject(sync.device_lists)
  const counts = Object.entries(toObject(sync.device_one_time_keys_count)).filter(([, count]) => isCount(count))
  return {
    events: JSON.stringify(toList(toObject(sync.to_device).events)), // each of them is judged by the library
    changed: toUsers(library, toList(changed)),
    left: toUsers(library, toList(left)),
    counts: Object.fromEntries(counts) as Record<string, number>,
    unused: toList(sync.device_unused_fallback_key_types).flatMap((name) => toText(name) ?? []),
  }
}

/** The library's form of user ids, without what is none. */
export function toUsers(library: Library, ids: readonly unknown[]): UserId[] {
  return ids.flatMap((value) => {
    const id = toId('@', value)
    try {
      return id ? [new library.UserId(id)] : []
    } catch {
      return [] // a sigil alone makes no user id; nobody has this one
    }
  })
}

const isCount = (value: unknown) => Number.isInteger(value) && Number(value) >= 0 && Number(value) < 2 ** 32
