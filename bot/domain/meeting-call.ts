import { readId } from './items.ts'
import { fold } from './when/tokens.ts'

/** What a text after `sitzung` asks for. `on`: the words that name one date of a series. */
export type MeetingCall =
  | { kind: 'plan'; text: string }
  | { kind: 'show'; id: string }
  | { kind: 'file'; id: string }
  | { kind: 'cancel-series'; id: string; text: string }
  | { kind: 'unknown'; id: string; text: string }
  | { kind: 'move' | 'cancel' | 'title' | 'place' | 'url' | 'minutes'; id: string; on?: string; text: string }

type Change = 'move' | 'cancel' | 'title' | 'place' | 'url' | 'minutes'

const VERBS: Record<Change, string> = {
  move: 'verschieben verschiebe verschoben verlegen verlege verlegt move moved reschedule postpone',
  cancel: 'absagen abgesagt abbrechen entfaellt ausfallen cancel cancelled canceled',
  title: 'titel thema title',
  place: 'ort raum place where location',
  url: 'link url',
  minutes: 'dauer laenge duration length',
}

const KINDS = new Map<string, Change>(
  Object.entries(VERBS).flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind as Change] as const)),
)

const SERIES = new Set(['serie', 'reihe', 'series', 'ganze', 'alle', 'all'])
const LEADS = /^(?:am|vom|von|on|from|den|der|die)\s+/i
/** Asks for the meeting as a calendar file. */
const FILE = /^(?:als\s+|as\s+)?(?:ics|ical|kalender(?:datei)?|calendar(?:\s+file)?)[.!?]*$/i
/** A date takes no more words than this before the verb. */
const LONGEST_DATE = 7

/** Reads the text after `sitzung`; `about` is the meeting whose card it replies to, so that the id may be left out. */
export function readMeetingCall(text: string, about?: string): MeetingCall {
  const [, head = '', rest = ''] = /^(S ?\d{1,9}[.,]?|\d{1,9})(?=$|\s)\s*([\s\S]*)$/i.exec(text) ?? []
  const id = readId(head, 'S')
  // A bare number begins a date as well ("3 Uhr"), so it counts only alone or before a change.
  if (id && (/^s/i.test(head) || rest === '' || FILE.test(rest) || readChange(rest))) return change(id, rest.trim())
  if (about && (text === '' || FILE.test(text) || readChange(text))) return change(about, text)
  return { kind: 'plan', text }
}

function change(id: string, text: string): MeetingCall {
  if (text.replace(/[.!?]/g, '') === '') return { kind: 'show', id }
  if (FILE.test(text)) return { kind: 'file', id }
  return readChange(text)?.(id) ?? { kind: 'unknown', id, text }
}

/** `am 12.3. absagen Grund`, `absagen am 12.3. Grund`, `serie absagen Grund`; undefined: it is no change. */
function readChange(text: string): ((id: string) => MeetingCall) | undefined {
  const words = [...text.matchAll(/\S+/g)]
  const at = words.slice(0, LONGEST_DATE + 1).findIndex(([word]) => KINDS.has(plain(word)))
  const verb = words[at]
  const kind = verb && KINDS.get(plain(verb[0]))
  if (!kind) return undefined
  const before = text.slice(0, verb.index).trim()
  const after = text.slice(verb.index + verb[0].length).trim()
  const isSeries = before !== '' && before.split(/\s+/).every((word) => SERIES.has(plain(word)) || /^die$/i.test(word))
  const [, tail] =
    /^(?:(?:die\s+)?(?:ganze\s+)?(?:serie|reihe|series|all|alle))(?=$|[\s:,])[\s:,]*([\s\S]*)$/i.exec(after) ?? []
  if (kind === 'cancel' && (isSeries || (before === '' && tail !== undefined))) {
    return (id) => ({ kind: 'cancel-series', id, text: isSeries ? after : (tail ?? '') })
  }
  const { on, rest } = before === '' && kind === 'move' ? fromTo(after) : { on: before.replace(LEADS, ''), rest: after }
  const shown = kind === 'place' && plain(verb[0]) === 'raum' ? `${verb[0]} ${rest}` : rest.replace(/^:\s*/, '')
  return (id) => ({ kind, id, ...(on ? { on } : {}), text: shown })
}

/** `vom 12.3. auf 19.3.`; `von 10 auf 14 Uhr` names no day. */
function fromTo(text: string): { on: string; rest: string } {
  const [, on = '', rest = text] =
    /^(?:am|vom|von|on|from)\s+(?!\d{1,2}(?:[:.]\d\d)?(?:\s*(?:uhr|h|am|pm))?\s+(?:auf|to)\s)(\S.{1,39}?)\s+((?:auf|nach|to)\s[\s\S]*)$/i.exec(
      text,
    ) ?? []
  return { on, rest }
}

const plain = (word: string) => fold(word).replace(/(?<![.,:;!])[.,:;!]+$/, '')

const CHANGES = [
  /^ics$/i,
  /^(?:(?:am|on|vom)\s.{2,40}\s)?(?:verschieben|verschiebe|verlegen|verlege|move|reschedule|postpone)\s(?:.{0,40}\s)?(?:auf|nach|to|until)\s/iu,
  /^(?:(?:am|on|vom)\s.{2,40}\s|(?:die\s)?(?:serie|reihe|series)\s)?(?:absagen|cancel)(?:[\s:].*)?$/iu,
  /^(?:dauer|länge|laenge|duration)[\s:]+\d/iu,
  /^(?:link|url)[\s:]+https?:/iu,
  /^(?:[Tt]itel|[Tt]itle|[Oo]rt|[Pp]lace|[Ll]ocation)(?::|\s+(?:\p{Lu}|\d|online))/u,
]

/** Whether a reply on a meeting's card changes it; other words there are talk ("Ort ist gut"). */
export const isMeetingChange = (text: string): boolean => {
  const line = text.trim().replace(/\s+/g, ' ')
  return !line.endsWith('?') && CHANGES.some((pattern) => pattern.test(line))
}
