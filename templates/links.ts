import { scopeNames } from './scope.ts'
import { code, type Formats, joined, lines, type Markdown, md, template } from './template.ts'

type Scope = keyof typeof scopeNames
/** A link as it is shown. `head`: its title, note or bare address. */
type Shown = { id: string; url: string; title: string | null; note: string | null; tags: string[] }
type First = { name?: string | undefined; at: Date; times: number }

const hashes = (tags: string[]) => tags.length > 0 && md`${tags.map((tag) => `#${tag}`).join(' ')}`
const noteLine = (note: string | null) => note !== null && md`„${note}“`
const noteLineEn = (note: string | null) => note !== null && md`“${note}”`

/** Stored for the first time; `group` where that is not plain. */
export const linkStored = template<Shown & { group?: string | undefined }>({
  de: ({ id, url, note, tags, group }) =>
    joined([
      md`Link ${id} notiert: ${url}`,
      noteLine(note),
      hashes(tags),
      group !== undefined && md`${group}`,
      md`Ändern: einfach hierauf antworten.`,
    ]),
  en: ({ id, url, note, tags, group }) =>
    joined([
      md`Link ${id} stored: ${url}`,
      noteLineEn(note),
      hashes(tags),
      group !== undefined && md`${group}`,
      md`To change it, simply reply to this.`,
    ]),
})

/** Known already: who shared it first, when, how often; `added`: note or tags were. */
export const linkKnown = template<Shown & First & { added: boolean }>({
  de: ({ id, url, title, note, tags, added, ...first }, read) =>
    joined([
      md`${id} ist schon bekannt: ${title !== null && md`„${title}“, `}${url}`,
      firstDe(first, read),
      noteLine(note),
      hashes(tags),
      added && md`Die Angaben sind ergänzt.`,
    ]),
  en: ({ id, url, title, note, tags, added, ...first }, read) =>
    joined([
      md`${id} is known already: ${title !== null && md`“${title}”, `}${url}`,
      firstEn(first, read),
      noteLineEn(note),
      hashes(tags),
      added && md`Your details are added.`,
    ]),
})

const firstDe = ({ name, at, times }: First, read: Formats) =>
  md`zuerst geteilt${name !== undefined && ` von ${name}`} am ${read.date(at)}${times > 1 && `, insgesamt ${times}-mal`}`
const firstEn = ({ name, at, times }: First, read: Formats) =>
  md`first shared${name !== undefined && ` by ${name}`} on ${read.date(at)}${times > 1 && `, ${times} times in all`}`

type Details = Shown & { group: string; scope: Scope; shares: { name?: string | undefined; at: Date }[] }
const SHARES = 10

/** A link with all that is known of it. */
export const linkShown = template<Details>({
  de: (data, read) =>
    lines(
      joined([md`**${data.id}${data.title !== null && ` ${data.title}`}**`, md`${data.group}`]),
      md`${data.url}`,
      data.note !== null && md`Notiz: ${data.note}`,
      orNone(joined([hashes(data.tags), data.scope !== 'group' && md`Sichtbarkeit: ${scopeNames[data.scope].de}`])),
      data.shares.length > 0 && md`Geteilt (${data.shares.length}):`,
      ...data.shares.slice(0, SHARES).map((share) => sharedBy(share, read)),
      data.shares.length > SHARES && md`… und ${data.shares.length - SHARES} weitere`,
    ),
  en: (data, read) =>
    lines(
      joined([md`**${data.id}${data.title !== null && ` ${data.title}`}**`, md`${data.group}`]),
      md`${data.url}`,
      data.note !== null && md`Note: ${data.note}`,
      orNone(joined([hashes(data.tags), data.scope !== 'group' && md`Scope: ${scopeNames[data.scope].en}`])),
      data.shares.length > 0 && md`Shared (${data.shares.length}):`,
      ...data.shares.slice(0, SHARES).map((share) => sharedBy(share, read)),
      data.shares.length > SHARES && md`… and ${data.shares.length - SHARES} more`,
    ),
})

/** No line at all where there is nothing to say. */
const orNone = (line: Markdown) => line.source !== '' && line

const sharedBy = ({ name, at }: { name?: string | undefined; at: Date }, read: Formats): Markdown =>
  md`- ${read.moment(at)}${name !== undefined && ` · ${name}`}`

type Listed = {
  title: { group?: string | undefined }
  total: number
  rows: { id: string; head: string; url: string; at: Date; group?: string | undefined }[]
  all: { de: string; en: string }
}

/** Links, newest first. */
export const linkList = template<Listed>({
  de: ({ title, total, rows, all }, read) =>
    lines(
      joined([
        md`**Links**`,
        title.group !== undefined && md`${title.group}`,
        md`${total} ${total === 1 ? 'Eintrag' : 'Einträge'}`,
      ]),
      ...rows.map((row) => listed(row, read)),
      total > rows.length && md`… und ${total - rows.length} weitere: ${code(`!${all.de}`)}`,
    ),
  en: ({ title, total, rows, all }, read) =>
    lines(
      joined([
        md`**Links**`,
        title.group !== undefined && md`${title.group}`,
        md`${total} ${total === 1 ? 'entry' : 'entries'}`,
      ]),
      ...rows.map((row) => listed(row, read)),
      total > rows.length && md`… and ${total - rows.length} more: ${code(`!${all.en}`)}`,
    ),
})

function listed({ id, head, url, at, group }: Listed['rows'][number], read: Formats): Markdown {
  const address = url.replace(/^https?:\/\/(?:www\.)?/, '').replace(/\/$/, '') === head ? undefined : md`${head}`
  return joined([
    md`- ${id} ${address ?? url}`,
    address && md`${url}`,
    md`${read.date(at)}`,
    group !== undefined && md`${group}`,
  ])
}

export const noLinks = template<{ filtered: boolean }>({
  de: ({ filtered }) =>
    filtered
      ? md`Dazu ist kein Link gespeichert. Alle: ${code('!links')}`
      : md`Hier ist noch kein Link gespeichert. Speichern: ${code('!link <Adresse> [Notiz] [#tag]')}`,
  en: ({ filtered }) =>
    filtered
      ? md`No link is stored for that. All of them: ${code('!links')}`
      : md`No link is stored here yet. To store one: ${code('!link <address> [note] [#tag]')}`,
})

/** Note, title or tags were changed. */
export const linkChanged = template<Shown>({
  de: ({ id, url, title, note, tags }) =>
    joined([md`${id} geändert: ${title !== null && md`„${title}“, `}${url}`, noteLine(note), hashes(tags)]),
  en: ({ id, url, title, note, tags }) =>
    joined([md`${id} changed: ${title !== null && md`“${title}”, `}${url}`, noteLineEn(note), hashes(tags)]),
})

export const linkDeleted = template<{ id: string }>({
  de: ({ id }) => md`${id} ist gelöscht. Die Nummer wird nicht neu vergeben.`,
  en: ({ id }) => md`${id} is deleted. Its number is not given again.`,
})

export const linkIsDeleted = template<{ id: string }>({
  de: ({ id }) => md`${id} ist gelöscht.`,
  en: ({ id }) => md`${id} is deleted.`,
})

/** What can be done with a link, when something else was asked or nothing was given. */
export const linkChanges = template<{ id: string; asked: string }>({
  de: ({ id, asked }) =>
    md`„${asked}“ habe ich hier nicht verstanden. Möglich ist: ${changes(id, ['notiz <Text>', 'titel <Text>', '#tag', 'löschen'])}.`,
  en: ({ id, asked }) =>
    md`I did not understand “${asked}” here. Possible is: ${changes(id, ['note <text>', 'title <text>', '#tag', 'delete'])}.`,
})

const changes = (id: string, all: string[]) =>
  joined(
    all.map((what) => code(`!link ${id} ${what}`)),
    ', ',
  )
const choice = (urls: string[]) =>
  joined(
    urls.slice(0, 5).map((url) => code(`!link ${url}`)),
    ', ',
  )

export const noAddress = template({
  de: () =>
    md`Es fehlt die Adresse. Beispiel: ${code('!link https://www.seevetal.de Muster #vergabe')}, oder als Antwort auf eine Nachricht mit einem Link.`,
  en: () =>
    md`The address is missing. Example: ${code('!link https://www.seevetal.de sample #procurement')}, or as a reply to a message with a link.`,
})

export const badAddress = template<{ typed: string }>({
  de: ({ typed }) =>
    md`„${typed}“ ist keine Adresse, die sich speichern lässt: Sie beginnt mit http:// oder https:// und hat höchstens 2.000 Zeichen.`,
  en: ({ typed }) =>
    md`“${typed}” is no address that can be stored: those begin with http:// or https:// and have at most 2,000 characters.`,
})

export const whichAddress = template<{ urls: string[] }>({
  de: ({ urls }) => md`Die Nachricht enthält mehrere Links. Bitte einen nennen: ${choice(urls)}.`,
  en: ({ urls }) => md`The message has several links. Please name one: ${choice(urls)}.`,
})
