import { z } from 'zod'
import { exampleAdministrations, exampleGroups } from './example.ts'
import * as field from './fields.ts'
import { administration, group } from './people.ts'
import { decisionRules, linkRules, meetingRules, retentionRules, voteRules } from './rules.ts'

type Encryption = false | { library?: string; signedOnly: boolean }

const digests = field.section({
  coordinators: field.weekly.default('Mo 8:00').describe('When coordinators get their digest.'),
  groups: field.weekly.default('Do 9:00').describe('When a group gets its digest.'),
})

const encryptionOptions = field.section({
  library: field
    .text('a file whose name ends in .node', /^[^\p{Cc}]+\.node$/u)
    .optional()
    .describe('The native library of the encryption package.'),
  signedOnly: field.flag
    .default(false)
    .describe('Whether only devices that their owner has verified can read the bot and are obeyed.'),
})

const encryption = z
  .union([z.boolean(), encryptionOptions], { error: 'true, false or a mapping with library, signedOnly' })
  .meta({ allowed: 'true, false or a mapping' })
  .transform((value): Encryption => (value === true ? { signedOnly: false } : value))

/** The file as operators write it. Types, example file and reference all come from here. */
export const FileSchema = field.section({
  homeserver: field.homeserver
    .meta({ example: 'http://127.0.0.1:8008' })
    .describe('Where the bot reaches its homeserver.'),
  user: field.userId.meta({ example: '@allmende:harburg.example' }).describe('The Matrix id of the bot.'),
  database: field.database
    .meta({ example: 'file:./data/allmende.db' })
    .describe('A SQLite file, or a PostgreSQL database whose password stands in PGPASSWORD.'),
  language: field
    .oneOf('de', 'en')
    .default('de')
    .describe('The language of answers, where neither person nor group chose one.'),
  timeZone: field.timeZone
    .default('Europe/Berlin')
    .describe('The time zone of dates, where neither person nor group chose one.'),
  land: field.land.default('NI').describe('The Land whose public holidays count.'),
  data: field.line.default('./data').describe('The folder for the encryption store and other files of the bot.'),
  encryption: encryption.prefault(true).describe('Whether the rooms are encrypted.'),
  space: field.line.meta({ example: 'Landkreis Harburg' }).describe('The name of the space that holds the rooms.'),
  operators: field
    .listOf(field.userId, 'a list of Matrix ids')
    .default([])
    .meta({ example: ['@betrieb:harburg.example'] })
    .describe('Who runs the bot and is told when something fails.'),
  digests: digests.prefault({}).describe('The weekly digests.'),
  quiet: field.hours
    .default('18-7')
    .describe('When nothing personal is sent, unless a person chose other hours; 24.12. and 31.12. are free days too.'),
  decisions: decisionRules.prefault({}).describe('Decisions; a group may differ.'),
  votes: voteRules.prefault({}).describe('Circulation votes; a group may differ.'),
  meetings: meetingRules.prefault({}).describe('Meetings.'),
  links: linkRules.prefault({}).describe('Links; a group may differ in `capture`.'),
  retention: retentionRules.prefault({}).describe('How long things are kept. Decisions and minutes stay.'),
  administrations: field
    .listOf(administration, 'a list of administrations')
    .min(1, { error: 'at least one administration' })
    .meta({ example: exampleAdministrations })
    .describe('The administrations that work together.'),
  groups: field
    .listOf(group, 'a list of groups')
    .meta({ example: exampleGroups })
    .describe('The working groups; each has one room.'),
})

/**
 * The file as the bot uses it: `all` and left-out short names filled in, each group's rules for decisions and votes
 * complete. `links` of a group stays as written, since a command may switch capturing off as well.
 */
export const ConfigSchema = FileSchema.transform((file) => ({
  ...file,
  administrations: file.administrations.map((each) => ({ ...each, short: each.short ?? each.name })),
  groups: file.groups.map((each) => ({
    ...each,
    administrations: each.administrations === 'all' ? file.administrations.map(({ key }) => key) : each.administrations,
    decisions: { ...file.decisions, ...each.decisions },
    votes: { ...file.votes, ...each.votes },
  })),
}))
