/** What kind of thing was said, and so what has to come of it. */
export type Kind =
  | 'task'
  | 'reminded'
  | 'decision'
  | 'link'
  | 'meeting'
  | 'in-person'
  | 'refused'
  | 'rooms'
  | 'look'
  | 'chat'

/** Something that a person said. `from` and `to`: real milliseconds, before it was sent and after it had arrived. */
export type Saying = {
  eventId: string
  roomId: string
  sender: string
  kind: Kind
  text: string
  /** Stands in no other saying. */
  word: string
  from: number
  to: number
  /** Name of the group that it belongs to. */
  group?: string
  /** Of a task: its day, and whom to remind. */
  due?: { day: string; assignee: string }
  /** Of a meeting: its day, and the full hour at which it begins. */
  meeting?: { day: string; hour: number }
}

/** All that the people of the run did: what is counted afterwards is derived from it, and not from what the bot thinks. */
export type Diary = {
  sayings: Saying[]
  /** Names of groups that were made by command. */
  groupsMade: string[]
  /** How often somebody was to be invited into the room of a group. */
  invitations: { group: string; userId: string }[]
  /** Those of whom nothing can be said: removed for now. */
  removed: { group: string; userId: string }[]
}

export const openDiary = (): Diary => ({ sayings: [], groupsMade: [], invitations: [], removed: [] })
