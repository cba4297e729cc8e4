import { takeReference } from './register.ts'

/** What a text after `beschluss` asks for. */
export type DecisionCall =
  | { kind: 'show'; reference: string }
  | { kind: 'confirm'; reference: string }
  | { kind: 'correct'; reference: string; asked: string }
  | { kind: 'void'; reference: string; reason: string }
  | { kind: 'unknown'; reference: string; asked: string }
  | { kind: 'record'; text: string }

const CONFIRM = /^(?:bestätigen|bestaetigen|bestätigt|bestaetigt|bestätige|confirm|confirmed)$/iu
const CORRECT = /^(?:berichtigen|berichtige|korrigieren|text|correct)(?:[\s:]+|$)/iu
const VOID = /^(?:storno|stornieren|void)(?:[\s:]+|$)/iu

/** Whether a text, without an id, is a change of a decision: what a reply to its card may say. */
export const isDecisionChange = (text: string) =>
  [CONFIRM, CORRECT, VOID].some((pattern) => pattern.test(withoutEnd(text)))

/**
 * Reads the text after `beschluss`. `about`: the decision whose card it replies to, so that the id may be left out.
 */
export function readDecisionCall(text: string, { about }: { about?: string | undefined } = {}): DecisionCall {
  const led = leading(text) ?? bareNumber(text)
  if (led) return change(led.reference, led.rest)
  const meant = about !== undefined && (text === '' || isDecisionChange(text))
  return meant ? change(about, text) : { kind: 'record', text }
}

/** An id of another kind at the start is text ("A4 wird beidseitig bedruckt"), unless it stands alone. */
function leading(text: string) {
  const led = takeReference(text)
  return led && (/^B|\//i.test(led.reference) || led.rest === '') ? led : undefined
}

/** `41`, `41 bestätigen`: a number alone, or before a change; "3 Drucker" is text. */
function bareNumber(text: string) {
  const [, reference, rest = ''] = /^(\d{1,9})\.?(?:\s+(\S[\s\S]*))?$/.exec(text) ?? []
  return reference && (rest === '' || isDecisionChange(rest)) ? { reference, rest } : undefined
}

function change(reference: string, asked: string): DecisionCall {
  const text = asked.trim()
  if (withoutEnd(text) === '') return { kind: 'show', reference }
  if (CONFIRM.test(withoutEnd(text))) return { kind: 'confirm', reference }
  if (CORRECT.test(text)) return { kind: 'correct', reference, asked: text.replace(CORRECT, '').trim() }
  if (VOID.test(text)) return { kind: 'void', reference, reason: text.replace(VOID, '').trim() }
  return { kind: 'unknown', reference, asked: text.split(/\s/, 1)[0] ?? text }
}

const QUOTED = /^[„"“«]([^„"“”«»]+)["“”»][.,]?(?:\s+(?:wegen|because of|because)\s+(\S[\s\S]*))?$/i
const REASONED = /^([\s\S]+)\s(?:wegen|because of|because)\s+(\S[\s\S]*)$/i

/**
 * Reads `<Text> wegen <Grund>`. A text in quotes is taken whole; else the last such word begins the reason, unless the
 * old text had one and the new one has no more: then it belongs to the text.
 */
export function readCorrection(asked: string, old: string): { text: string; reason?: string } {
  const [whole, text, reason] =
    QUOTED.exec(asked) ?? (becauses(asked) > becauses(old) ? REASONED.exec(asked) : null) ?? []
  if (whole === undefined || !text) return { text: asked.trim() }
  return reason ? { text: text.trim(), reason: reason.trim() } : { text: text.trim() }
}

const becauses = (text: string) => text.match(/\s(?:wegen|because)\s/gi)?.length ?? 0

/** Phones put a full stop behind a word. */
const withoutEnd = (text: string) => text.trim().replace(/(?:(?<!\s)\s+|(?<![\s.!]))[.!]+$/, '')
