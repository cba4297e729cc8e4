import { type Ctx, UserError } from '../../bot/command.ts'
import { type Administration, isNamed, placeName } from '../../bot/domain/administrations.ts'
import { addGroup, groupByName } from '../../bot/domain/groups.ts'
import { suggest } from '../../bot/lookup.ts'
import { groupMade, groupNameTaken, groupNameUnusable, unknownAdministrations } from '../../templates/groups.ts'
import type { OperatorPart } from './part.ts'

/** `neu AG Datenschutz für Seevetal, Stelle`; without administrations all of them. */
export const newGroup: OperatorPart = { names: ['neu', 'new', 'anlegen', 'add'], run }

async function run({ db, now, eventId }: Ctx, rest: string) {
  const all = await db.administration.findMany({ orderBy: { name: 'asc' } })
  const { name, chosen } = readGroup(rest.replace(/\s+/g, ' ').trim(), all)
  if (name.length < 2 || name.length > 100) throw new UserError(groupNameUnusable())
  const taken = await groupByName(db, name)
  if (taken) throw new UserError(groupNameTaken({ name: taken.name, key: taken.key }))
  const administrations = chosen ?? all
  const group = await addGroup(db, { name, administrationKeys: administrations.map(({ key }) => key), now, eventId })
  return groupMade({
    name: group.name,
    key: group.key,
    administrations: administrations.map((one) => placeName(one.name)),
    isAll: administrations.length === all.length,
  })
}

/** What follows the last „für“ counts as administrations as soon as one of it is one; else it belongs to the name. */
function readGroup(text: string, all: readonly Administration[]): { name: string; chosen?: Administration[] } {
  const unquote = (name: string) => name.replace(/^[„“"'»«]+|(?<![„“”"'»«.,;])[„“”"'»«.,;]+$/g, '').trim()
  const [, name, list] = /^(.+?)(?<!\s)\s+(?:für|fuer|for)\s+((?!\s)(?:(?!\s(?:für|fuer|for)\s).)+)$/iu.exec(text) ?? []
  if (name === undefined || list === undefined) return { name: unquote(text) }
  if (/^(?:alle|all)\.?$/i.test(list)) return { name: unquote(name), chosen: [...all] }
  const typed = list
    .split(/(?<!\s)(?:\s*,\s*|\s+(?:und|and)\s+)/)
    .map((one) => one.replace(/(?<![.;])[.;]+$/, '').trim())
    .filter((one) => one !== '')
  const found = typed.map((one) => all.find((administration) => isNamed(administration, one)))
  if (typed.length === 1 && found[0] === undefined && !isNear(typed[0] ?? '', all)) return { name: unquote(text) }
  const unknown = typed.filter((_one, index) => !found[index])
  if (unknown.length > 0)
    throw new UserError(unknownAdministrations({ typed: unknown, all: all.map((one) => placeName(one.name)) }))
  return { name: unquote(name), chosen: [...new Set(found.filter((one) => one !== undefined))] }
}

/** „AG Hilfe für Senioren“ is a name, „für Sevetal“ a typing error. */
const isNear = (typed: string, all: readonly Administration[]) =>
  suggest(
    typed,
    all.flatMap(({ key, name, short }) => [key, name, short, placeName(name)]),
  ) !== undefined
