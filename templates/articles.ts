import { quotedDe, quotedEn } from './decisions.ts'
import { scopeNames } from './scope.ts'
import { code, type Formats, joined, lines, type Markdown, md, template } from './template.ts'

type Named = { id: string; title: string }

const hashes = (tags: string[]) => tags.length > 0 && md`${tags.map((tag) => `#${tag}`).join(' ')}`

/** An article was written. */
export const articleStored = template<Named & { tags: string[]; group?: string | undefined }>({
  de: ({ id, title, tags, group }) =>
    joined([
      md`Wissen ${id} gespeichert: „${title}“`,
      hashes(tags),
      group !== undefined && md`${group}`,
      md`Ändern: einfach hierauf antworten.`,
    ]),
  en: ({ id, title, tags, group }) =>
    joined([
      md`Article ${id} stored: “${title}”`,
      hashes(tags),
      group !== undefined && md`${group}`,
      md`To change it, simply reply to this.`,
    ]),
})

type Shown = Named & {
  text: string
  group: string
  scope: keyof typeof scopeNames
  tags: string[]
  createdAt: Date
  author?: string | undefined
  source?: string | undefined
}

/** An article with its text. */
export const articleShown = template<Shown>({
  de: (data, read) =>
    lines(
      joined([md`**${data.id} ${data.title}**`, md`${data.group}`]),
      ...paragraphs(data.text),
      joined([
        fromDe(data, read),
        hashes(data.tags),
        data.scope !== 'group' && md`Sichtbarkeit: ${scopeNames[data.scope].de}`,
      ]),
    ),
  en: (data, read) =>
    lines(
      joined([md`**${data.id} ${data.title}**`, md`${data.group}`]),
      ...paragraphs(data.text),
      joined([
        fromEn(data, read),
        hashes(data.tags),
        data.scope !== 'group' && md`Scope: ${scopeNames[data.scope].en}`,
      ]),
    ),
})

/** People's lines stay lines; what would be a list or a heading reads as it was typed. */
const paragraphs = (text: string): Markdown[] => text.split('\n').map((line) => md`${line.trim()}`)

function fromDe({ author, source, createdAt }: Shown, read: Formats) {
  if (author === undefined) return md`${read.date(createdAt)}`
  return source === undefined || source === author
    ? md`${author}, ${read.date(createdAt)}`
    : md`Von ${source}, gemerkt von ${author} am ${read.date(createdAt)}`
}

function fromEn({ author, source, createdAt }: Shown, read: Formats) {
  if (author === undefined) return md`${read.date(createdAt)}`
  return source === undefined || source === author
    ? md`${author}, ${read.date(createdAt)}`
    : md`By ${source}, kept by ${author} on ${read.date(createdAt)}`
}

type Listed = {
  title: { group?: string | undefined }
  total: number
  rows: (Named & { at: Date; group?: string | undefined })[]
}

/** Articles, newest first. */
export const articleList = template<Listed>({
  de: ({ title, total, rows }, read) =>
    lines(
      joined([
        md`**Wissen**`,
        title.group !== undefined && md`${title.group}`,
        md`${total} ${total === 1 ? 'Eintrag' : 'Einträge'}`,
      ]),
      ...rows.map((row) => listed(row, read)),
      total > rows.length && md`… und ${total - rows.length} weitere: ${code('!wissen alle')}`,
    ),
  en: ({ title, total, rows }, read) =>
    lines(
      joined([
        md`**Knowledge**`,
        title.group !== undefined && md`${title.group}`,
        md`${total} ${total === 1 ? 'entry' : 'entries'}`,
      ]),
      ...rows.map((row) => listed(row, read)),
      total > rows.length && md`… and ${total - rows.length} more: ${code('!knowledge all')}`,
    ),
})

const listed = ({ id, title, at, group }: Listed['rows'][number], read: Formats) =>
  joined([md`- ${id} ${title}`, md`${read.date(at)}`, group !== undefined && md`${group}`])

export const noArticles = template({
  de: () =>
    md`Hier ist noch nichts gespeichert. Schreiben: ${code('!wissen <Titel>: <Text>')}, oder eine Nachricht merken: mit ${code('!merken')} darauf antworten.`,
  en: () =>
    md`Nothing is stored here yet. To write: ${code('!knowledge <title>: <text>')}, or keep a message: reply to it with ${code('!keep')}.`,
})

export const articleChanged = template<Named>({
  de: ({ id, title }) => md`${id} geändert: ${quotedDe(title)}`,
  en: ({ id, title }) => md`${id} changed: ${quotedEn(title)}`,
})

export const articleDeleted = template<{ id: string }>({
  de: ({ id }) => md`${id} ist gelöscht. Die Nummer wird nicht neu vergeben.`,
  en: ({ id }) => md`${id} is deleted. Its number is not given again.`,
})

export const articleIsDeleted = template<{ id: string }>({
  de: ({ id }) => md`${id} ist gelöscht.`,
  en: ({ id }) => md`${id} is deleted.`,
})

/** An article needs a text. */
export const textMissing = template<{ title: string }>({
  de: ({ title }) =>
    md`Es fehlt der Text: ${code(`!wissen ${title}: <Text>`)}, oder der Text in den Zeilen darunter. Suchen: ${code(`!suche ${title}`)}`,
  en: ({ title }) =>
    md`The text is missing: ${code(`!knowledge ${title}: <text>`)}, or the text in the lines below. To search: ${code(`!search ${title}`)}`,
})

/** What can be done with an article, when something else was asked or nothing was given. */
export const articleChanges = template<{ id: string; asked: string }>({
  de: ({ id, asked }) =>
    md`„${asked}“ habe ich hier nicht verstanden. Möglich ist: ${changes(`!wissen ${id}`, ['titel <Text>', 'text <Text>', 'löschen'])}.`,
  en: ({ id, asked }) =>
    md`I did not understand “${asked}” here. Possible is: ${changes(`!knowledge ${id}`, ['title <text>', 'text <text>', 'delete'])}.`,
})

const changes = (command: string, all: string[]) =>
  joined(
    all.map((what) => code(`${command} ${what}`)),
    ', ',
  )
