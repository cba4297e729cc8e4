import type { Db } from '../prisma/client.ts'
import { withAddresses } from '../templates/addresses.ts'
import type { Lang, Say } from '../templates/template.ts'
import type { Group, Viewer } from './domain/people.ts'
import { maskSecrets } from './domain/urls-in-text.ts'
import type { Installation } from './installation.ts'
import type { Post } from './job.ts'

/**
 * Who may use a command: anyone who may speak to the bot, anyone known, members of the group, its coordinators, or the
 * people running the bot.
 * `organizer`: coordinators and operators, and the command itself asks which part of it is for whom.
 */
export type Permission = 'everyone' | 'known' | 'member' | 'coordinator' | 'organizer' | 'operator'

/** The file of a message that a command replies to: its text where that was wanted, or why it could not be had. */
export type RepliedFile = {
  isCalendar: boolean
  text?: string
  problem?: 'too-large' | 'altered' | 'gone' | 'unreachable'
}

/** The message that a command replies to. */
export type Replied = {
  eventId: string
  sender: string
  text: string
  sentAt: Date
  itemId?: string
  causeEventId?: string
  file?: RepliedFile
}

/** What a command may know about the call. `db` is the transaction its answer is stored in. */
export type Ctx = {
  db: Db
  now: Date
  /** When the message was sent: relative dates count from here. */
  sentAt: Date
  viewer: Viewer
  lang: Lang
  timeZone: string
  /** The group of the room, or the one that was meant in a direct message. */
  group?: Group
  roomId: string
  isDirect: boolean
  eventId: string
  /** It came from a device that its owner has not signed, or from nobody knows which. */
  isUnsigned: boolean
  replied?: Replied
  /** User ids mentioned by pill, the bot left out. */
  mentions: string[]
  installation: Installation
  commands: readonly Command[]
}

/** A call inside a group: `group` is there. */
export type GroupCtx = Ctx & { group: Group }

/** A small file that is made of text. */
export type AnswerFile = { name: string; type: string; text: string }

/**
 * What comes back of a command: its answer, the item it is the card of, whom it pings, and what else is to be said
 * elsewhere. `file`: is the answer, in place of words. `changesReader`: language or zone of who asked is another one now, for this answer already.
 */
export type Answer = {
  say: Say
  itemId?: string
  ping?: string[]
  posts?: Post[]
  file?: AnswerFile
  changesReader?: boolean
}

type Texts = Record<Lang, string>

type About = {
  /** German name; it stands first in help. */
  name: string
  english: string
  aliases: readonly string[]
  permission: Permission
  /** Adds "Es wurde nichts gespeichert." to refusals. */
  writes: boolean
  /** Whether rooms, members or personal messages follow from it, so that the jobs for them look at once. */
  changesRooms?: boolean
  /** Whether it reads the calendar file that it replies to, when it is called with this text. */
  wantsFile?(text: string): boolean
  usage: Texts
  help: Texts
  examples: Record<Lang, readonly string[]>
}

export type Command = About & { needsGroup: boolean; run(ctx: Ctx, text: string): Promise<Answer | Say> }

/** Declares a command that works on one group: of the room, or the one named in a direct message. */
export const defineGroupCommand = (
  spec: About & { run(ctx: GroupCtx, text: string): Promise<Answer | Say> },
): Command => ({
  ...spec,
  needsGroup: true,
  run: (ctx, text) => spec.run(withGroup(ctx), text),
})

/** Declares a command that needs no group. */
export const defineCommand = (spec: About & { run(ctx: Ctx, text: string): Promise<Answer | Say> }): Command => ({
  ...spec,
  needsGroup: false,
})

function withGroup(ctx: Ctx): GroupCtx {
  if (!ctx.group) throw new Error('a group command was called without a group')
  return { ...ctx, group: ctx.group }
}

/**
 * Something the user did or can put right. Its text is the answer; nothing is logged or stored. What it repeats of the
 * call is without the secrets of addresses: the message may be taken back, and the answer would still show them.
 */
export class UserError extends Error {
  readonly say: Say
  constructor(say: Say) {
    super('answered to the user')
    this.say = (reader) => withAddresses(say(reader), maskSecrets)
  }
}

/** An answer with all its parts, from what a command returned. */
export const toAnswer = (result: Answer | Say): Answer => (typeof result === 'function' ? { say: result } : result)
