import type { Db } from '../../prisma/client.ts'
import { parseQuiet } from './calendar.ts'
import { ensurePerson } from './people.ts'
import { parseWeeklyTime } from './when/weekly-time.ts'
import { isTimeZone } from './when/zone.ts'

/** What a person can set for herself. Quiet hours '': none; digest: aus, täglich or a time of the week such as Mo 8:00. */
export type Settings = { language: 'de' | 'en'; timeZone: string; quiet: string; leadDays: number; digest: string }
export type Setting = { [Name in keyof Settings]: { name: Name; value: Settings[Name] } }[keyof Settings]

/** Days before the due day of the first reminder, unless she chose another number. */
export const USUAL_LEAD_DAYS = 3
const WEEKDAYS = ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'] as const

type Defaults = { language: 'de' | 'en'; timeZone: string; quiet: string }

/** A person's settings, with what holds where she chose nothing. */
export async function settingsOf(db: Db, personId: string, usual: Defaults): Promise<Settings> {
  const person = await db.person.findUnique({ where: { id: personId } })
  return {
    language: person?.language === 'en' || person?.language === 'de' ? person.language : usual.language,
    timeZone: person?.timeZone ?? usual.timeZone,
    quiet: person?.quiet ?? usual.quiet,
    leadDays: person?.leadDays ?? USUAL_LEAD_DAYS,
    digest: person?.digest ?? 'aus',
  }
}

/** Stores one setting. */
export async function changeSetting(db: Db, personId: string, { name, value }: Setting, now: Date): Promise<void> {
  await ensurePerson(db, personId, now)
  await db.person.update({ where: { id: personId }, data: { [name]: value } })
}

/** de, Deutsch, English … */
export function readLanguage(text: string): 'de' | 'en' | undefined {
  if (/^(?:de|deutsch|german)\.?$/i.test(text)) return 'de'
  return /^(?:en|englisch|english)\.?$/i.test(text) ? 'en' : undefined
}

/** Europe/Berlin in any case, or its last part alone where only one zone ends so. */
export function readTimeZone(text: string): string | undefined {
  const typed = text.replace(/\.$/, '').replace(/\s+/g, '_')
  if (!/^[A-Za-z][\w+/-]{1,60}$/.test(typed)) return undefined
  const all = Intl.supportedValuesOf('timeZone')
  const lower = typed.toLowerCase()
  const named = all.find((zone) => zone.toLowerCase() === lower)
  if (named) return named
  const ending = all.filter((zone) => zone.toLowerCase().endsWith(`/${lower}`))
  if (ending.length === 1) return ending[0]
  return typed.includes('/') && isTimeZone(typed) ? typed : undefined
}

/** `18-7` and the like in one form, or '' for none. */
export function readQuiet(text: string): string | undefined {
  if (/^(?:aus|off|keine|none)\.?$/i.test(text)) return ''
  const quiet = parseQuiet(text)
  return quiet && `${short(quiet.from)}-${short(quiet.to)}`
}

const short = (time: string) => time.replace(/:00$/, '').replace(/^0(?=\d)/, '')

/** aus, täglich, wöchentlich Mo 8:00 → as they are stored. */
export function readDigest(text: string): string | undefined {
  const typed = text.trim().replace(/\.$/, '')
  if (/^(?:aus|off|nie|never)$/i.test(typed)) return 'aus'
  if (/^(?:täglich|taeglich|daily|jeden tag|every day)$/i.test(typed)) return 'täglich'
  const rest = typed.replace(/^(?:wöchentlich|woechentlich|weekly)\s*/i, '')
  if (rest === '' && typed !== '') return 'Mo 8:00'
  const at = parseWeeklyTime(rest)
  return at && `${WEEKDAYS[at.weekday - 1]} ${at.time.replace(/^0(?=\d)/, '')}`
}

/** `3 Tage vorher`, `3`, `am Tag`: days before the due day, at most 30. */
export function readLeadDays(text: string): number | undefined {
  const words = text.trim().replace(/\s+/g, ' ')
  if (/^(?:aus|off|am (?:selben )?tag|on the day)\.?$/i.test(words)) return 0
  const [, typed] =
    /^(\d{1,2})(?: ?(?:kalender)?(?:tage?n?|days?))?(?: (?:vorher|davor|vor dem termin|before))?\.?$/i.exec(words) ?? []
  return typed !== undefined && Number(typed) <= 30 ? Number(typed) : undefined
}
