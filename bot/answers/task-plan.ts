import { unusableName } from '../../templates/naming.ts'
import { recurringLater } from '../../templates/task-refusals.ts'
import { whenProblem } from '../../templates/when.ts'
import { unquoted } from '../addressing.ts'
import { type Ctx, UserError } from '../command.ts'
import { type Assignee, readAssignees, takeAssignees } from '../domain/assignees.ts'
import { takeTags } from '../domain/naming.ts'
import { CLEAR_DUE, isDate } from '../domain/task-call.ts'
import { type Due, dueOf, noDue } from '../domain/tasks.ts'
import { takeDeadline } from '../domain/when/deadline.ts'
import { takeStart } from '../domain/when/start.ts'
import type { Resolved, WhenOptions, WhenProblem } from '../domain/when/types.ts'
import { resolveWhen } from '../domain/when/when.ts'

/** What a text plans: the words that remain, and what was found in it. */
export type Plan = { text: string; due?: Due; assignees?: Assignee[]; tags: string[] }

const optionsOf = ({ sentAt, timeZone, installation }: Ctx): WhenOptions => ({
  sentAt,
  timeZone,
  use: 'deadline',
  land: installation.land,
})

/** What was typed before the date stands before the examples too. */
function bad({ lang }: Ctx, problem: WhenProblem) {
  const typed = /^(?:bis|spätestens|by|until|due)(?=\s)/i.exec(problem.phrase)?.[0].toLowerCase()
  return new UserError(whenProblem({ problem, lead: typed ?? (lang === 'de' ? 'bis' : 'by') }))
}

/** Reads the text of a new task: due date, assignees and tags are taken out of it. Throws UserError. */
export async function readNewTask(ctx: Ctx, text: string, groupId: string): Promise<Plan & { assignees: Assignee[] }> {
  const options = optionsOf(ctx)
  const dated = takeDeadline(text, options)
  if (isRecurring('text' in dated ? dated.text : text, options)) throw new UserError(recurringLater())
  if ('problem' in dated) throw bad(ctx, dated.problem)
  const tagged = takeTags(dated.text)
  const taken = await takeAssignees(ctx.db, tagged.text, { groupId })
  if ('problem' in taken) throw new UserError(unusableName(taken.problem))
  return { text: unquoted(taken.text), tags: tagged.tags, assignees: taken.assignees, ...dueFrom(dated.when, ctx) }
}

const isRecurring = (text: string, options: WhenOptions) => {
  const start = takeStart(text, { ...options, use: 'start' })
  return 'recurrence' in start && start.recurrence !== undefined
}

/**
 * Reads a change of a task that is made of dates, assignees and tags: `bis Freitag an @anna #it`, `Freitag`, `ohne Termin`.
 * undefined: other words are left. Throws UserError.
 */
export async function readPlan(ctx: Ctx, asked: string, groupId: string): Promise<Plan | undefined> {
  const options = optionsOf(ctx)
  const cleared = asked.replace(CLEAR_DUE, ' ').trim()
  const isCleared = cleared !== asked.trim()
  if (isRecurring(cleared, options)) throw new UserError(recurringLater())
  const dated = isDate(cleared) ? bareDate(cleared, options) : takeDeadline(cleared, options)
  if ('problem' in dated) throw bad(ctx, dated.problem)
  const tagged = takeTags(dated.text)
  const due = isCleared ? { due: noDue } : dueFrom(dated.when, ctx)
  if (tagged.text === '') return { text: '', tags: tagged.tags, ...due }
  const assignees = await readWho(ctx, tagged.text, groupId)
  return assignees && { text: '', tags: tagged.tags, assignees, ...due }
}

const dueFrom = (when: Resolved | undefined, { timeZone }: Ctx) => (when ? { due: dueOf(when, timeZone) } : {})

function bareDate(text: string, options: WhenOptions) {
  const read = resolveWhen(text, options)
  return read.ok ? { text: '', when: read.value } : { problem: read.problem }
}

const LEAD = /^(?:an|für|fuer|to|for|assign(?: to)?)\s+(?=\S)/i
const NOBODY = /^(?:niemand|niemanden|nobody|[-–—])$/i
const MYSELF = /^(?:mich|mir|me|myself)$/i

async function readWho(ctx: Ctx, text: string, groupId: string): Promise<Assignee[] | undefined> {
  if (!LEAD.test(text) && !text.startsWith('@')) return undefined
  const named = text.replace(LEAD, '').replace(/(?<![.!])[.!]+$/, '')
  if (NOBODY.test(named)) return []
  const read = await readAssignees(ctx.db, MYSELF.test(named) ? ctx.viewer.personId : named, { groupId })
  if ('problem' in read) throw new UserError(unusableName(read.problem))
  return read.assignees
}
