import type { Db, Prisma } from '../../prisma/client.ts'

export type Administration = Prisma.AdministrationGetPayload<object>

const KINDS = /^(?:Samtgemeinde|Verbandsgemeinde|Einheitsgemeinde|Gemeinde|Hansestadt|Stadt|Flecken|Markt)\s+/
const ADDITION = /(?<!\s)\s+(?:\([\s\S]*\)$|(?:in|an|am|im|bei|ob|vor)\s[\s\S]*$)/

/** How an administration is called in passing: Gemeinde Seevetal → Seevetal; a county keeps its full name. */
export const placeName = (name: string) => name.replace(KINDS, '').replace(ADDITION, '')

const fold = (text: string) =>
  text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss').trim()

/** Whether a text names this administration: by name, place, short name or key. */
export const isNamed = ({ key, name, short }: Administration, text: string) =>
  [key, name, short, placeName(name)].some((own) => fold(own) === fold(text))

/** Administrations of a group, by name. */
export const administrationsOf = (db: Db, groupId: string): Promise<Administration[]> =>
  db.administration.findMany({ where: { groups: { some: { groupId } } }, orderBy: { name: 'asc' } })

/** The longest administration name that a text begins with, and what follows it. Words of a name may not be cut. */
export function takeAdministration(
  text: string,
  all: readonly Administration[],
): { administration: Administration; rest: string } | undefined {
  const folded = fold(text)
  const names = all.flatMap((administration) =>
    [...new Set([administration.key, administration.name, administration.short, placeName(administration.name)])].map(
      (name) => ({ administration, name }),
    ),
  )
  const found = names
    .map(({ administration, name }) => ({ administration, length: lengthOf(text, name), folded: fold(name) }))
    .filter(({ folded: name, length }) => length > 0 && folded.startsWith(name))
    .sort((a, b) => b.length - a.length)[0]
  return found && { administration: found.administration, rest: text.slice(found.length).trimStart() }
}

/** How many characters of the text the name takes, umlauts typed either way; 0 when a word would be cut or it does not begin so. */
function lengthOf(text: string, name: string): number {
  const wanted = fold(name)
  let seen = ''
  let at = 0
  for (; at < text.length && seen.length < wanted.length; at++) seen += foldOne(text[at] ?? '')
  if (seen !== wanted) return 0
  return at === text.length || /[\s,;.:()]/.test(text[at] ?? '') ? at : 0
}

const foldOne = (char: string) =>
  char.toLowerCase().replace('ä', 'ae').replace('ö', 'oe').replace('ü', 'ue').replace('ß', 'ss')
