import { fold } from '../bot/addressing.ts'
import { type Ctx, defineCommand, UserError } from '../bot/command.ts'
import {
  changeSetting,
  readDigest,
  readLanguage,
  readLeadDays,
  readQuiet,
  readTimeZone,
  type Setting,
  type Settings,
  settingsOf,
} from '../bot/domain/settings.ts'
import { settingChanged, settingNotUnderstood, settingsSentInPerson, settingsShown } from '../templates/settings.ts'

type Names = {
  names: readonly string[]
  setting: keyof Settings
  read(text: string): Settings[keyof Settings] | undefined
}

const SETTINGS: readonly Names[] = [
  { names: ['sprache', 'language'], setting: 'language', read: readLanguage },
  { names: ['zeitzone', 'zone', 'timezone'], setting: 'timeZone', read: readTimeZone },
  { names: ['ruhe', 'ruhezeit', 'ruhezeiten', 'quiet'], setting: 'quiet', read: readQuiet },
  { names: ['erinnerung', 'erinnerungen', 'reminder', 'reminders'], setting: 'leadDays', read: readLeadDays },
  { names: ['digest', 'überblick', 'overview'], setting: 'digest', read: readDigest },
]

/** Shows or changes what a person has set for herself. In a room nobody else gets to see what it is. */
export default defineCommand({
  name: 'einstellungen',
  english: 'settings',
  aliases: ['einstellung', 'setting'],
  permission: 'known',
  writes: true,
  usage: {
    de: '[sprache / zeitzone / ruhe / erinnerung / digest …]',
    en: '[language / zone / quiet / reminder / digest …]',
  },
  help: { de: 'Zeigt oder ändert Ihre Einstellungen.', en: 'Shows or changes your settings.' },
  examples: {
    de: [
      '!einstellungen',
      '!einstellungen digest wöchentlich Mo 8:00',
      '!einstellungen ruhe 18-7',
      '!einstellungen erinnerung 3 Tage vorher',
      '!einstellungen sprache en',
    ],
    en: [
      '!settings',
      '!settings digest weekly Mon 8:00',
      '!settings quiet 18-7',
      '!settings reminder 3 days before',
      '!settings language de',
    ],
  },

  async run(ctx, text) {
    const { viewer, db, now } = ctx
    const typed = text.trim()
    if (typed === '') return show(ctx)
    const setting = readSetting(typed)
    await changeSetting(db, viewer.personId, setting, now)
    return { say: settingChanged(setting), changesReader: true }
  },
})

async function show({ db, viewer, isDirect, installation, eventId }: Ctx) {
  const say = settingsShown(await settingsOf(db, viewer.personId, installation))
  if (isDirect) return say
  const post = { key: `settings:${eventId}`, to: { personId: viewer.personId, absent: 'wait' as const }, say }
  return { say: settingsSentInPerson(), posts: [post] }
}

function readSetting(typed: string): Setting {
  const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(typed) ?? []
  const found = SETTINGS.find(({ names }) => names.some((name) => fold(name) === fold(word.replace(/[:=]$/, ''))))
  if (!found) throw new UserError(settingNotUnderstood({ typed: word, setting: undefined }))
  const value = found.read(rest.trim().replace(/\s+/g, ' '))
  if (value === undefined) throw new UserError(settingNotUnderstood({ typed: rest || word, setting: found.setting }))
  // Each reader gives the type of its setting; the list cannot say so for all at once.
  return { name: found.setting, value } as Setting
}
