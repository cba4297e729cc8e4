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
}

/** Somebody at an independent client that encrypts. */
export type Peer = {
  userId: string
  /** Makes a room that is encrypted from its first event. */
  createRoom(spec: { invite: string[]; version: '11' | '12' }): Promise<string>
  join(roomId: string): Promise<void>
  leave(roomId: string): Promise<void>
  /** Gives the event id; throws where the client refuses to send. */
  send(roomId: string, text: string): Promise<string>
  /** Encrypted messages of the room, the oldest first. */
  texts(roomId: string): Promise<PeerMessage[]>
  stop(): Promise<void>
}

/** A log-in of the peer's account; its device must be new, because a peer keeps nothing when it stops. */
export type PeerAccount = { url: string; userId: string; accessToken: string; deviceId: string }
