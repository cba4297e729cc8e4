import { type Answer, type Ctx, defineCommand, UserError } from '../bot/command.ts'
import { type Administration, administrationsOf } from '../bot/domain/administrations.ts'
import { resolvePerson } from '../bot/domain/naming.ts'
import type { Group } from '../bot/domain/people.ts'
import { listTasks } from '../bot/domain/task-list.ts'
import { type ListCall, readListCall, wholeList } from '../bot/domain/task-list-call.ts'
import { viewsOf } from '../bot/domain/task-view.ts'
import type { Task } from '../bot/domain/tasks.ts'
import { noSuchGroup } from '../templates/errors.ts'
import { unusableName } from '../templates/naming.ts'
import { noTasks, taskList } from '../templates/task-list.ts'
import { noSuchFilter } from '../templates/task-refusals.ts'

const SHOWN = 10
/** Longer lists would be messages without end. */
const MOST = 200

/** Lists tasks: in a room those of its group, in a direct message those of all own groups. */
export default defineCommand({
  name: 'aufgaben',
  english: 'tasks',
  aliases: ['todos', 'aufträge'],
  permission: 'member',
  writes: false,
  usage: {
    de: '[meine / offen / alle / überfällig / erledigt] [Verwaltung] [#tag]',
    en: '[mine / open / all / overdue / done] [administration] [#tag]',
  },
  help: {
    de: 'Listet Aufgaben auf; ohne Zusatz die offenen.',
    en: 'Lists tasks; the open ones if nothing else is said.',
  },
  examples: {
    de: ['!aufgaben', '!aufgaben meine', '!aufgaben überfällig Seevetal', '!aufgaben erledigt #drucker'],
    en: ['!tasks', '!tasks mine', '!tasks overdue Seevetal', '!tasks done #printers'],
  },

  async run(ctx, text) {
    const { groups, rest } = chooseGroups(ctx, text.trim())
    const call = readListCall(rest, await administrationsIn(ctx, groups))
    if ('unknown' in call) throw new UserError(noSuchFilter({ typed: call.unknown }))
    const found = await find(ctx, groups, call)
    return answer(ctx, groups, call, found)
  },
})

/** In a room its group; in a direct message the one in brackets, or all that are open. */
function chooseGroups({ group, viewer }: Ctx, text: string): { groups: Group[]; rest: string } {
  if (group) return { groups: [group], rest: text }
  const own = viewer.memberships.map((one) => one.group)
  const all = own.filter(({ archivedAt }) => !archivedAt)
  const [, key, rest = ''] = /^\[([^\]\s]{1,40})\]\s*([\s\S]*)$/.exec(text) ?? []
  if (key === undefined) return { groups: all, rest: text }
  const named = own.find((one) => one.key.toLowerCase() === key.toLowerCase())
  if (!named) throw new UserError(noSuchGroup({ key, groups: all }))
  return { groups: [named], rest }
}

async function administrationsIn({ db }: Ctx, groups: readonly Group[]): Promise<Administration[]> {
  const found = new Map<string, Administration>()
  for (const { id } of groups) for (const one of await administrationsOf(db, id)) found.set(one.key, one)
  return [...found.values()]
}

async function find(
  ctx: Ctx,
  groups: readonly Group[],
  { status, mine, tags, administrationKey, person }: ListCall,
): Promise<Task[]> {
  const { db, viewer, now } = ctx
  const personId = person === undefined ? undefined : await whoIs(ctx, groups, person)
  const administrationOf = new Map(viewer.memberships.map((one) => [one.groupId, one.administrationKey]))
  const filter = {
    status,
    tags,
    administrationKey,
    personId,
    ...(mine ? { mine: { personId: viewer.personId, administrationOf } } : {}),
  }
  return listTasks(
    db,
    viewer.sight,
    groups.map(({ id }) => id),
    filter,
    now,
  )
}

async function whoIs({ db }: Ctx, groups: readonly Group[], typed: string): Promise<string> {
  for (const { id: groupId } of groups) {
    const found = await resolvePerson(db, typed, { groupId })
    if (found.kind === 'many') throw new UserError(unusableName({ kind: 'many', typed, choices: found.choices }))
    if (found.kind === 'one') return found.personId
  }
  throw new UserError(unusableName({ kind: 'nobody', typed, near: [] }))
}

async function answer(
  { db, isDirect }: Ctx,
  groups: readonly Group[],
  call: ListCall,
  found: readonly Task[],
): Promise<Answer> {
  const { status: filter, mine } = call
  if (found.length === 0)
    return {
      say: noTasks({
        filter,
        isFiltered: mine || call.tags.length > 0 || call.administrationKey !== undefined || call.person !== undefined,
      }),
    }
  const key = (group: Group) => (isDirect && groups.length > 1 ? group.key : undefined)
  const rows = await viewsOf(
    db,
    groups.flatMap(({ id }) => shownOf(found, id, call)),
  )
  const sections = groups.map((group) => ({
    group: group.name,
    rows: rows.filter((row) => row.groupId === group.id).map(shortened),
    total: found.filter(({ item }) => item.groupId === group.id).length,
    all: { de: wholeList(call, 'de', key(group)), en: wholeList(call, 'en', key(group)) },
  }))
  return { say: taskList({ filter, mine, sections: sections.filter(({ total }) => total > 0) }) }
}

const shownOf = (found: readonly Task[], groupId: string, { whole }: ListCall) =>
  found.filter(({ item }) => item.groupId === groupId).slice(0, whole ? MOST : SHOWN)

const LINE = 160

const shortened = <Row extends { text: string }>(row: Row): Row =>
  row.text.length > LINE ? { ...row, text: `${row.text.slice(0, LINE).trimEnd()} …` } : row
