import { formsOf } from './help.ts'
import { code, type Formats, joined, lines, type Markdown, md, type Say, template } from './template.ts'

export const nothingStored = template({
  de: () => md`Es wurde nichts gespeichert.`,
  en: () => md`Nothing was stored.`,
})

/** A refusal, and for writing commands that nothing was stored. */
export const refused = template<{ say: Say; writes: boolean }>({
  de: ({ say, writes }, read) => (writes ? andNothingStored(read.say(say), read) : read.say(say)),
  en: ({ say, writes }, read) => (writes ? andNothingStored(read.say(say), read) : read.say(say)),
})

const ENDED = /[.?!…:“”]`?$/

/** After a list on a line of its own, else behind a sentence that has its full stop. */
function andNothingStored(said: Markdown, read: Formats): Markdown {
  const stored = read.say(nothingStored())
  const last = said.source.slice(said.source.lastIndexOf('\n') + 1)
  if (last.startsWith('- ')) return lines(said, stored)
  return joined([ENDED.test(last) ? said : md`${said}.`, stored], ' ')
}

export const internalError = template<{ reference: string }>({
  de: ({ reference }) =>
    md`Das hat nicht geklappt, es wurde nichts gespeichert. Bitte später erneut versuchen. Bleibt es dabei, nennen Sie dem Betrieb die Kennung ${reference}.`,
  en: ({ reference }) =>
    md`That did not work, nothing was stored. Please try again later. If it stays like this, give the operators the reference ${reference}.`,
})

export const didYouMean = template<{ name: string }>({
  de: ({ name }) => md`Meinten Sie ${code(`!${name}`)}?`,
  en: ({ name }) => md`Did you mean ${code(`!${name}`)}?`,
})

export const notUnderstood = template({
  de: () => md`Das habe ich nicht verstanden. ${code('hilfe')} zeigt, was hier möglich ist.`,
  en: () => md`I did not understand that. ${code('help')} shows what is possible here.`,
})

export const noSuchItem = template<{ id: string; list?: { de: string; en: string } | undefined }>({
  de: ({ id, list }) => md`${id} gibt es nicht.${list && md` Liste: ${code(`!${list.de}`)}`}`,
  en: ({ id, list }) => md`${id} does not exist.${list && md` List: ${code(`!${list.en}`)}`}`,
})

export const onlyMembers = template<{ group: string; names?: string[] }>({
  de: ({ group, names = [] }) =>
    md`Das können nur Mitglieder der ${group}. Aufnehmen kann Sie die Koordination${names.length > 0 && md`: ${names.join(', ')}`}.`,
  en: ({ group, names = [] }) =>
    md`Only members of ${group} can do that. Its coordinators can admit you${names.length > 0 && md`: ${names.join(', ')}`}.`,
})

export const onlyMembersSomewhere = template({
  de: () => md`Das können nur Mitglieder einer Arbeitsgruppe.`,
  en: () => md`Only members of a working group can do that.`,
})

export const onlyCoordinators = template<{ group: string; names: string[] }>({
  de: ({ group, names }) =>
    md`Das kann nur die Koordination der ${group}${names.length > 0 && md`: ${names.join(', ')}`}.`,
  en: ({ group, names }) =>
    md`Only the coordinators of ${group} can do that${names.length > 0 && md`: ${names.join(', ')}`}.`,
})

export const onlyCoordinatorsOf = template<{ groups: { name: string; names: string[] }[] }>({
  de: ({ groups }) =>
    md`Das kann nur die Koordination einer Arbeitsgruppe${groups.length > 0 && `: ${named(groups)}`}.`,
  en: ({ groups }) =>
    md`Only the coordinators of a working group can do that${groups.length > 0 && `: ${named(groups)}`}.`,
})

/** `AG IT-Kooperation (Karin Beispiel, Jens Muster), AG Kommunale Portale` */
const named = (groups: { name: string; names: string[] }[]) =>
  groups.map(({ name, names }) => (names.length > 0 ? `${name} (${names.join(', ')})` : name)).join(', ')

export const onlyOperators = template<{ operators: string[] }>({
  de: ({ operators }) => md`Das kann nur der Betrieb: ${operators.join(', ')}.`,
  en: ({ operators }) => md`Only the operators can do that: ${operators.join(', ')}.`,
})

export const strangerHere = template({
  de: () => md`Ich kenne Sie noch nicht. Bitte lassen Sie sich von der Koordination in eine Arbeitsgruppe aufnehmen.`,
  en: () => md`I do not know you yet. Please ask the coordinators of a working group to admit you.`,
})

export const whichGroup = template<{ command: { de: string; en: string }; groups: { key: string; name: string }[] }>({
  de: ({ command, groups }) =>
    lines(
      md`Für welche Gruppe? ${code(`${command.de} [${groups[0]?.key.toUpperCase() ?? ''}] …`)}`,
      ...groups.map(({ key, name }) => md`- [${key.toUpperCase()}] ${name}`),
    ),
  en: ({ command, groups }) =>
    lines(
      md`For which group? ${code(`${command.en} [${groups[0]?.key.toUpperCase() ?? ''}] …`)}`,
      ...groups.map(({ key, name }) => md`- [${key.toUpperCase()}] ${name}`),
    ),
})

export const noSuchGroup = template<{ key: string; groups: { key: string; name: string }[] }>({
  de: ({ key, groups }) =>
    md`Eine Gruppe „${key}“ kenne ich bei Ihnen nicht.${groups.length > 0 && md` Möglich: ${groups.map((g) => g.key.toUpperCase()).join(', ')}.`}`,
  en: ({ key, groups }) =>
    md`I know no group “${key}” of yours.${groups.length > 0 && md` Possible: ${groups.map((g) => g.key.toUpperCase()).join(', ')}.`}`,
})

/** How a command is written: its first form, an example, and where there is more the help for it. */
export const wrongUsage = template<{
  name: string
  english: string
  usage: { de: string; en: string }
  examples: { de: readonly string[]; en: readonly string[] }
}>({
  de: ({ name, usage, examples }) =>
    md`So geht es: ${code(`!${name} ${formsOf(usage.de)[0] ?? ''}`)}${examples.de[0] !== undefined && md` – zum Beispiel ${code(examples.de[0])}`}${formsOf(usage.de).length > 1 && md`. Weiteres: ${code(`!hilfe ${name}`)}`}`,
  en: ({ english, usage, examples }) =>
    md`Like this: ${code(`!${english} ${formsOf(usage.en)[0] ?? ''}`)}${examples.en[0] !== undefined && md` – for example ${code(examples.en[0])}`}${formsOf(usage.en).length > 1 && md`. More: ${code(`!help ${english}`)}`}`,
})

export const groupIsArchived = template<{ group: string }>({
  de: ({ group }) =>
    md`${group} ist archiviert und wird nicht mehr verändert. Öffnen kann sie die Koordination: ${code('!gruppe öffnen')}`,
  en: ({ group }) =>
    md`${group} is archived and no longer changed. Its coordinators can open it: ${code('!group open')}`,
})

export const tooLong = template<{ length: number }>({
  de: ({ length }) =>
    md`Der Text hat ${length.toLocaleString('de-DE')} Zeichen, möglich sind 2.000. Bitte kürzen oder auf mehrere Einträge verteilen.`,
  en: ({ length }) =>
    md`The text has ${length.toLocaleString('en-GB')} characters, 2,000 are possible. Please shorten it or use several entries.`,
})

export const alreadyRan = template<{ change: { de: string; en: string } }>({
  de: ({ change }) =>
    md`Der Befehl war schon ausgeführt, die Bearbeitung ändert nichts mehr. Ändern: ${code(change.de)}`,
  en: ({ change }) => md`The command had run already, editing it changes nothing. To change it: ${code(change.en)}`,
})

/** To whom a signed device is required of, in an encrypted room. */
export const unsignedDevice = template({
  de: () =>
    md`Diese Nachricht kam von einem Gerät, das nicht bestätigt ist; deshalb führe ich den Befehl nicht aus. Bitte bestätigen Sie das Gerät (in Element: Einstellungen, Sitzungen, „Sitzung verifizieren“, mit einem anderen Gerät oder dem Wiederherstellungsschlüssel) und schreiben Sie den Befehl noch einmal.`,
  en: () =>
    md`This message came from a device that is not verified, so I do not run the command. Please verify the device (in Element: settings, sessions, “Verify session”, with another device or the recovery key) and write the command once more.`,
})
