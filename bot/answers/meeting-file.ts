import { tooLong } from '../../templates/errors.ts'
import { fileNamed, fileNotHad, fileUnfit, noCalendarFile, onlyTheFile } from '../../templates/meeting-files.ts'
import { whenProblem } from '../../templates/when.ts'
import { type Answer, type Ctx, type RepliedFile, UserError } from '../command.ts'
import { type FromFile, readCalendar } from '../domain/ics/read.ts'
import { CALENDAR, calendarName, calendarText } from '../domain/ics/write.ts'
import { LONGEST_DESCRIPTION } from '../domain/meeting-text.ts'
import type { Meeting } from '../domain/meetings.ts'

/** A meeting as a calendar file, which is the answer. Replies to it mean the meeting, as those to its card do. */
export async function fileAnswer({ db, installation, now }: Ctx, meeting: Meeting): Promise<Answer> {
  const dates = await db.meetingDate.findMany({ where: { meetingId: meeting.id }, orderBy: { originalStart: 'asc' } })
  const name = calendarName(meeting)
  const text = calendarText({ meeting, dates, me: installation.me, now })
  return { say: fileNamed({ name }), file: { name, type: CALENDAR, text }, itemId: meeting.id }
}

/** The file that a call without a meeting replies to, if it is to be read; `asked`: the words beside the command. */
export function fileMeant({ replied }: Ctx, asked: string): RepliedFile | undefined {
  const file = replied?.file
  return file && (file.isCalendar || asked.trim() === '') ? file : undefined
}

/** The meeting in a calendar file. Throws a UserError that says what to do instead where there is none. */
export function meetingInFile({ sentAt }: Ctx, file: RepliedFile, asked: string, timeZone: string): FromFile {
  if (!file.isCalendar) throw new UserError(noCalendarFile())
  if (asked.trim() !== '') throw new UserError(onlyTheFile())
  if (file.text === undefined) throw new UserError(fileNotHad({ problem: file.problem ?? 'unreachable' }))
  const found = readCalendar(file.text, { sentAt, timeZone })
  if ('problem' in found) {
    const { problem } = found
    throw new UserError(problem.kind === 'when' ? whenProblem(problem) : fileUnfit({ problem: problem.kind }))
  }
  const { title, place = '', url = '' } = found.request
  const length = title.length + place.length + url.length
  if (length > LONGEST_DESCRIPTION) throw new UserError(tooLong({ length }))
  return found
}
