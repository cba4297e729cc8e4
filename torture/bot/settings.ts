/** Deliberate defects: a new transaction id at each attempt, marking and answering apart, the token before the events. */
export const sabotages = ['outbox-key', 'transaction', 'inbox'] as const
export type Sabotage = (typeof sabotages)[number]

/** Points at which a crash would hurt: a message arrived, an event marked, a response received, a room made, somebody invited. */
export const moments = ['sent', 'marked', 'received', 'made', 'invited'] as const
/** The same with encryption: keys received, a message decrypted, a transaction committed, keys sent, a message encrypted. */
export const secretMoments = ['keys-received', 'decrypted', 'committed', 'keys-sent', 'encrypted'] as const
export type Moment = (typeof moments)[number] | (typeof secretMoments)[number]

/** What the run tells a bot process through its environment. */
export const settings = {
  clockFile: process.env['TORTURE_CLOCK'] ?? '',
  sabotage: process.env['TORTURE_SABOTAGE'],
  /** The moment at which this process is to wait for its end, and how many of its kind come before. */
  moment: process.env['TORTURE_MOMENT'],
  skip: Number(process.env['TORTURE_SKIP'] ?? 0),
}

/** What is asked of the homeserver about rooms and who is in them. */
export type RoomWork = 'create' | 'invite' | 'remove' | 'join' | 'leave'

/** What a bot process tells the run, one JSON line each. */
export type Told =
  | { torture: 'at' | 'past'; moment: Moment }
  | { torture: 'begun' | 'over'; work: RoomWork }
  | { torture: 'looked'; at: number; isSaid: boolean }

/** Tells the run something. */
export const tell = (told: Told) => console.log(JSON.stringify(told))
