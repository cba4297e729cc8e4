import type { Db } from '../../prisma/client.ts'
import { type Item, type Letter, readId, visibleTo } from './items.ts'
import { formatNumber, nextNumber, registerCounter } from './numbers.ts'
import type { Sight } from './people.ts'

/** A number of the register as it is shown: IT-2026/014. */
export const formatRegister = (prefix: string, year: number, sequence: number) =>
  formatNumber({ series: `${prefix}-${year}`, number: sequence })

/**
 * The next number of a group's register for a year.
 *
 * The counter stays locked until the transaction ends, so numbers follow the order of entry, and one of an aborted
 * transaction comes back: no gaps, nothing twice.
 */
export async function nextInRegister(
  db: Db,
  { id, prefix }: { id: string; prefix: string },
  year: number,
  eventId?: string,
) {
  const series = `${prefix}-${year}`
  const sequence = await nextNumber(db, { counter: registerCounter(id, year), series, eventId })
  return { year, sequence, register: formatRegister(prefix, year, sequence) }
}

const REGISTER = /^(?:(\p{L}[\p{L}\d_-]{0,39})-)?((?:19|20)\d\d)\/0*([1-9]\d{0,8})[.,:]?$/u

/** What names an item, and where: a bare number means `letter`, `2026/14` the register of `group`. */
export type Naming = { letter?: Letter; group?: { prefix: string } | undefined }

/** The register number that a text is, with its zeros and in capitals, or undefined. */
export function readRegister(text: string, group?: { prefix: string }): string | undefined {
  const [, typed, year, sequence] = REGISTER.exec(text.trim()) ?? []
  const prefix = typed?.toUpperCase() ?? group?.prefix
  return year === undefined || prefix === undefined ? undefined : formatRegister(prefix, Number(year), Number(sequence))
}

/**
 * The item id of what was typed: `B41`, `B 41`, `41` where the letter is fixed, `IT-2026/014`, `IT-2026/14`, in its room
 * `2026/14`. undefined: it does not look like an id at all.
 *
 * A register number that does not exist, or that may not be seen, is given back as it is written: no item has such an
 * id, so whoever looks for it finds nothing and names what was typed.
 */
export async function resolveItemId(
  db: Db,
  sight: Sight,
  text: string,
  { letter, group }: Naming = {},
): Promise<string | undefined> {
  const id = readId(text, letter)
  if (id) return id
  const register = !letter || letter === 'B' ? readRegister(text, group) : undefined
  if (!register) return undefined
  return (await findRegistered(db, sight, register))?.id ?? register
}

const findRegistered = (db: Db, sight: Sight, register: string): Promise<Item | null> =>
  db.item.findFirst({ where: { AND: [{ decision: { register } }, visibleTo(sight)] } })

const LEADING = /^(?:([A-Za-z]) ?(\d{1,9})|((?:\p{L}[\p{L}\d_-]{0,39}-)?(?:19|20)\d\d\/\d{1,9}))[.,:]?(?=\s|$)/u

/** The id or register number that a text begins with, as typed, and what follows it; undefined: it begins with none. */
export function takeReference(text: string): { reference: string; rest: string } | undefined {
  const [all, letter, digits, register] = LEADING.exec(text) ?? []
  if (all === undefined) return undefined
  const reference = letter ? `${letter.toUpperCase()}${digits}` : (register ?? '')
  return { reference, rest: text.slice(all.length).trim() }
}
