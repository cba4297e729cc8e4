import { CLEAR_DUE, isDate, readTaskChange } from './task-call.ts'

/** What begins like a change and is talk: „bis später“, „by the way“, „an der Reihe“. */
const CHATTER =
  /^(?:bis\s+(?:später|spaeter|dann|denn|bald|gleich|nachher|neulich|die tage)|by\s+(?:the|then|now|far)|due\s+to|until\s+(?:then|now|later)|(?:an|für|fuer)\s+(?:der|die|das|dem|den|eine[rnm]?|ein)|(?:to|for)\s+(?:the|an?))(?=[\s.,!]|$)/i
const NO_DUE = /^(?:ohne|kein|keine|no|without)(?=\s)/i
const TO = /^(?:an|für|fuer|to|for|assign)\s+/i
/** What belongs to a name or stands between names. */
const NAME_WORD = /^(?:[@#(]|\p{Lu}|\d)|^(?:und|and|sowie|an|für|von|der|&|,)$/u
const DEADLINE = /(?:^|\s)(?:bis|by|until|spätestens)\s.*$/i

/**
 * Whether a reply to a task's card is meant for the task. Anything else is talk between people, and in a room it is
 * left alone.
 */
export function isTaskReply(text: string): boolean {
  const asked = text.trim()
  const change = readTaskChange(asked)
  if (change.kind === 'unknown' || change.kind === 'show') return false
  if (change.kind !== 'plan' || isDate(asked)) return true
  if (CHATTER.test(asked)) return false
  if (NO_DUE.test(asked)) return CLEAR_DUE.test(asked)
  const words = asked.split(/\s+/)
  if (TO.test(asked) || /^[@#]/.test(asked)) return words.length === 1 + Number(TO.test(asked)) || areNames(asked)
  return words.length > 1 && words.length <= 12
}

/** „an Anna Meyer, Seevetal bis Freitag“ is made of names; „an der Stelle bin ich unsicher“ is not. */
const areNames = (text: string) =>
  text
    .replace(TO, '')
    .replace(DEADLINE, '')
    .split(/[\s,;]+/)
    .filter(Boolean)
    .every((word) => NAME_WORD.test(word))
