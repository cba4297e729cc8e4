import { code, lines, type Markdown, md, template } from './template.ts'

type Settings = { language: 'de' | 'en'; timeZone: string; quiet: string; leadDays: number; digest: string }
type Name = keyof Settings

const de: { [Key in Name]: (value: Settings[Key]) => Markdown } = {
  language: (value) => md`Sprache: ${value === 'de' ? 'Deutsch' : 'Englisch'}`,
  timeZone: (value) => md`Zeitzone: ${value}`,
  quiet: (value) => md`Ruhezeit: ${value === '' ? 'keine' : `${value.replace('-', '–')} Uhr`}`,
  leadDays: (value) =>
    md`Erste Erinnerung an Aufgaben: ${value === 0 ? 'am Tag selbst' : value === 1 ? '1 Tag vorher' : `${value} Tage vorher`}`,
  digest: (value) =>
    md`Persönlicher Überblick: ${value === 'aus' ? 'aus' : value === 'täglich' ? 'täglich, 8:00 Uhr' : `wöchentlich, ${value} Uhr`}`,
}

const WEEKDAYS_EN: Record<string, string> = {
  Mo: 'Mon',
  Di: 'Tue',
  Mi: 'Wed',
  Do: 'Thu',
  Fr: 'Fri',
  Sa: 'Sat',
  So: 'Sun',
}

const en: { [Key in Name]: (value: Settings[Key]) => Markdown } = {
  language: (value) => md`Language: ${value === 'de' ? 'German' : 'English'}`,
  timeZone: (value) => md`Time zone: ${value}`,
  quiet: (value) => md`Quiet hours: ${value === '' ? 'none' : value.replace('-', '–')}`,
  leadDays: (value) =>
    md`First reminder of tasks: ${value === 0 ? 'on the day itself' : value === 1 ? '1 day before' : `${value} days before`}`,
  digest: (value) =>
    md`Personal digest: ${value === 'aus' ? 'off' : value === 'täglich' ? 'daily, 8:00' : `weekly, ${value.replace(/^\w\w/, (day) => WEEKDAYS_EN[day] ?? day)}`}`,
}

/** All settings, with what to type for others. */
export const settingsShown = template<Settings>({
  de: (all) =>
    lines(
      md`Ihre Einstellungen:`,
      md`- ${de.language(all.language)} · ändern: ${code('einstellungen sprache en')}`,
      md`- ${de.timeZone(all.timeZone)} · ändern: ${code('einstellungen zeitzone Europe/Berlin')}`,
      md`- ${de.quiet(all.quiet)} · ändern: ${code('einstellungen ruhe 18-7')} oder ${code('einstellungen ruhe aus')}`,
      md`- ${de.leadDays(all.leadDays)} · ändern: ${code('einstellungen erinnerung 3 Tage vorher')}`,
      md`- ${de.digest(all.digest)} · ändern: ${code('einstellungen digest wöchentlich Mo 8:00')}, ${code('einstellungen digest täglich')} oder ${code('einstellungen digest aus')}`,
    ),
  en: (all) =>
    lines(
      md`Your settings:`,
      md`- ${en.language(all.language)} · to change it: ${code('settings language de')}`,
      md`- ${en.timeZone(all.timeZone)} · to change it: ${code('settings zone Europe/Berlin')}`,
      md`- ${en.quiet(all.quiet)} · to change it: ${code('settings quiet 18-7')} or ${code('settings quiet off')}`,
      md`- ${en.leadDays(all.leadDays)} · to change it: ${code('settings reminder 3 days before')}`,
      md`- ${en.digest(all.digest)} · to change it: ${code('settings digest weekly Mon 8:00')}, ${code('settings digest daily')} or ${code('settings digest off')}`,
    ),
})

type Changed = { [Key in Name]: { name: Key; value: Settings[Key] } }[Name]

// One member of the union at a time: its name decides the type of its value.
const lineOf = (wording: typeof de, { name, value }: Changed) =>
  (wording[name] as (value: Changed['value']) => Markdown)(value)

/** One setting as it is from now on. */
export const settingChanged = template<Changed>({
  de: (changed) => md`Gespeichert. ${lineOf(de, changed)}.`,
  en: (changed) => md`Stored. ${lineOf(en, changed)}.`,
})

/** In a room: what a person has set is nobody else's business. */
export const settingsSentInPerson = template({
  de: () => md`Ihre Einstellungen stehen in der Direktnachricht von mir.`,
  en: () => md`Your settings are in the direct message from me.`,
})

export const settingNotUnderstood = template<{ typed: string; setting: Name | undefined }>({
  de: ({ typed, setting }) =>
    md`„${typed}“ habe ich nicht erkannt. Beispiel: ${code(EXAMPLES_DE[setting ?? 'digest'])}`,
  en: ({ typed, setting }) => md`I did not understand “${typed}”. Example: ${code(EXAMPLES_EN[setting ?? 'digest'])}`,
})

const EXAMPLES_DE: Record<Name, string> = {
  language: 'einstellungen sprache de',
  timeZone: 'einstellungen zeitzone Europe/Berlin',
  quiet: 'einstellungen ruhe 18-7',
  leadDays: 'einstellungen erinnerung 3 Tage vorher',
  digest: 'einstellungen digest wöchentlich Mo 8:00',
}
const EXAMPLES_EN: Record<Name, string> = {
  language: 'settings language en',
  timeZone: 'settings zone Europe/Berlin',
  quiet: 'settings quiet 18-7',
  leadDays: 'settings reminder 3 days before',
  digest: 'settings digest weekly Mon 8:00',
}
