import {
  isLikelyPlace,
  isSurePlace,
  LABEL,
  LEAD,
  NAME,
  NO_PLACE,
  ONLINE_FIRST,
  ONLINE_LAST,
  ROOM,
} from './place-words.ts'

/** Where a meeting is: a place, an address of a video room, or both; `text` is what remains. */
export type Placed = { text: string; place?: string; url?: string }

const URL_IN_TEXT = /<?\bhttps?:\/\/[^\s<>]+>?/i

/** Takes the first http or https address out of a text; a line break marks where it stood. */
export function takeUrl(text: string): { text: string; url?: string } {
  const match = URL_IN_TEXT.exec(text)
  if (!match) return { text }
  const shown = match[0].replace(/^<|>$/g, '')
  const url = shown.replace(/(?<![.,;:!?)\]])[.,;:!?)\]]+$/, '')
  if (!URL.canParse(url)) return { text }
  const before = text.slice(0, match.index).replace(/(?<!\p{L})(?:link|url)\s?:\s*$/iu, '')
  return { text: `${before}\n${shown.slice(url.length)}${text.slice(match.index + match[0].length)}`, url }
}

/**
 * Takes the place out of a meeting's text when its date is out: `im Rathaus Winsen, Raum 2.14`, `Ort: …`, `Raum 3`,
 * `online`, `in Winsen`. A line break is where something else stood before: a place ends there.
 */
export function takePlace(text: string): Placed {
  // The surest sign counts, wherever it stands.
  for (const find of [findLabel, findNamed, findPart, findRoom, findOnline, findAfterIn]) {
    const found = findInLines(text, find)
    if (found)
      return { text: tidy(`${text.slice(0, found.start)}\n${text.slice(found.end)}`), place: tidy(found.place) }
  }
  return { text: tidy(text) }
}

/** One line, without marks that held together what is gone. */
export const tidy = (text: string) =>
  text
    .replace(/\(\s*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[\s,;:–)-]+|(?<![\s,;:–(-])[\s,;:–(-]+$/g, '')

type Found = { start: number; end: number; place: string }

function findInLines(text: string, find: (line: string) => Found | undefined): Found | undefined {
  let start = 0
  for (const line of text.split('\n')) {
    const found = find(line)
    if (found?.place.trim()) return { place: found.place, start: start + found.start, end: start + found.end }
    start += line.length + 1
  }
  return undefined
}

const findLabel = (line: string) => captured(LABEL.exec(line))

const findOnline = (line: string) => captured(ONLINE_LAST.exec(line.trimEnd()) ?? ONLINE_FIRST.exec(line.trim()))

function findRoom(line: string): Found | undefined {
  const room = captured(ROOM.exec(line))
  return room && { ...room, place: room.place.replace(/^in\s+/i, '') }
}

function captured(match: RegExpExecArray | null): Found | undefined {
  return match?.[1] === undefined
    ? undefined
    : { start: match.index, end: match.index + match[0].length, place: match[1] }
}

/** `im Rathaus Winsen, Raum 2.14`; a room said before it belongs to it. */
function findNamed(line: string): Found | undefined {
  for (const { index, 0: led, 1: lead = '' } of line.matchAll(LEAD)) {
    const from = index + led.length
    const end = from + placeLength(line.slice(from), index === 0)
    const place = line.slice(from, end)
    if (!isLikelyPlace(firstPart(place)) || /[:?]/.test(place)) continue
    const room = captured(ROOM.exec(line.slice(0, index)))
    if (room?.end === index) return { start: room.start, end, place: `${room.place} ${lead} ${place}` }
    return { start: index, end, place: /^(?:im|in|in dem|at|in the|at the)$/i.test(lead) ? place : `${lead} ${place}` }
  }
  return undefined
}

/** How far a place goes: to the end of the line, but in front of a title only as far as its parts are places. */
function placeLength(text: string, isFirst: boolean): number {
  if (!isFirst) return text.length
  const mark = text.search(/:| [–-] /)
  const whole = mark < 0 ? text : text.slice(0, mark)
  const parts = whole.split(',')
  const other = parts.findIndex((part, i) => i > 0 && !isSurePlace(part) && !/^\s*\d/.test(part))
  return other < 0 ? whole.length : parts.slice(0, other).join(',').length
}

/** A place after a comma or in brackets: `Quartalsrunde, Rathaus Winsen`, `Quartalsrunde (Kreishaus)`. */
function findPart(line: string): Found | undefined {
  const bracket = /\(([^()]{2,80})\)\s*$/.exec(line)
  if (bracket?.[1] && isSurePlace(bracket[1])) return captured(bracket)
  for (let at = line.indexOf(','); at >= 0; at = line.indexOf(',', at + 1)) {
    const place = line.slice(at + 1)
    if (isSurePlace(firstPart(place)) && !place.includes(':')) return { start: at, end: line.length, place }
  }
  return undefined
}

const firstPart = (place: string) => /^[^,(]*/.exec(place)?.[0] ?? ''

/** Any name after the last `in` or `im`: in Winsen, im Kreishaus II. With nothing before it what follows its first word is the title. */
function findAfterIn(line: string): Found | undefined {
  const lead = [...line.matchAll(LEAD)].filter(([, word = '']) => /^i[nm]$/i.test(word)).at(-1)
  if (!lead) return undefined
  const from = lead.index + lead[0].length
  const place = line.slice(from).trim()
  if (!NAME.test(place) || NO_PLACE.test(place)) return undefined
  const first = lead.index === 0 ? (/^\S+/.exec(place)?.[0] ?? '') : place
  return { start: lead.index, end: first === place ? line.length : from + first.length, place: first }
}
