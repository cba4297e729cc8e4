import type { Card } from '../card.ts'
import { isMeetingChange } from '../domain/meeting-call.ts'

/** Replies move, cancel and correct a meeting. Whether somebody comes is not asked yet, so reactions mean nothing. */
export const meetingCard: Card = {
  letter: 'S',
  command: 'sitzung',
  understands: isMeetingChange,
}
