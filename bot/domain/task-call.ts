import { resolveWhen } from './when/when.ts'

/** A change of a task, as it was typed. `plan`: a date, assignees or tags, which are read with the group at hand. */
export type TaskChange =
  | { kind: 'show' }
  | { kind: 'plan'; text: string }
  | { kind: 'text' | 'note' | 'reason'; text: string }
  | { kind: 'status'; status: 'open' | 'doing' }
  | { kind: 'cancel'; reason: string }
  | { kind: 'done'; behalf?: string; note?: string }
  | { kind: 'unknown'; asked: string }

/** What a text after `aufgabe` asks for. */
export type TaskCall = { kind: 'new'; text: string } | { kind: 'change'; id: string; change: TaskChange }

const DOING = /^(?:ist |is )?(?:in arbeit|läuft|laeuft|begonnen|angefangen|doing|in progress|started|👀)$/i
const OPEN = /^(?:wieder )?(?:öffnen|oeffnen|offen|wiedereröffnen|nicht erledigt|open|reopen|not done)$/i
const DONE =
  /^(?:ist |is )?(?:erledigt|fertig|abgehakt|abgeschlossen|done|finished|completed?|✅)(?:\s+(?:für|fuer|for)\s+([^\s.,:;!][^.,:;!]{0,99}))?(?:(?<!\s)\s*[.,:;!–-]+\s*([\s\S]+))?$/i
const CANCEL =
  /^(?:abbrechen|abgebrochen|stornieren|storno|löschen|loeschen|entfällt|entfaellt|cancel|cancelled|delete)(?:[\s:,–-]+([\s\S]+))?$/i
const NOTE = /^(?:notiz|anmerkung|kommentar|note|comment)[\s:]+([\s\S]+)$/i
const REASON = /^(?:grund|begründung|begruendung|reason)[\s:]+([\s\S]+)$/i
const TEXT = /^text[\s:]+([\s\S]+)$/i
const SHOW = /^(?:zeigen|verlauf|show|history)?$/i
const PLAN =
  /^(?:bis|spätestens|spaetestens|frist|by|until|till|due|an|für|fuer|to|for|assign|ohne|kein|keine|no|without)(?=[\s:]|$)|^[@#](?=[\p{L}\p{N}])/iu
const THANKS = /^(?:danke|vielen dank|thanks|thank you)[.!\s]*$/i

/** Reads a change that stands without an id, such as a reply to a task's card. */
export function readTaskChange(asked: string): TaskChange {
  const text = asked.trim()
  const bare = text.replace(/(?:(?<!\s)\s+|(?<![\s.!]))[.!]+$/, '')
  if (SHOW.test(bare)) return { kind: 'show' }
  if (DOING.test(bare)) return { kind: 'status', status: 'doing' }
  if (OPEN.test(bare)) return { kind: 'status', status: 'open' }
  return (
    readDone(bare) ?? readWorded(text) ?? (isPlan(text) ? { kind: 'plan', text } : { kind: 'unknown', asked: text })
  )
}

function readDone(text: string): TaskChange | undefined {
  const found = DONE.exec(text)
  if (!found) return undefined
  const [, behalf, note] = found
  return {
    kind: 'done',
    ...(behalf ? { behalf: behalf.trim() } : {}),
    ...(note && !THANKS.test(note) ? { note: note.trim() } : {}),
  }
}

function readWorded(text: string): TaskChange | undefined {
  const cancelled = CANCEL.exec(text)
  if (cancelled) return { kind: 'cancel', reason: cancelled[1]?.trim() ?? '' }
  for (const [kind, pattern] of [
    ['note', NOTE],
    ['reason', REASON],
    ['text', TEXT],
  ] as const) {
    const words = pattern.exec(text)?.[1]?.trim()
    if (words) return { kind, text: words }
  }
  return undefined
}

const isPlan = (text: string) => PLAN.test(text) || isDate(text)

/** Whether a text is a date by itself; which one is found out later, when it is known from when it counts. */
export function isDate(text: string): boolean {
  if (text.length > 60) return false
  const read = resolveWhen(text, { sentAt: new Date(0), timeZone: 'UTC', use: 'deadline' })
  return read.ok || read.problem.kind !== 'not-understood'
}

/** `bis -`, `ohne Termin`: no due date any more. */
export const CLEAR_DUE =
  /(?:^|\s)(?:bis\s*(?:[-–—]|offen|unbestimmt)|(?:ohne|kein|keine|keinen)\s+(?:termin|frist|datum)|(?:by|until|due)\s*[-–—]|(?:no|without(?:\s+a)?)\s+(?:due\s+)?(?:date|deadline))(?=[\s.,]|$)/i

const ID = /^([Aa]) ?0*([1-9]\d{0,8})(?=[\s.,:]|$)[.,:]?\s*([\s\S]*)$/
const NUMBER = /^([1-9]\d{0,8})[.:]?(?:\s+(\S[\s\S]*))?$/

/**
 * Reads the text after `aufgabe`. `about`: the task whose card it replies to, so that the id may be left out. A bare
 * number is an id only by itself and before a change: „3 Drucker bestellen“ is a new task.
 */
export function readTaskCall(text: string, about?: string): TaskCall {
  const [, letter, digits, rest = ''] = ID.exec(text) ?? []
  if (letter && digits) return { kind: 'change', id: `A${digits}`, change: readTaskChange(rest) }
  const [, number, asked = ''] = NUMBER.exec(text) ?? []
  const change = readTaskChange(asked)
  if (number && change.kind !== 'unknown') return { kind: 'change', id: `A${number}`, change }
  const own = about === undefined ? undefined : readTaskChange(text)
  return about !== undefined && own && own.kind !== 'unknown'
    ? { kind: 'change', id: about, change: own }
    : { kind: 'new', text }
}

/** Ids of tasks in a row (`A17, 18 und A19`), for whom, and what is no id: `bad` if it looks like one, else a note. */
export function readTaskIds(text: string): { ids: string[]; behalf?: string; note?: string; bad?: string } {
  const [, before = text, behalf] =
    /^([\s\S]*?)(?<!\s)\s*(?<!\p{L})(?:für|fuer|for)\s+([^\n]{1,100}?)[.!]?$/iu.exec(text) ?? []
  const ids: string[] = []
  let left = before.trim()
  for (let found = NEXT.exec(left); found; found = NEXT.exec(left)) {
    ids.push(`A${found[1]}`)
    left = left.slice(found[0].length)
  }
  const bad = /^[A-Za-z]?\d\S*|^[A-Za-z]\d\S*/.exec(left)?.[0]
  const note = left.replace(/^[\s:,;.–-]+/, '').trim()
  return {
    ids: [...new Set(ids)],
    ...(behalf ? { behalf: behalf.trim() } : {}),
    ...(bad ? { bad } : note ? { note } : {}),
  }
}

const NEXT = /^(?:[Aa] ?)?0*([1-9]\d{0,8})(?:[\s,;.&:!]+(?:und |and )?|$)/

/** In a direct message the key of the group may stand first: `[IT] A17 …`. An id says it already. */
export const withoutGroupKey = (text: string) => text.replace(/^\[[^\]\s]{1,40}\]\s*/, '')
