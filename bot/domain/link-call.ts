import { takeReference } from './register.ts'

/** What a text after `link` asks for. */
export type LinkCall =
  | { kind: 'show'; reference: string }
  | { kind: 'note' | 'title'; reference: string; text: string }
  | { kind: 'tag'; reference: string; text: string }
  | { kind: 'delete'; reference: string }
  | { kind: 'unknown'; reference: string; asked: string }
  | { kind: 'add'; url: string; note: string }
  /** No address in it: the message replied to has it, and the text is a note. */
  | { kind: 'reply'; note: string }

const NOTE = /^(?:notiz|note)(?:[\s:]+|$)/i
const TITLE = /^(?:titel|title)(?:[\s:]+|$)/i
const DELETE = /^(?:löschen|loeschen|lösche|abbrechen|entfernen|delete|cancel|remove)[.!]?$/iu
const TAGS = /^(?:#[\p{L}\p{N}_-]+\s*)+$/u

/** Whether a text, without an id, is a change of a link: what a reply to its card may say. */
export const isLinkChange = (text: string) =>
  NOTE.test(text) || TITLE.test(text) || DELETE.test(text) || TAGS.test(text)

/** Reads the text after `link`. */
export function readLinkCall(text: string): LinkCall {
  const led = takeReference(text) ?? bareNumber(text)
  return led && /^(?:l\d+|\d+)$/i.test(led.reference) ? readChange(led.reference, led.rest) : readNew(text)
}

function readChange(reference: string, rest: string): LinkCall {
  if (rest === '') return { kind: 'show', reference }
  if (NOTE.test(rest)) return { kind: 'note', reference, text: rest.replace(NOTE, '').trim() }
  if (TITLE.test(rest)) return { kind: 'title', reference, text: rest.replace(TITLE, '').trim() }
  if (TAGS.test(rest)) return { kind: 'tag', reference, text: rest }
  return DELETE.test(rest)
    ? { kind: 'delete', reference }
    : { kind: 'unknown', reference, asked: rest.split(/\s/, 1)[0] ?? rest }
}

function bareNumber(text: string) {
  const [, reference, rest = ''] = /^(\d{1,9})\.?(?:\s+(\S[\s\S]*))?$/.exec(text) ?? []
  return reference && (rest === '' || isLinkChange(rest)) ? { reference, rest } : undefined
}

/** An address with its scheme, wherever it stands; else a first word that looks like one. */
function readNew(text: string): LinkCall {
  const found = /<?\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s<>]*>?/i.exec(text)
  if (found)
    return {
      kind: 'add',
      url: clean(found[0]),
      note: `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`.trim(),
    }
  const [, first = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  if (/^(?:[\p{L}\p{N}-]+\.)+\p{L}{2,}(?::\d{1,5})?(?:[/?#]\S*)?$/u.test(first))
    return { kind: 'add', url: `https://${clean(first)}`, note: rest.trim() }
  return { kind: 'reply', note: text.trim() }
}

const clean = (url: string) => url.replace(/^<|>$/g, '').replace(/(?<![.,;:!?])[.,;:!?]+$/, '')
