import * as no from '../../templates/meeting-refusals.ts'
import { dateCancelled, meetingCorrected, meetingMoved, seriesCancelled } from '../../templates/meetings.ts'
import { whenProblem } from '../../templates/when.ts'
import { type Answer, type Ctx, UserError } from '../command.ts'
import type { MeetingCall } from '../domain/meeting-call.ts'
import { dateOn, datesToCome, isAllDay, type MeetingDate } from '../domain/meeting-dates.ts'
import { type MoveProblem, readMove } from '../domain/meeting-move.ts'
import {
  type Correction,
  cancelDate,
  cancelMeeting,
  correctMeeting,
  type Meeting,
  moveDate,
} from '../domain/meetings.ts'
import { takeUrl } from '../domain/place.ts'
import { takeStart } from '../domain/when/start.ts'
import { resolveWhen } from '../domain/when/when.ts'
import { localDay } from '../domain/when/zone.ts'
import { requireAuthor } from './authorship.ts'
import { heardByGroup, shownMeeting, spanOfDate } from './meetings.ts'
import { byOf } from './rights.ts'

type Change = Exclude<MeetingCall, { kind: 'plan' | 'show' | 'file' }>

/** Carries out a change of a meeting. Only who planned it and the coordinators of its group may; all others are told so. */
export async function changeMeeting(ctx: Ctx, call: Change, meeting: Meeting): Promise<Answer> {
  await requireAuthor(ctx, meeting.item)
  if (call.kind === 'unknown') throw new UserError(no.meetingChanges({ id: meeting.id }))
  if (meeting.cancelledAt) throw new UserError(no.cancelledAlready({ id: meeting.id }))
  if (call.kind === 'cancel-series') return cancelSeries(ctx, meeting, call.text)
  if (call.kind === 'move') return move(ctx, meeting, call)
  if (call.kind === 'cancel') return cancel(ctx, meeting, call)
  return correct(ctx, meeting, call.kind, call)
}

type Named = { on?: string; text: string }

async function move(ctx: Ctx, meeting: Meeting, { on, text }: Named): Promise<Answer> {
  const { date, isNext } = await dateMeant(ctx, meeting, on)
  const from = spanOfDate(date, meeting)
  const to = readMove(text, from, optionsOf(ctx, meeting))
  if ('problem' in to) throw new UserError(moveRefusal(meeting.id, to.problem))
  if (+to.startsAt === +date.startsAt && (to.minutes ?? date.minutes) === date.minutes)
    throw new UserError(no.sameStart({ id: meeting.id, span: from }))
  const moved = await moveDate(ctx.db, meeting, date, to, byOf(ctx))
  const now = { ...shownMeeting(moved, await sameDate(ctx, date)), from, isNext, reason: to.reason }
  return heardByGroup(ctx, moved, meetingMoved(now), { isUrgent: true })
}

async function cancel(ctx: Ctx, meeting: Meeting, { on, text: reason }: Named): Promise<Answer> {
  const { date, isNext } = await dateMeant(ctx, meeting, on)
  if (reason === '') throw new UserError(no.reasonNeeded({ id: meeting.id, isSeries: false }))
  const cancelled = await cancelDate(ctx.db, meeting, date, reason, byOf(ctx))
  return heardByGroup(ctx, cancelled, dateCancelled({ ...shownMeeting(meeting, date), isNext, reason }), {
    isUrgent: true,
  })
}

async function cancelSeries(ctx: Ctx, meeting: Meeting, reason: string): Promise<Answer> {
  const { id, title, rule } = meeting
  if (!rule) throw new UserError(no.noSeries({ id }))
  if (reason === '') throw new UserError(no.reasonNeeded({ id, isSeries: true }))
  const cancelled = await cancelMeeting(ctx.db, meeting, reason, byOf(ctx))
  return heardByGroup(ctx, cancelled, seriesCancelled({ id, title, reason }), { isUrgent: true })
}

async function correct(
  ctx: Ctx,
  meeting: Meeting,
  kind: 'title' | 'place' | 'url' | 'minutes',
  { on, text }: Named,
): Promise<Answer> {
  const to = readCorrection(kind, text)
  if (!to) throw new UserError(no.meetingChanges({ id: meeting.id }))
  const date = on && kind !== 'title' ? (await dateMeant(ctx, meeting, on)).date : undefined
  const corrected = await correctMeeting(ctx.db, meeting, to, byOf(ctx), date)
  const one = date && (await sameDate(ctx, date))
  const say = meetingCorrected({
    ...shownMeeting(corrected, one),
    ...(one ? { date: spanOfDate(one, corrected) } : {}),
  })
  return heardByGroup(ctx, corrected, say, { isUrgent: kind !== 'title' })
}

function readCorrection(kind: 'title' | 'place' | 'url' | 'minutes', text: string): Correction | undefined {
  if (text === '') return undefined
  if (kind === 'title') return { title: text }
  if (kind === 'place') return { place: text }
  if (kind === 'url') {
    const { url } = takeUrl(text)
    return url === undefined ? undefined : { url }
  }
  const taken = takeStart(text, { sentAt: new Date(0), timeZone: 'UTC', use: 'start' })
  return 'problem' in taken || taken.minutes === undefined ? undefined : { minutes: taken.minutes }
}

/** The date that is meant: on the day named, else the next one. Throws where there is none that could still be changed. */
async function dateMeant(
  ctx: Ctx,
  meeting: Meeting,
  on: string | undefined,
): Promise<{ date: MeetingDate; isNext: boolean }> {
  const { id } = meeting
  const toCome = (await datesToCome(ctx.db, meeting, ctx.now)).filter(({ cancelledAt }) => !cancelledAt)
  const [next] = toCome
  const when = on === undefined ? undefined : resolveWhen(on, { ...optionsOf(ctx, meeting), use: 'start' })
  // Of a single meeting only a day can be wrong; other words before the verb name nothing.
  if (!when || (!meeting.rule && !when.ok)) {
    if (next) return { date: next, isNext: true }
    throw new UserError(no.meetingIsOver(meeting.rule ? { id } : { id, span: spanOfDate(meeting, meeting) }))
  }
  if (!when.ok) throw new UserError(whenProblem({ problem: when.problem, lead: ctx.lang === 'de' ? 'am' : 'on' }))
  const date = await dateOn(ctx.db, meeting, when.value.day)
  if (!date)
    throw new UserError(
      no.noDateOn({ id, day: when.value.day, next: toCome.slice(0, 3).map((one) => spanOfDate(one, meeting)) }),
    )
  const span = spanOfDate(date, meeting)
  if (date.cancelledAt) throw new UserError(no.cancelledAlready({ id, span }))
  if (isOver(ctx, meeting, date)) throw new UserError(no.meetingIsOver({ id, span }))
  return { date, isNext: false }
}

const isOver = ({ now }: Ctx, { timeZone }: Meeting, date: MeetingDate) =>
  isAllDay(date, timeZone)
    ? localDay(date.startsAt, timeZone) < localDay(now, timeZone)
    : +date.startsAt + date.minutes * 60_000 <= +now

const sameDate = ({ db }: Ctx, { meetingId, originalStart }: MeetingDate) =>
  db.meetingDate.findUniqueOrThrow({ where: { meetingId_originalStart: { meetingId, originalStart } } })

const optionsOf = ({ sentAt, installation }: Ctx, { timeZone }: Meeting) => ({
  sentAt,
  timeZone,
  land: installation.land,
})

function moveRefusal(id: string, problem: MoveProblem) {
  if (problem.kind === 'when') return whenProblem({ problem: problem.problem })
  if (problem.kind === 'series') return no.seriesCannotMove({ id })
  return problem.kind === 'rest' ? no.moveHasRest({ id, text: problem.text }) : no.moveNeedsDate({ id })
}
