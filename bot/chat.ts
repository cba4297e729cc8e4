/** A message as it stands in a room. Of one that brings a file the text is its name. */
export type RoomMessage = {
  eventId: string
  roomId: string
  sender: string
  text: string
  html?: string
  sentAt: Date
  file?: RoomFile
}

/** A file that a message brings, as its sender describes it; `sealed`: how it was encrypted. */
export type RoomFile = {
  name: string
  type: string
  size: number | undefined
  url: string
  sealed: Record<string, unknown> | undefined
}

/** A file that cannot be used, whoever asks for it again: too large, or not what was sent. */
export class FileRefused extends Error {
  readonly kind: 'too-large' | 'altered'
  constructor(kind: FileRefused['kind']) {
    super(kind)
    this.kind = kind
  }
}

/** The request certainly did not reach the homeserver (refused connection, DNS, 429): it is no attempt. */
export class NotSent extends Error {
  /** When the homeserver said how long to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined
  constructor(message: string, retryAfterMs?: number) {
    super(message)
    this.retryAfterMs = retryAfterMs
  }
}

/** Trying again cannot help: refused for good, for instance because the bot is not in the room. */
export class Undeliverable extends Error {}

/** One event to send. Sending one id twice is the same as sending it once, for as long as the homeserver remembers it. */
export type Sending = {
  id: string
  roomId: string
  type: string
  content: Record<string, unknown>
  /** It was tried before, and was promised at this moment: it may have arrived. */
  triedSince?: Date
}

/** A room to be made. `mark` finds it again after a crash. */
export type RoomSpec = {
  mark: string
  name: string
  topic?: string
  kind: 'space' | 'group' | 'direct'
  /** Space that the room belongs to. */
  spaceId?: string
  joinRule: 'invite' | 'restricted'
  encrypted: boolean
  /** User ids that may moderate. */
  moderators: string[]
  /** For direct rooms: the person, invited with the room. */
  invite?: string[]
}

/**
 * All that the bot needs of Matrix; `bot/matrix/` has the real one, the tests a second one.
 * Every function throws NotSent, Undeliverable, or any other error where the outcome is unknown.
 */
export type Chat = {
  userId: string
  /** Sends an event and returns its event id. */
  send(sending: Sending): Promise<string>
  /** Looks for an own event with this transaction id or key (`de.allmende.key` in the content) among those since `since`. */
  findSent(roomId: string, id: string, key: string, since: Date): Promise<string | undefined>
  /** The message behind an event id, or undefined where there is none or it cannot be read. */
  fetchMessage(roomId: string, eventId: string): Promise<RoomMessage | undefined>
  /** A file of a message, decrypted, if it has no more bytes than so many; throws FileRefused, too. */
  fetchFile(file: RoomFile, maxBytes: number): Promise<Uint8Array>
  /** Makes a room, each time a new one: after an attempt of unknown outcome `findRoom` comes first. */
  createRoom(spec: RoomSpec): Promise<string>
  /** A joined room of ours whose creation bears the mark, and that nothing has replaced. */
  findRoom(mark: string): Promise<string | undefined>
  invite(roomId: string, userId: string): Promise<void>
  /** The membership that the homeserver knows: join, invite, leave, ban; undefined: none. */
  membershipOf(roomId: string, userId: string): Promise<string | undefined>
  remove(roomId: string, userId: string, reason: string): Promise<void>
  setState(roomId: string, type: string, stateKey: string, content: Record<string, unknown>): Promise<void>
  join(roomId: string, via: string[]): Promise<void>
  /** Leaves a room, or declines an invitation. */
  leave(roomId: string): Promise<void>
  /** The rooms of `m.direct` by person, as far as the bot is in them. */
  directRooms(): Promise<Record<string, string[]>>
  setDirectRooms(rooms: Record<string, string[]>): Promise<void>
}
