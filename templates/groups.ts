import { code, joined, lines, md, template } from './template.ts'

export const groupMade = template<{ name: string; key: string; administrations: string[]; isAll: boolean }>({
  de: ({ name, key, administrations, isAll }) =>
    lines(
      md`${name} ist angelegt, Kürzel ${key.toUpperCase()}. Verwaltungen: ${isAll ? 'alle' : administrations.join(', ')}. Der Raum folgt gleich.`,
      md`Koordination benennen: ${code(`!mitglied [${key.toUpperCase()}] @anna:seevetal.example Seevetal Koordination`)}`,
      md`Anderes Kürzel, bis zum ersten Beschluss: ${code(`!gruppe [${key.toUpperCase()}] kürzel <neu>`)}`,
    ),
  en: ({ name, key, administrations, isAll }) =>
    lines(
      md`${name} exists now, key ${key.toUpperCase()}. Administrations: ${isAll ? 'all' : administrations.join(', ')}. Its room follows at once.`,
      md`To appoint a coordinator: ${code(`!member [${key.toUpperCase()}] @anna:seevetal.example Seevetal coordinator`)}`,
      md`Another key, until the first decision: ${code(`!group [${key.toUpperCase()}] key <new>`)}`,
    ),
})

export const groupNameTaken = template<{ name: string; key: string }>({
  de: ({ name, key }) => md`Eine Gruppe mit dem Namen „${name}“ gibt es schon (Kürzel ${key.toUpperCase()}).`,
  en: ({ name, key }) => md`There is a group called “${name}” already (key ${key.toUpperCase()}).`,
})

export const groupNameUnusable = template({
  de: () => md`Der Name braucht 2 bis 100 Zeichen. Beispiel: ${code('!gruppe neu AG Datenschutz')}`,
  en: () => md`The name needs 2 to 100 characters. Example: ${code('!group new Data Protection')}`,
})

export const unknownAdministrations = template<{ typed: string[]; all: string[] }>({
  de: ({ typed, all }) => md`Als Verwaltung kenne ich nicht: ${typed.join(', ')}. Möglich: ${all.join(', ')}.`,
  en: ({ typed, all }) => md`I know no such administration: ${typed.join(', ')}. Possible: ${all.join(', ')}.`,
})

type Invited = {
  name: string
  outcome: 'new' | 'back' | 'again' | 'here' | 'member'
  administration?: string | undefined
  personId: string
}

export const peopleInvited = template<{ group: string; key: string; people: Invited[] }>({
  de: ({ group, key, people }) =>
    lines(
      ...people.map(({ name, outcome, administration }) => {
        const place = administration !== undefined && md` (${administration})`
        if (outcome === 'member') return md`${name}${place} ist bereits Mitglied der ${group}.`
        if (outcome === 'here') return md`${name}${place} ist im Raum und jetzt Mitglied der ${group}.`
        return md`${name}${place} wird in die ${group} eingeladen${outcome === 'again' && ', noch einmal'}.`
      }),
      ...people
        .filter(({ administration }) => administration === undefined)
        .map(
          ({ name, personId }) =>
            md`Verwaltung von ${name} zuordnen: ${code(`!mitglied [${key.toUpperCase()}] ${personId} <Verwaltung>`)}`,
        ),
    ),
  en: ({ group, key, people }) =>
    lines(
      ...people.map(({ name, outcome, administration }) => {
        const place = administration !== undefined && md` (${administration})`
        if (outcome === 'member') return md`${name}${place} is a member of ${group} already.`
        if (outcome === 'here') return md`${name}${place} is in the room and now a member of ${group}.`
        return md`${name}${place} will be invited to ${group}${outcome === 'again' && ', once more'}.`
      }),
      ...people
        .filter(({ administration }) => administration === undefined)
        .map(
          ({ name, personId }) =>
            md`To assign an administration to ${name}: ${code(`!member [${key.toUpperCase()}] ${personId} <administration>`)}`,
        ),
    ),
})

export const peopleRemoved = template<{ group: string; names: string[]; noCoordinator: boolean }>({
  de: ({ group, names, noCoordinator }) =>
    joined(
      [
        md`${names.join(', ')}: Mitgliedschaft in der ${group} beendet, auch für Direktnachrichten.`,
        noCoordinator && md`Die Gruppe hat damit keine Koordination mehr.`,
      ],
      ' ',
    ),
  en: ({ group, names, noCoordinator }) =>
    joined(
      [
        md`${names.join(', ')}: membership in ${group} ended, for direct messages too.`,
        noCoordinator && md`With that the group has no coordinator any more.`,
      ],
      ' ',
    ),
})

export const notMembers = template<{ group: string; names: string[] }>({
  de: ({ group, names }) => md`Kein Mitglied der ${group}: ${names.join(', ')}. Wer dabei ist: ${code('!mitglieder')}`,
  en: ({ group, names }) => md`No member of ${group}: ${names.join(', ')}. Who is: ${code('!members')}`,
})

export const topicChanged = template<{ group: string; topic: string }>({
  de: ({ group, topic }) => (topic ? md`Thema der ${group}: „${topic}“` : md`Die ${group} hat kein Thema mehr.`),
  en: ({ group, topic }) => (topic ? md`Topic of ${group}: “${topic}”` : md`${group} has no topic any more.`),
})

export const topicShown = template<{ group: string; topic: string | undefined }>({
  de: ({ group, topic }) =>
    md`Thema der ${group}: ${topic === undefined ? md`keines` : md`„${topic}“`}. Ändern: ${code('!gruppe thema <Text>')}, entfernen: ${code('!gruppe thema -')}`,
  en: ({ group, topic }) =>
    md`Topic of ${group}: ${topic === undefined ? md`none` : md`“${topic}”`}. To change it: ${code('!group topic <text>')}, to take it away: ${code('!group topic -')}`,
})

export const keyChanged = template<{ group: string; key: string }>({
  de: ({ group, key }) => md`${group} hat jetzt das Kürzel ${key.toUpperCase()}.`,
  en: ({ group, key }) => md`${group} now has the key ${key.toUpperCase()}.`,
})

type KeyProblem = { problem: 'shape' | 'taken' | 'decisions' | 'file'; key: string }

export const keyUnusable = template<KeyProblem>({
  de: ({ problem, key }) => {
    if (problem === 'taken') return md`Das Kürzel ${key.toUpperCase()} ist vergeben.`
    if (problem === 'decisions') return md`Das Kürzel steht schon in Registernummern und bleibt.`
    if (problem === 'file') return md`Das Kürzel dieser Gruppe steht in der Konfiguration und bleibt.`
    return md`Ein Kürzel hat Buchstaben, Ziffern und Bindestriche und beginnt mit einem Buchstaben. Beispiel: ${code('!gruppe kürzel ds')}`
  },
  en: ({ problem, key }) => {
    if (problem === 'taken') return md`The key ${key.toUpperCase()} is taken.`
    if (problem === 'decisions') return md`The key stands in register numbers already and stays.`
    if (problem === 'file') return md`The key of this group stands in the configuration and stays.`
    return md`A key has letters, digits and hyphens and begins with a letter. Example: ${code('!group key dp')}`
  },
})

const SHOWN = 10

export const groupArchived = template<{ group: string; openTasks: { id: string; text: string }[] }>({
  de: ({ group, openTasks }) =>
    lines(
      md`${group} ist archiviert: Es kann nur noch gelesen werden, ich schreibe hier von selbst nichts mehr. Einträge bleiben in der Suche. Wieder öffnen: ${code('!gruppe öffnen')}`,
      openTasks.length > 0 && md`Offen bleiben:`,
      ...openTasks.slice(0, SHOWN).map(({ id, text }) => md`- ${id} „${text}“`),
      openTasks.length > SHOWN && md`… und ${openTasks.length - SHOWN} weitere`,
    ),
  en: ({ group, openTasks }) =>
    lines(
      md`${group} is archived: it can only be read, and I post nothing here any more. Entries are still found. To open it again: ${code('!group open')}`,
      openTasks.length > 0 && md`These stay open:`,
      ...openTasks.slice(0, SHOWN).map(({ id, text }) => md`- ${id} “${text}”`),
      openTasks.length > SHOWN && md`… and ${openTasks.length - SHOWN} more`,
    ),
})

export const groupOpened = template<{ group: string }>({
  de: ({ group }) => md`${group} ist wieder geöffnet.`,
  en: ({ group }) => md`${group} is open again.`,
})

export const groupAlready = template<{ group: string; isArchived: boolean }>({
  de: ({ group, isArchived }) => md`${group} ist bereits ${isArchived ? 'archiviert' : 'geöffnet'}.`,
  en: ({ group, isArchived }) => md`${group} is ${isArchived ? 'archived' : 'open'} already.`,
})

export const captureChanged = template<{ group: string; isOn: boolean }>({
  de: ({ group, isOn }) =>
    isOn
      ? md`Links, die in der ${group} gepostet werden, merke ich mir.`
      : md`Gepostete Links merke ich mir in der ${group} nicht mehr. ${code('!link <Adresse>')} geht weiterhin.`,
  en: ({ group, isOn }) =>
    isOn
      ? md`I keep links that are posted in ${group}.`
      : md`I no longer keep links that are posted in ${group}. ${code('!link <address>')} still works.`,
})
