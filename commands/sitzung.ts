import { inGroup } from '../bot/answers/group-choice.ts'
import { changeMeeting } from '../bot/answers/meeting-changes.ts'
import { fileAnswer, fileMeant, meetingInFile } from '../bot/answers/meeting-file.ts'
import { heardByGroup, shownAnswer, shownMeeting, spanOfDate } from '../bot/answers/meetings.ts'
import { withNames } from '../bot/answers/mentioned.ts'
import { requireText } from '../bot/answers/replied.ts'
import { byOf, findNamed, requireMember } from '../bot/answers/rights.ts'
import { type Answer, type Ctx, defineCommand, type GroupCtx, UserError } from '../bot/command.ts'
import type { FromFile } from '../bot/domain/ics/read.ts'
import { type MeetingCall, readMeetingCall } from '../bot/domain/meeting-call.ts'
import { datesToCome } from '../bot/domain/meeting-dates.ts'
import { LONGEST_DESCRIPTION, type MeetingRequest, readMeeting, type TextProblem } from '../bot/domain/meeting-text.ts'
import { meetingOf, planMeeting } from '../bot/domain/meetings.ts'
import { tooLong } from '../templates/errors.ts'
import { plannedFromFile } from '../templates/meeting-files.ts'
import { meetingNeedsDate, meetingNeedsTime } from '../templates/meeting-refusals.ts'
import { meetingPlanned } from '../templates/meetings.ts'
import { whenProblem } from '../templates/when.ts'

const LONGEST_TITLE = 120
const FIRST_DATES = 3

/** Plans a meeting or a series, shows it, moves or cancels one date or all, and corrects what is said of it. */
const sitzung = defineCommand({
  name: 'sitzung',
  english: 'meeting',
  aliases: ['besprechung', 'treffen'],
  permission: 'member',
  writes: true,
  wantsFile: (text) => text.replace(/^\[[^\]]*\]/, '').trim() === '',
  usage: {
    de: '<wann> <Titel> [<n> min] [im/in <Ort>] [jeden …] / <Sitzung> [am <Datum>] [verschieben auf <wann> / absagen <Grund> / serie absagen <Grund> / ics]',
    en: '<when> <title> [<n> min] [in <place>] [every …] / <meeting> [on <date>] [move to <when> / cancel <reason> / series cancel <reason> / ics]',
  },
  help: {
    de: 'Plant eine Sitzung oder eine Reihe; zeigt, verschiebt oder sagt ab. Erinnert wird einen Tag und 15 Minuten vorher. Mit „ics“ kommt sie als Kalenderdatei; „!sitzung“ als Antwort auf eine .ics-Datei plant deren Termin.',
    en: 'Plans a meeting or a series; shows, moves or cancels it. Reminders come one day and 15 minutes before. With “ics” it comes as a calendar file; “!meeting” as a reply to an .ics file plans its event.',
  },
  examples: {
    de: [
      '!sitzung 12.3. 10–12 Uhr Quartalsrunde im Rathaus Winsen, Raum 2.14',
      '!sitzung Jour fixe jeden ersten Montag im Monat 9 Uhr 90 min online',
      '!sitzung S5',
      '!sitzung S5 verschieben auf 19.3. 14 Uhr',
      '!sitzung S5 am 12.3. absagen Krankheit',
      '!sitzung S5 serie absagen kein Bedarf',
      '!sitzung S5 ort Kreishaus, Saal A',
      '!sitzung S5 dauer 90 min',
      '!sitzung S5 ics',
    ],
    en: [
      '!meeting 12 March 10–12 Budget round in Room 2.14',
      '!meeting Jour fixe every first Monday of the month 9:00 90 min online',
      '!meeting S5',
      '!meeting S5 move to 19 March 14:00',
      '!meeting S5 on 12 March cancel illness',
      '!meeting S5 series cancel no longer needed',
      '!meeting S5 place County Hall',
      '!meeting S5 duration 90 min',
      '!meeting S5 ics',
    ],
  },

  async run(ctx, text) {
    if (text.length > LONGEST_DESCRIPTION) throw new UserError(tooLong({ length: text.length }))
    const named = await withNames(ctx, text)
    const asked = readCall(ctx, named)
    if (asked.kind !== 'plan') return act(ctx, asked)
    const { inside, text: rest } = await inGroup(ctx, sitzung, named)
    const call = readCall(ctx, rest)
    return call.kind === 'plan' ? plan(inside, call.text) : act(inside, call)
  },
})

export default sitzung

/** In a reply to a meeting's card its id may be left out. */
const readCall = ({ replied }: Ctx, text: string) =>
  readMeetingCall(text, replied?.itemId?.startsWith('S') ? replied.itemId : undefined)

async function act(ctx: Ctx, call: Exclude<MeetingCall, { kind: 'plan' }>): Promise<Answer> {
  const { id } = await findNamed(ctx, call.id, { letter: 'S', group: ctx.group })
  const meeting = await meetingOf(ctx.db, id)
  if (call.kind === 'file') return fileAnswer(ctx, meeting)
  return call.kind === 'show' ? shownAnswer(ctx, meeting) : changeMeeting(ctx, call, meeting)
}

async function plan(ctx: GroupCtx, asked: string): Promise<Answer> {
  const { group, installation, viewer } = ctx
  requireMember(ctx, group)
  const zone = group.timeZone ?? installation.timeZone
  const file = fileMeant(ctx, asked)
  const { request, timeZone, left } = file ? meetingInFile(ctx, file, asked, zone) : inWords(ctx, asked, zone)
  const titled = { ...request, title: titleOf(ctx, request) }
  const meeting = await planMeeting(ctx.db, { group, viewer, request: titled, timeZone, by: byOf(ctx) })
  const next = meeting.rule ? (await datesToCome(ctx.db, meeting, ctx.now)).slice(0, FIRST_DATES) : []
  const say = meetingPlanned({ ...shownMeeting(meeting), next: next.map((date) => spanOfDate(date, meeting)) })
  return heardByGroup(ctx, meeting, left ? plannedFromFile({ say, left }) : say, { isUrgent: false })
}

function inWords(ctx: GroupCtx, asked: string, timeZone: string): FromFile {
  const text = requireText(ctx, asked, sitzung)
  if (text.length > LONGEST_DESCRIPTION) throw new UserError(tooLong({ length: text.length }))
  const request = readMeeting(text, { sentAt: ctx.sentAt, timeZone, land: ctx.installation.land })
  if ('problem' in request) throw new UserError(refusal(request.problem, text))
  return { request, timeZone }
}

/** What was said, else the message that the command replies to, else what it is. */
function titleOf({ group, installation, replied }: GroupCtx, { title }: MeetingRequest): string {
  if (title !== '') return title
  const about = replied && !replied.itemId && !replied.file?.isCalendar ? replied.text.replace(/\s+/g, ' ').trim() : ''
  if (about !== '') return about.length > LONGEST_TITLE ? `${about.slice(0, LONGEST_TITLE).trimEnd()} …` : about
  return (group.language ?? installation.language) === 'en' ? 'Meeting' : 'Sitzung'
}

function refusal(problem: TextProblem, title: string) {
  if (problem.kind === 'when') return whenProblem({ problem: problem.problem })
  return problem.kind === 'no-date' ? meetingNeedsDate({ title }) : meetingNeedsTime(problem)
}
