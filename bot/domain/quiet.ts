import { parseQuiet, quietEnd } from './calendar.ts'

/** A person's settings, null where she has none of her own; an empty `quiet` means no quiet hours. */
type Person = { quiet: string | null; timeZone: string | null }
type Defaults = { quiet: string; timeZone: string }

/** When a personal post may be sent: now, or at the end of the person's quiet hours. */
export function afterQuiet(person: Person, defaults: Defaults, now: Date): Date {
  const quiet = parseQuiet(person.quiet ?? defaults.quiet)
  return quiet ? quietEnd(now, quiet, person.timeZone ?? defaults.timeZone) : now
}
