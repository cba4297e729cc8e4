import { z } from 'zod'

// In every schema here the error message is the text of what is allowed: the same words stand in a problem and in the reference.

/** A text field with a rule; `allowed` says the rule in the words of problems and reference. */
export function text(allowed: string, rule: RegExp | ((value: string) => boolean)) {
  const holds = rule instanceof RegExp ? (value: string) => rule.test(value) : rule
  return z.string({ error: allowed }).refine(holds, { error: allowed }).meta({ allowed })
}

/** One of a few words. */
export function oneOf<const T extends readonly [string, ...string[]]>(...words: T) {
  const allowed = words.join(', ')
  return z.enum(words, { error: allowed }).meta({ allowed })
}

/** `true` or `false`. */
export const flag = z.boolean({ error: 'true or false' }).meta({ allowed: 'true or false' })

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number, allowed = `a whole number from ${min} to ${max}`) {
  return z.int({ error: allowed }).min(min, { error: allowed }).max(max, { error: allowed }).meta({ allowed })
}

/** A list. */
export function listOf<T extends z.ZodType>(item: T, allowed: string) {
  return z.array(item, { error: allowed }).meta({ allowed })
}

/** A mapping with these keys and no others; for an unknown key the message is the list of known ones. */
export function section<T extends z.core.$ZodLooseShape>(shape: T) {
  const keys = Object.keys(shape).join(', ')
  return z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? keys : `a mapping with ${keys}`),
  })
}

/** A single line with something in it. */
export const line = text('a text of one line, up to 255 characters', (value) =>
  /^(?=.*\S)[^\p{Cc}]{1,255}$/u.test(value),
)

/** A key as people type it and as it stands in registers: `it`, `neu-wulmstorf`. */
export const key = text('lowercase letters, digits and hyphens, beginning with a letter', /^[a-z][a-z0-9-]*$/)

const host = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?`

/** The name of a Matrix server, without `https://`. */
export const serverName = text('a Matrix server name such as seevetal.example', new RegExp(`^${host}$`))

/** A full Matrix user id; at most 255 bytes, as the Matrix specification says. */
export const userId = text('a full Matrix id such as "@anna:seevetal.example"', (value) => {
  return value.length <= 255 && new RegExp(`^@[\\x21-\\x39\\x3b-\\x7e]+:${host}$`).test(value)
})

/** The address of the homeserver's client API, kept without a slash at its end. */
export const homeserver = text('an http or https address such as https://matrix.harburg.example', (value) => {
  const url = URL.parse(value)
  return /^https?:\/\//.test(value) && url !== null && !url.search && !url.hash && !/\s/.test(value)
}).transform((value) => value.replace(/(?<!\/)\/+$/, ''))

/** Where the data are: a SQLite file or a PostgreSQL database. */
export const database = text('file:<path> or postgresql://<user>@<host>/<database>', (value) => {
  if (/^file:[^\p{Cc}]*[^\p{Cc}/]$/u.test(value)) return true
  const url = /^postgres(ql)?:\/\/\S+$/.test(value) ? URL.parse(value) : null
  return url !== null && url.pathname.length > 1
})

/** A time zone with its rules for summer time; a bare offset has none and is refused. */
export const timeZone = text('a time zone such as Europe/Berlin', (value) => {
  if (!/^[A-Za-z]/.test(value)) return false
  try {
    return new Intl.DateTimeFormat('de', { timeZone: value }) !== null
  } catch {
    return false // the only way in which Intl says that it does not know a zone
  }
})

/** The sixteen Länder, by the codes that calendars of holidays use. */
export const land = oneOf(
  ...(['BW', 'BY', 'BE', 'BB', 'HB', 'HH', 'HE', 'MV', 'NI', 'NW', 'RP', 'SL', 'SN', 'ST', 'SH', 'TH'] as const),
)

/** A moment of the week: `Mo 8:00`. */
export const weekly = text(
  'a weekday (Mo, Di, Mi, Do, Fr, Sa, So) and a time, such as Mo 8:00',
  /^(Mo|Di|Mi|Do|Fr|Sa|So) ([01]?\d|2[0-3]):[0-5]\d$/,
)

/** Quiet hours, from and to in hours: `18-7`. */
export const hours = text('two different full hours such as 18-7', (value) => {
  const [, from, to] = /^([01]?\d|2[0-3])-([01]?\d|2[0-3])$/.exec(value) ?? []
  return from !== undefined && Number(from) !== Number(to)
})

/** How many must take part: a number, a share, a percentage; always kept as text. */
export const quorum = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  text('a number (3), a share (2/3) or a percentage (50 %)', (value) => {
    const [, amount, of, percent] = /^(\d{1,3})(?:\/(\d{1,3})|( ?%))?$/.exec(value) ?? []
    return Number(amount) > 0 && Number(amount) <= (percent ? 100 : Number(of ?? amount))
  }),
)

/** A span of time such as `3 months`; read as the durations that Temporal takes. */
export const span = text(
  'a span such as 30 days, 3 months or 2 years',
  /^[1-9]\d{0,3} (days?|months?|years?)$/,
).transform((value) => {
  const [amount, unit] = value.split(' ') as [string, string]
  const spans: { days?: number; months?: number; years?: number } = { [unit.replace(/s?$/, 's')]: Number(amount) }
  return spans
})
