import { type GroupCtx, UserError } from '../../bot/command.ts'
import {
  archiveGroup,
  changeCapture,
  changeKey,
  changeTopic,
  groupByKey,
  hasDecisions,
  isKey,
  openTasksOf,
  reopenGroup,
} from '../../bot/domain/groups.ts'
import { tooLong, wrongUsage } from '../../templates/errors.ts'
import {
  captureChanged,
  groupAlready,
  groupArchived,
  groupOpened,
  keyChanged,
  keyUnusable,
  topicChanged,
  topicShown,
} from '../../templates/groups.ts'
import type { Part } from './part.ts'

const LONGEST = 2000

/** `thema <Text>`; `thema -` takes it away, without a text it is shown. */
export const topic: Part = {
  names: ['thema', 'topic'],
  for: 'coordinator',
  async run({ db, group }, rest) {
    const text = rest.replace(/\s+/g, ' ').trim()
    if (text === '') return topicShown({ group: group.name, topic: group.topic ?? undefined })
    if (text.length > LONGEST) throw new UserError(tooLong({ length: text.length }))
    const wanted = /^[-–—]$/.test(text) ? null : text
    await changeTopic(db, group.id, wanted)
    return topicChanged({ group: group.name, topic: wanted ?? '' })
  },
}

/** `archivieren`: read-only and silent; open tasks stay as they are and are named. */
export const archive: Part = {
  names: ['archivieren', 'archive', 'schließen'],
  for: 'coordinator',
  whileArchived: true,
  async run({ db, group, now }, rest) {
    if (rest !== '') throw new UserError(usage({ de: 'archivieren', en: 'archive' }))
    if (group.archivedAt) throw new UserError(groupAlready({ group: group.name, isArchived: true }))
    await archiveGroup(db, group.id, now)
    return groupArchived({ group: group.name, openTasks: await openTasksOf(db, group.id) })
  },
}

/** `öffnen`: takes an archived group up again. */
export const open: Part = {
  names: ['öffnen', 'open', 'reopen'],
  for: 'coordinator',
  whileArchived: true,
  async run({ db, group }) {
    if (!group.archivedAt) throw new UserError(groupAlready({ group: group.name, isArchived: false }))
    await reopenGroup(db, group.id)
    return groupOpened({ group: group.name })
  },
}

/** `links aus` / `links an`: whether posted links are captured. */
export const links: Part = {
  names: ['links', 'link'],
  for: 'coordinator',
  async run({ db, group }, rest) {
    const isOn = /^(?:an|ein|on|ja|yes)\.?$/i.test(rest)
    if (!isOn && !/^(?:aus|off|nein|no)\.?$/i.test(rest))
      throw new UserError(usage({ de: 'links aus', en: 'links off' }))
    await changeCapture(db, group.id, isOn)
    return captureChanged({ group: group.name, isOn })
  },
}

/** `kürzel <neu>`: of a group made by command, until its first decision. */
export const key: Part = {
  names: ['kürzel', 'key'],
  for: 'both',
  async run({ db, group }, rest) {
    const wanted = rest.trim().toLowerCase().replace(/\.$/, '')
    const problem = await keyProblem({ db, group }, wanted)
    if (problem) throw new UserError(keyUnusable({ problem, key: wanted }))
    await changeKey(db, group.id, wanted)
    return keyChanged({ group: group.name, key: wanted })
  },
}

async function keyProblem({ db, group }: Pick<GroupCtx, 'db' | 'group'>, wanted: string) {
  if (!isKey(wanted)) return 'shape' as const
  if (group.fromConfig) return 'file' as const
  if (await hasDecisions(db, group.id)) return 'decisions' as const
  const other =
    (await groupByKey(db, wanted)) ?? (await db.group.findUnique({ where: { prefix: wanted.toUpperCase() } }))
  return other && other.id !== group.id ? ('taken' as const) : undefined
}

const usage = (part: { de: string; en: string }) =>
  wrongUsage({
    name: 'gruppe',
    english: 'group',
    usage: part,
    examples: { de: [`!gruppe ${part.de}`], en: [`!group ${part.en}`] },
  })
