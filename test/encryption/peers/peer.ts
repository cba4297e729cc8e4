/** A message as a peer has it. */
export type PeerMessage = {
  eventId: string
  sender: string
  /** undefined where it cannot be read. */
  text: string | undefined
  /** How a client warns of the sender's device; undefined where it cannot tell. */
  shield: 'none' | 'grey' | 'red' | undefined
  /** The client's code for why it cannot be read. */
  failure: string | undefined
  /** Its type as it can be read; undefined where the peer does not tell. */
  type?: string | undefined
  /** What it answers, and what it is a new version of. */
  replyTo?: string | undefined
  editOf?: string | undefined
  /** All of it, as it can be read; undefined where the peer does not tell. */
  content?: Record<string, unknown> | undefined
  /** Names the key it was encrypted with. */
  session?: string | undefined
}

/** Somebody at an independent client that encrypts. */
export type Peer = {
  userId: string
  /** Makes a room that is encrypted from its first event. */
  createRoom(spec: { invite: string[]; version: '11' | '12'; isDirect?: boolean }): Promise<string>
  join(roomId: string): Promise<void>
  leave(roomId: string): Promise<void>
  /** Comes into all rooms that it was invited to; gives their ids. */
  acceptInvites(): Promise<string[]>
  /** Gives the event id; throws where the client refuses to send, or never learns that the room is encrypted. */
  send(roomId: string, text: string): Promise<string>
  reply(roomId: string, eventId: string, text: string): Promise<string>
  /** Sends any content encrypted, also what clients send in clear. */
  sendRaw(roomId: string, type: string, content: Record<string, unknown>): Promise<string>
  /** Encrypted messages of the room, the oldest first. */
  texts(roomId: string): Promise<PeerMessage[]>
  stop(): Promise<void>
}

/** A log-in of the peer's account; its device must be new, because a peer keeps nothing when it stops. */
export type PeerAccount = { url: string; userId: string; accessToken: string; deviceId: string }
