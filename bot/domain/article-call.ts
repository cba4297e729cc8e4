import { firstWords } from './decisions.ts'
import { takeReference } from './register.ts'

/** What a text after `wissen` asks for. */
export type ArticleCall =
  | { kind: 'list'; isAll: boolean }
  | { kind: 'show'; reference: string }
  | { kind: 'title' | 'text'; reference: string; text: string }
  | { kind: 'delete'; reference: string }
  | { kind: 'unknown'; reference: string; asked: string }
  | { kind: 'add'; title: string; text: string }

const ALL = /^(?:alle|alles|all)[.!]?$/i
const TITLE = /^(?:titel|title)(?:[\s:]+|$)/i
const TEXT = /^text(?:[\s:]+|$)/i
const DELETE =
  /^(?:löschen|loeschen|lösche|abbrechen|entfernen|widerspruch|widersprechen|delete|cancel|remove|object)[.!]?$/iu

/** Whether a text, without an id, is a change of an article: what a reply to its card may say. */
export const isArticleChange = (text: string) => TITLE.test(text) || TEXT.test(text) || DELETE.test(text)

/** Reads the text after `wissen`. A bare number before a change is an id too. */
export function readArticleCall(text: string): ArticleCall {
  if (text === '' || ALL.test(text)) return { kind: 'list', isAll: text !== '' }
  const led = takeReference(text) ?? bareNumber(text)
  if (!led || !/^(?:w\d+|\d+)$/i.test(led.reference)) return { kind: 'add', ...splitArticle(text) }
  const { reference, rest } = led
  if (rest === '') return { kind: 'show', reference }
  if (TITLE.test(rest)) return { kind: 'title', reference, text: rest.replace(TITLE, '').trim() }
  if (TEXT.test(rest)) return { kind: 'text', reference, text: rest.replace(TEXT, '').trim() }
  return DELETE.test(rest)
    ? { kind: 'delete', reference }
    : { kind: 'unknown', reference, asked: rest.split(/\s/, 1)[0] ?? rest }
}

function bareNumber(text: string) {
  const [, reference, rest = ''] = /^(\d{1,9})\.?(?:\s+(\S[\s\S]*))?$/.exec(text) ?? []
  return reference && (rest === '' || isArticleChange(rest)) ? { reference, rest } : undefined
}

const LONGEST_TITLE = 200

/** Title on the first line and text below it, or `Titel: Text`; without a text it is empty. */
export function splitArticle(text: string): { title: string; text: string } {
  const [first = '', ...others] = text.split('\n')
  const below = others.join('\n').trim()
  if (below !== '') {
    const title = first.trim().replace(/:$/, '')
    return title.length <= LONGEST_TITLE ? { title, text: below } : { title: firstWords(first), text }
  }
  const [, title, rest] = /^([^\n]{1,200}?):\s+(\S[\s\S]*)$/.exec(text) ?? []
  return title && rest ? { title: title.trim(), text: rest.trim() } : { title: text.trim(), text: '' }
}
