import { expect, test } from 'vitest'
import { concernsBot, normalizeText, readCall } from '../bot/addressing.ts'
import { cards } from '../bot/cards/index.ts'
import { takeAdministration } from '../bot/domain/administrations.ts'
import { readArticleCall, splitArticle } from '../bot/domain/article-call.ts'
import { readAddress } from '../bot/domain/canonical-url.ts'
import { readCorrection, readDecisionCall } from '../bot/domain/decision-call.ts'
import { readRegisterQuestion } from '../bot/domain/decision-list-call.ts'
import { keyFrom } from '../bot/domain/groups.ts'
import { readId } from '../bot/domain/items.ts'
import { readLinkCall } from '../bot/domain/link-call.ts'
import { readMeetingCall } from '../bot/domain/meeting-call.ts'
import { markCuts, readMeeting } from '../bot/domain/meeting-text.ts'
import { takeTags, whoIs } from '../bot/domain/naming.ts'
import { takePlace, takeUrl } from '../bot/domain/place.ts'
import { readRegister, takeReference } from '../bot/domain/register.ts'
import { analyse } from '../bot/domain/search/analyse.ts'
import { passageOf } from '../bot/domain/search/passage.ts'
import { wishesOf } from '../bot/domain/search/question.ts'
import { germanOfficeSynonyms } from '../bot/domain/search/synonyms.ts'
import { readDigest, readLanguage, readLeadDays, readQuiet, readTimeZone } from '../bot/domain/settings.ts'
import { readTaskCall, readTaskChange, readTaskIds } from '../bot/domain/task-call.ts'
import { readListCall } from '../bot/domain/task-list-call.ts'
import { isTaskReply } from '../bot/domain/task-reply.ts'
import { addressesIn, maskSecrets } from '../bot/domain/urls-in-text.ts'
import { takeDay, takeDeadline } from '../bot/domain/when/deadline.ts'
import { resolveRecurrence } from '../bot/domain/when/recurrence.ts'
import { takeStart } from '../bot/domain/when/start.ts'
import { resolveWhen } from '../bot/domain/when/when.ts'
import { describeFault } from '../bot/fault.ts'
import { readIncoming } from '../bot/incoming.ts'
import { findCommand, suggest } from '../bot/lookup.ts'
import { splitMarkdown } from '../bot/splitting.ts'
import { commands } from '../commands/index.ts'
import { withAddresses } from '../templates/addresses.ts'
import { escapeText, linesOf, toContent, toPlain } from '../templates/template.ts'
import { administrations } from './fixture.ts'
import { FRAMES, PIECES } from './hostile/pieces.ts'

const LONGEST_EVENT = 60_000
/** What `LONGEST_CALL` of bot/messages.ts lets through to those that read a command's text. */
const LONGEST_CALL = 4000

const at = { sentAt: new Date('2026-03-09T10:00:00Z'), timeZone: 'Europe/Berlin' }
const me = { userId: '@allmende:x.example', names: ['Allmende'] }
const row = (content: object) => ({
  ...{ eventId: '$a', roomId: '!a:x', sender: '@a:x', sentAt: at.sentAt },
  payload: JSON.stringify({ type: 'm.room.message', content: { msgtype: 'm.text', ...content } }),
})
const towns = administrations.map((one) => ({
  ...one,
  servers: '',
  ags: null,
  ars: null,
  fromConfig: true,
  createdAt: at.sentAt,
}))

/** Meet whatever anybody sends. */
const open: Record<string, (text: string) => unknown> = {
  normalizeText,
  readCall: (text) => [readCall(text, me, true), readCall(text, me, false)],
  concernsBot: (text) =>
    concernsBot(
      { sender: '@a:x', content: { body: text } },
      { me: me.userId, names: me.names, isDirect: false, repliesToMe: false },
    ),
  readIncoming: (text) => [
    readIncoming(row({ body: text, 'm.relates_to': { 'm.in_reply_to': { event_id: '$b' } } })),
    readIncoming(
      row({
        body: 'x',
        format: 'org.matrix.custom.html',
        formatted_body: `<a href="https://matrix.to/#/@a:b">a</a>${text}`,
      }),
    ),
  ],
  addressesIn,
  maskSecrets,
  readAddress: (text) => readAddress(`https://a.example/${text}`),
  findCommand: (text) => findCommand({ word: text, rest: text, text, explicit: true }, commands, cards),
  escapeText,
  linesOf,
  toPlain,
  splitMarkdown: (text) => splitMarkdown({ source: text }),
  withAddresses: (text) => [{ source: text }, linesOf(text)].map((source) => withAddresses(source, maskSecrets)),
  describeFault: (text) => describeFault(new RangeError(`at ${text.replace(/\s/g, '')}`)),
}

/** Meet the text of a command, which is cut off before. */
const limited: Record<string, (text: string) => unknown> = {
  cards: (text) => cards.map((card) => card.understands(text)),
  suggest: (text) => suggest(text, ['aufgabe']),
  takeAdministration: (text) => takeAdministration(text, towns),
  readArticleCall: (text) => [readArticleCall(text), splitArticle(text)],
  readDecisionCall: (text) => [
    readDecisionCall(text),
    readDecisionCall(text, { about: 'B1' }),
    readCorrection(text, text),
  ],
  readRegisterQuestion,
  keyFrom,
  readId,
  readRegister: (text) => [readRegister(text), takeReference(text)],
  readLinkCall,
  readMeetingCall: (text) => [readMeetingCall(text), readMeetingCall(text, 'S1')],
  readMeeting: (text) => readMeeting(text.slice(-2000), { ...at, land: 'NI' }),
  markCuts: (text) => markCuts(text, text.slice(5)),
  takeTags,
  whoIs: (text) => whoIs(text, [{ personId: '@a:x', name: 'Anna Meyer', isMember: true }]),
  takePlace: (text) => [takePlace(text), takeUrl(text)],
  settings: (text) => [readLanguage, readTimeZone, readQuiet, readDigest, readLeadDays].map((read) => read(text)),
  readTaskCall: (text) => [
    readTaskCall(text),
    readTaskCall(text, 'A1'),
    readTaskChange(text),
    readTaskIds(text),
    isTaskReply(text),
  ],
  readListCall: (text) => readListCall(text, towns),
  takeDeadline: (text) => [takeDeadline(text, { ...at, use: 'deadline' }), takeDay(text, { ...at, use: 'past' })],
  takeStart: (text) => takeStart(text, { ...at, use: 'start' }),
  passageOf: (text) => passageOf({ body: text, matched: ['a'] }),
  rendered: (text) => splitMarkdown(linesOf(text)).map((part) => toContent(part)),
  analyse: (text) => analyse(text.slice(0, 200), text),
  wishesOf: (text) => wishesOf(text, germanOfficeSynonyms()),
  resolveWhen: (text) => [
    resolveWhen(text, { ...at, use: 'deadline' }),
    resolveRecurrence(text, { ...at, use: 'start' }),
  ],
}

/**
 * Of the processor, so that others on the machine do not count. Whole readers need up to a tenth, single expressions less;
 * one that begins anew at every place needs more.
 */
const FAR_TOO_LONG_MS = 500

test.each([
  ...Object.entries(open).map(([name, read]) => ({ name, read, length: LONGEST_EVENT })),
  ...Object.entries(limited).map(([name, read]) => ({ name, read, length: LONGEST_CALL })),
])('$name is done soon with $length characters of anything', { timeout: 300_000 }, ({ read, length }) => {
  read('Aufgabe') // dictionaries are read once
  const slow = PIECES.flatMap((piece, i) =>
    // White space is what most readers look for: with everything around it. All else in turn.
    (piece.trim() === '' ? FRAMES : [FRAMES[i % FRAMES.length] ?? ['', '']]).flatMap(([before, after]) => {
      const text = (before + piece.repeat(Math.ceil(length / piece.length))).slice(0, length - after.length) + after
      const start = process.cpuUsage()
      read(text)
      const took = process.cpuUsage(start).user / 1000
      return took > FAR_TOO_LONG_MS ? [`${JSON.stringify([before, piece, after])}: ${Math.round(took)} ms`] : []
    }),
  )
  expect(slow).toEqual([])
})
