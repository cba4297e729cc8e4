import type { Client, Db } from '../prisma/client.ts'
import type { Say } from '../templates/template.ts'
import type { Chat } from './chat.ts'
import type { Installation } from './installation.ts'

/** Where a post goes: into a group's current room, or to a person. */
export type Addressee =
  | { groupId: string }
  /** `reader`: in whose language it is said, where it answers somebody; default: the group's. */
  | { roomId: string; reader?: string }
  /** `absent`: what to do while the person has not joined the direct room: say it in that group's room with a mention, or wait. */
  | { personId: string; absent: { groupId: string } | 'wait' }

/** A message of the bot's own accord. Its key names the occasion: one occasion, one message. */
export type Post = {
  key: string
  to: Addressee
  say: Say
  /** What it says in a group's room when the person is absent there; default: the same. */
  sayInRoom?: Say
  itemId?: string
  /** The message that it answers. */
  replyTo?: string
  /** Notifies exactly these persons; empty or left out: a notice. */
  ping?: string[]
  /** Not before this moment. */
  notBefore?: Date
  /** Not after this moment: then it is left unsaid. */
  notAfter?: Date
  /** Keys of occasions that it takes care of, where they are not its own key. */
  occasions?: string[]
}

export type JobCtx = { db: Db; now: Date; installation: Installation }

/**
 * Something to look after at every tick of `cron`.
 *
 * The cron line is only an alarm clock. What is due stands in the database, so a job that slept through an
 * outage makes up for it at its next tick. `work` runs before, outside any transaction, for what needs Matrix.
 */
export type Job = {
  name: string
  cron: string
  /** Looks at once after something that people see waits for it: an invitation, a member who came, a command about rooms. */
  prompt?: boolean
  /** Whether an alarm may pass without a look, where looking is dear: nothing has changed since the last one. */
  isQuiet?(ctx: { db: Client; now: Date }): Promise<boolean>
  run?(ctx: JobCtx): Promise<Post[]>
  work?(ctx: WorkCtx): Promise<void>
  /** The same for what waits for servers of others, which may take their time: it goes beside all else, and once at a time. */
  beside?(ctx: WorkCtx): Promise<void>
}

/** What work outside transactions gets. */
export type WorkCtx = { db: Client; chat: Chat; clock(): Date; installation: Installation; log: Log }

/** Writes one line to the log; ids, never texts. */
export type Log = (level: 'info' | 'warn' | 'error', message: string, fields?: Record<string, unknown>) => void

/** Declares a job. */
export const defineJob = (job: Job) => job
