/** How a room encrypts, as its state tells; what is out of bounds is put right by the engine. */
export type RoomEncryption = {
  algorithm: string
  /** Milliseconds after which new keys are made. */
  rotationPeriodMs?: number | undefined
  /** Messages after which new keys are made. */
  rotationPeriodMessages?: number | undefined
  historyVisibility: string
}

/** A key that came in: messages that were encrypted with it can be read now. */
export type ArrivedKey = { roomId: string; sessionId: string }

/**
 * What is known of the device that encrypted a message. `signed`: its owner has signed it (whoever the owner is);
 * `unsigned`: not, or it is not known; `forged`: the sender named in the event is not who encrypted it.
 */
export type Trust = 'signed' | 'unsigned' | 'forged'

export type Decrypted =
  /** `message`: which message of its session it is, the same however often it is sent. */
  | {
      isReadable: true
      type: string
      content: Record<string, unknown>
      trust: Trust
      sessionId: string
      message: string
    }
  /** `isKeyMissing`: a key that comes later helps. `withheld`: why its sender does not give it, by the code of the specification. */
  | { isReadable: false; isKeyMissing: boolean; reason: string; withheld?: string | undefined; sessionId: string }

/** Encryption as the transport needs it: no room state, no token, no queue in here; the caller owns those. */
export type Encryption = {
  /** Takes in the to-device messages, device lists and key counts of a sync response; durable when it resolves. Twice the same does no harm. */
  receive(response: unknown): Promise<ArrivedKey[]>
  /** Sends what is to be sent beside messages. What fails stays queued; never throws but when the process has to end. */
  drain(): Promise<void>
  /** Never throws for what an event contains. */
  decrypt(roomId: string, event: unknown): Promise<Decrypted>
  /**
   * The content of an `m.room.encrypted` event for all devices of the readers (user ids), whose keys were sent before it
   * resolves. Throws what the request threw where that failed: then nothing may be sent, in clear least of all.
   */
  encrypt(
    roomId: string,
    room: RoomEncryption,
    readers: readonly string[],
    event: { type: string; content: Record<string, unknown> },
  ): Promise<Record<string, unknown>>
  /** Asks for the devices of these users anew, so that `decrypt` judges by what is true now. */
  refreshDevices(userIds: readonly string[]): Promise<void>
}
