/** Things as they come from the network: nothing about them is certain. */
export type Json = Record<string, unknown>

/** The object that it is, else an empty one. */
export function toObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

/** The list that it is, else an empty one. */
export function toList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}

/** Entries of an object whose values are objects. */
export function toEntries(value: unknown): [string, Json][] {
  return Object.entries(toObject(value)).map(([key, entry]) => [key, toObject(entry)])
}

/** Text that both databases can hold: no NUL, no half characters, cut at `longest`; undefined for anything but text. */
export function toText(value: unknown, longest = 1000): string | undefined {
  return typeof value === 'string' ? value.slice(0, longest).replaceAll('\0', '').toWellFormed() : undefined
}

/** An id of the protocol with its sigil (`@ ! $`): up to 255 printable characters; undefined for anything else. */
export function toId(sigil: '@' | '!' | '$', value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith(sigil) || value.length > 255) return undefined
  return value.isWellFormed() && !/\p{Cc}/u.test(value) ? value : undefined
}

/** JSON of an event, or undefined where it is nested deeper or longer than any honest event. */
export function toJson(value: unknown): string | undefined {
  if (!isShallow(value)) return undefined
  const text = JSON.stringify(value)
  return text !== undefined && text.length <= LONGEST ? text : undefined
}

const DEEPEST = 100
const LONGEST = 200_000

/** Without recursion, which is what it protects. */
function isShallow(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; depth < DEEPEST; depth++) {
    level = level.flatMap((entry) => (typeof entry === 'object' && entry !== null ? Object.values(entry) : []))
    if (level.length === 0) return true
  }
  return false
}
