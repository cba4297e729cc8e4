/** In the content of every own message: its key names the occasion. */
export const KEY = 'de.allmende.key'
/** In the clear part of an encrypted message: the random id of its row, by which it is found again without any key. */
export const SENDING = 'de.allmende.sending'
/** Beside it: key and trace, hidden with a secret of the database, for a store that cannot read the message. */
export const HIDDEN_MARK = 'de.allmende.mark'
/** Only in a row: type and text of a file that is uploaded when the message is sent; what is said has its address instead. */
export const FILE = 'de.allmende.file'
/** Beside it, for the time after a restored backup: what its row was. */
export const TRACE = 'de.allmende.trace'

/** What a message of the bot was, as its content keeps it; nobody sees it. */
export type Trace = {
  /** When it was promised, in milliseconds: the moment at which its cause was handled. */
  at: number
  itemId?: string | undefined
  causeEventId?: string | undefined
  numbers?: readonly string[] | undefined
  occasions?: readonly string[] | undefined
}

/** What a message bears so that its row can be made anew from its room. */
export const markOf = (key: string, { at, itemId, causeEventId, numbers = [], occasions = [] }: Trace) => ({
  [KEY]: key,
  [TRACE]: {
    at,
    ...(itemId ? { item: itemId } : {}),
    ...(causeEventId ? { cause: causeEventId } : {}),
    ...(numbers.length > 0 ? { numbers } : {}),
    ...(occasions.length > 0 ? { occasions } : {}),
  },
})

/** A message of the bot as a room shows it. Without a key: it was deleted, and nobody knows any more what it was. */
export type OwnMessage = { eventId: string; sentAt: Date; body: string } & (
  | ({ key: string } & Trace)
  | { key?: undefined }
)

/** The event that a message answers, by its key; further parts of a long answer have the same. */
export const answeredBy = (key: string): string | undefined => /^answer:(\$[^#]+)(?:#\d+)?$/.exec(key)?.[1]
