import { dayNeedsYear, dayToCome, notRecorded } from '../../templates/decisions.ts'
import { whenProblem } from '../../templates/when.ts'
import { unquoted } from '../addressing.ts'
import { type Ctx, UserError } from '../command.ts'
import { takeDay } from '../domain/when/deadline.ts'
import { addDays, localDay } from '../domain/when/zone.ts'
import { withNames } from './mentioned.ts'

/** A day so far back that whoever left out the year may have meant the one to come. */
const LONG_AGO_DAYS = 90

/**
 * Text and day of a decision that is to be recorded; the text is that of the message replied to where none was typed.
 * Throws a UserError where the day is not understood, or still to come.
 */
export async function readDecision(ctx: Ctx, asked: string): Promise<{ text: string; day: string }> {
  if (/^extern\s[^:]{0,200}\sam\s[^:]{1,40}:/i.test(asked)) throw new UserError(notRecorded({ asked: 'extern' }))
  const taken = takeDay(asked, { sentAt: ctx.sentAt, timeZone: ctx.timeZone, use: 'past', land: ctx.installation.land })
  if ('problem' in taken)
    throw new UserError(whenProblem({ problem: taken.problem, lead: ctx.lang === 'en' ? 'on' : 'am' }))
  const today = localDay(ctx.sentAt, ctx.timeZone)
  const day = taken.when?.day ?? today
  if (day > today) throw new UserError(dayToCome({ day }))
  if (day < addDays(today, -LONG_AGO_DAYS)) checkYear(ctx, asked, day)
  return { text: await withNames(ctx, unquoted(taken.text) || repliedText(ctx)), day }
}

/** Of a day without a year that lies in last year, the coming one may be meant as well: then the year has to be given. */
function checkYear({ sentAt, timeZone }: Ctx, asked: string, day: string): void {
  const ahead = takeDay(asked, { sentAt, timeZone, use: 'start' })
  const future = 'problem' in ahead ? undefined : ahead.when?.day
  const lastYear = day.slice(0, 4) !== localDay(sentAt, timeZone).slice(0, 4)
  if (lastYear && future && future > day) throw new UserError(dayNeedsYear({ past: day, future }))
}

/** What the message says that this one replies to; messages of the bot are no source. */
const repliedText = ({ replied, installation }: Ctx) =>
  replied && replied.sender !== installation.me ? replied.text.trim() : ''
