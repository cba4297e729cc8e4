import { z } from 'zod'
import * as field from './fields.ts'

/** What a group may do differently about decisions, without defaults. */
export const decisions = {
  confirm: field.flag.describe('Whether a decision that a member records waits for the confirmation of a coordinator.'),
  word: field.oneOf('Beschluss', 'Empfehlung', 'Verabredung').describe('What decisions are called.'),
}

/** What a group may do differently about circulation votes, without defaults. */
export const votes = {
  quorum: field.quorum.describe('How many of the entitled administrations must take part; 1/2 means more than half.'),
  majority: field.oneOf('einfach', 'absolut', '2/3', '3/4', 'einstimmig').describe('Which majority carries a motion.'),
  objection: field.flag.describe('Whether an objection refers a motion to the next meeting.'),
  silence: field.flag.describe('Whether a motion may count silence as consent.'),
  grace: field.wholeNumber(0, 1440).describe('Minutes between the last missing vote and the result.'),
  tie: field.oneOf('abgelehnt').describe('What an equal number of yes and no means.'),
}

/** What a group may do differently about links. */
export const capture = field.flag.describe('Whether links that are simply posted in a room are kept.')

/** The rules for decisions. */
export const decisionRules = field.section({
  confirm: decisions.confirm.default(true),
  word: decisions.word.default('Beschluss'),
})

/** The rules for circulation votes. */
export const voteRules = field.section({
  quorum: votes.quorum.prefault('1/2'),
  majority: votes.majority.default('einfach'),
  objection: votes.objection.default(true),
  silence: votes.silence.default(false),
  grace: votes.grace.default(15),
  tie: votes.tie.default('abgelehnt'),
})

/** The rules for links; `off` without quotes is `false` to older readers of YAML, so both are understood. */
export const linkRules = field.section({
  capture: capture.default(true),
  fetch: z
    .preprocess((value) => (value === false ? 'off' : value), field.oneOf('off', 'titles'))
    .prefault('off')
    .describe('Whether titles of links are fetched from where they point to.'),
  allowPrivate: field.flag.default(false).describe('Whether addresses in private networks are fetched too.'),
})

const inviteDays = 'a whole number from 1 to 60, or false'

/** The rules for meetings. */
export const meetingRules = field.section({
  invite: z
    .union([z.literal(false), field.wholeNumber(1, 60, inviteDays)], { error: inviteDays })
    .meta({ allowed: inviteDays })
    .default(7)
    .describe('Days before a meeting on which its invitation with the agenda is posted; false: no invitation.'),
  standardItems: field
    .listOf(field.line, 'a list of texts')
    .default(['Eröffnung und Beschlussfähigkeit', 'Genehmigung der letzten Niederschrift', 'Verschiedenes'])
    .describe('What is on every agenda; the last one stays last.'),
})

/** How long things are kept. */
export const retentionRules = field.section({
  answers: field.span.prefault('3 months').describe('Answers to invitations, after the approval of the minutes.'),
  tasks: field.span.prefault('2 years').describe('Tasks, after their completion.'),
  polls: field.span.prefault('30 days').describe('Polls for a date, after their end.'),
  drafts: field.span.prefault('90 days').describe('Drafts, after their last change.'),
  links: field.span.prefault('5 years').describe('Links that nobody used.'),
})
