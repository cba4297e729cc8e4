import { z } from 'zod'
import * as field from './fields.ts'
import { capture, decisions, votes } from './rules.ts'

const ags = 'the official key in quotes: 5 digits (county), 8 (municipality) or 9 (joint municipality)'
const keysOrAll = 'all, or a list of keys of administrations'

const member = field.section({
  id: field.userId.describe('The person.'),
  administration: field.key
    .optional()
    .describe('Whom the person speaks for; left out: the one administration that lists the server of the id.'),
  role: field
    .oneOf('member', 'deputy', 'coordinator', 'leitung')
    .default('member')
    .describe('What the person is in the group.'),
})

/** An administration as it stands in the file. */
export const administration = field.section({
  key: field.key.describe('A key that never changes.'),
  name: field.line.describe('The full name.'),
  short: field.line.optional().describe('A short name; left out: the full name.'),
  ags: field
    .text(ags, /^(\d{5}|\d{8}|\d{9})$/)
    .optional()
    .describe('The official municipality key (AGS).'),
  ars: field
    .text('the regional key in quotes: 12 digits', /^\d{12}$/)
    .optional()
    .describe('The regional key (ARS).'),
  servers: field
    .listOf(field.serverName, 'a list of Matrix server names')
    .default([])
    .describe('The Matrix servers of its staff.'),
})

/** A working group as it stands in the file. */
export const group = field.section({
  key: field.key.describe('A key that never changes; in capitals it is the prefix of the register, as in IT-2026/014.'),
  name: field.line.describe('The name of the group and of its room.'),
  topic: field.line.optional().describe('The topic of the room.'),
  administrations: z
    .union([z.literal('all'), z.array(field.key)], { error: keysOrAll })
    .meta({ allowed: keysOrAll })
    .default('all')
    .describe('The administrations that work together in it.'),
  join: field
    .oneOf('invite', 'space')
    .default('invite')
    .describe('Who may come in: those invited, or whoever is in the space.'),
  language: field.oneOf('de', 'en').optional().describe('The language of postings in the room; left out: `language`.'),
  timeZone: field.timeZone.optional().describe('The time zone of the group; left out: `timeZone`.'),
  coordinators: field
    .listOf(field.userId, 'a list of Matrix ids')
    .default([])
    .describe('Who coordinates it; they may stand under `members` too.'),
  members: field.listOf(member, 'a list of members').default([]).describe('Who works in it.'),
  decisions: field
    .section(decisions)
    .partial()
    .optional()
    .describe('What this group does differently from `decisions`.'),
  votes: field.section(votes).partial().optional().describe('What this group does differently from `votes`.'),
  links: field.section({ capture }).partial().optional().describe('What this group does differently from `links`.'),
})
