import type { Ctx } from './command.ts'
import type { Post } from './job.ts'

/** Something that looks at what is no command. It stores and posts, and never answers. */
export type Listener = {
  name: string
  /** A message in a group's room that is no command. */
  message?(ctx: Ctx, text: string): Promise<Post[]>
  /** A message that was taken back. */
  redaction?(ctx: Ctx, eventId: string): Promise<Post[]>
  /** Somebody's membership of a room changed: join, invite, leave, ban. */
  member?(ctx: Ctx, change: { userId: string; membership: string }): Promise<Post[]>
}
