import type { Lang } from '../templates/template.ts'

/** What the configuration says about the installation as a whole. */
export type Installation = {
  /** The bot's user id. */
  me: string
  space: string
  language: Lang
  timeZone: string
  /** Federal state for public holidays, such as NI. */
  land: string
  operators: readonly string[]
  /** Weekly times such as Mo 8:00. */
  digests: { coordinators: string; groups: string }
  /** Default quiet hours such as 18-7. */
  quiet: string
  encryption: boolean
  /** In encrypted rooms only signed devices are obeyed; operators' devices must be signed in any case. */
  signedOnly: boolean
  decisions: { confirm: boolean; word: string }
  links: { capture: boolean; fetch: 'off' | 'titles'; allowPrivate: boolean }
  version: string
  database: 'sqlite' | 'postgresql'
}
