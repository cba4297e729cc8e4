import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Db } from '../prisma/client.ts'
import { changeWhere, transact } from '../prisma/lean.ts'
import { internalError, refused } from '../templates/errors.ts'
import { eventSetAside, sentence } from '../templates/incidents.ts'
import type { Reader } from '../templates/template.ts'
import { type Answer, type Command, type Ctx, type Replied, UserError } from './command.ts'
import { contextOf } from './context.ts'
import { isDatabaseGone } from './database-errors.ts'
import type { Deps, Row } from './deps.ts'
import { raiseIncident } from './domain/incidents.ts'
import { numbersOf } from './domain/numbers.ts'
import { isSuccessor } from './domain/room-succession.ts'
import { describeFault } from './fault.ts'
import { type Incoming, readIncoming } from './incoming.ts'
import { createLoopGuard } from './loop-guard.ts'
import { answerEdit, answerMessage, counts, type Result } from './messages.ts'
import { priorities } from './outbox.ts'
import { post, putParts, readerOf } from './posting.ts'
import { answerReaction, answerTakenBack } from './reactions.ts'

const ATTEMPTS = 3

/** One attempt at an event; `command` and `reader` are known when it has got so far. */
type Call = { row: Row; event: Incoming; replied?: Replied | undefined; command?: Command; reader?: Reader }

/** Somebody has handled the event, or it was taken back, while this was on its way. */
class HandledMeanwhile extends Error {}

/** The room is about to take the place of one of ours: what is said there already is handled when it has. */
class NotYetOurs extends Error {}

/** What changes who is where. */
const ROOM_EVENTS = ['m.room.member', 'm.room.tombstone']

/** Handles stored events one by one; see `handle`. */
export function createHandling(deps: Deps) {
  const { db, clock, log, installation, commands, cards, listeners } = deps
  const mayAnswer = createLoopGuard()

  /**
   * Handles one stored event, once: the mark, what it changes and its answer in one transaction. A refusal leaves only
   * its answer. What fails three times is set aside with a reference, and holds up nobody. `later`: its room is not ours
   * yet, and nothing in it has its turn.
   */
  async function handle(row: Row, replied: Replied | undefined): Promise<'later' | undefined> {
    for (let attempt = row.attempts + 1; ; attempt++) {
      try {
        return await attemptOnce(row, replied)
      } catch (error) {
        if (isDatabaseGone(error)) throw error
        const reference = randomBytes(2).toString('hex').toUpperCase()
        log('error', 'an event could not be handled', {
          eventId: row.eventId,
          roomId: row.roomId,
          reference,
          attempt,
          error: describeFault(error),
        })
        if (attempt >= ATTEMPTS) {
          await setAside(row, reference)
          return undefined
        }
        await db.inboxEvent.update({ where: { position: row.position }, data: { attempts: attempt } })
        await wait(50 * attempt)
      }
    }
  }

  async function attemptOnce(row: Row, replied: Replied | undefined): Promise<'later' | undefined> {
    const event = readIncoming({ ...row, payload: row.payload ?? '{}' })
    const call: Call = { row, event, replied }
    if (ROOM_EVENTS.includes(row.type)) deps.onWanted?.()
    try {
      await transact(db, (tx) => handleIn(tx, call))
      if (call.command?.changesRooms) deps.onWanted?.()
    } catch (error) {
      if (error instanceof HandledMeanwhile) return undefined
      if (error instanceof NotYetOurs) return 'later'
      if (!(error instanceof UserError)) throw error
      const answer = { say: refused({ say: error.say, writes: call.command?.writes ?? false }) }
      await transact(db, (tx) => finish(tx, call, { outcome: 'refused', answer }))
    }
    return undefined
  }

  async function handleIn(tx: Db, call: Call) {
    const { event, replied } = call
    const about = { installation, commands, now: clock(), isUnsigned: call.row.trust === 'unsigned' }
    const ctx = await contextOf(tx, event, about, replied)
    if (!ctx && (await isSuccessor(tx, event.roomId))) throw new NotYetOurs()
    if (ctx) call.reader = { lang: ctx.lang, timeZone: ctx.timeZone }
    const remember = (command: Command) => {
      call.command = command
    }
    await finish(tx, call, ctx ? await respond(ctx, event, remember) : { outcome: 'ignored' })
  }

  async function respond(ctx: Ctx, event: Incoming, onCommand: (command: Command) => void): Promise<Result> {
    if (event.sender === installation.me) return { outcome: 'ignored' }
    if (event.kind === 'reaction') return answerReaction(ctx, event, cards)
    if (event.kind === 'redaction')
      return merge(
        await answerTakenBack(ctx, event.redacts, cards),
        await listen(ctx, (one) => one.redaction?.(ctx, event.redacts)),
      )
    if (event.kind === 'member') return listen(ctx, (one) => one.member?.(ctx, event))
    if (event.kind !== 'message' || event.isNotice) return { outcome: 'ignored' }
    if (!mayAnswer({ ...event, text: event.text }, clock())) {
      log('warn', 'loop guard: a sender is not answered for now', { roomId: event.roomId, sender: event.sender })
      return { outcome: 'ignored' }
    }
    if (event.editOf) return respondToEdit(ctx, event.editOf, event.text, onCommand)
    const result = await answerMessage(ctx, event.text, cards, onCommand)
    const isHeard = result.outcome === 'ignored' && ctx.group && counts(ctx)
    return isHeard ? listen(ctx, (one) => one.message?.(ctx, event.text)) : result
  }

  /** Of a command that had run: one hint. Of one that had failed: it runs, once for each edit. */
  async function respondToEdit(
    ctx: Ctx,
    original: string,
    text: string,
    onCommand: (command: Command) => void,
  ): Promise<Result> {
    const first = await ctx.db.inboxEvent.findUnique({ where: { eventId: original } })
    if (first?.sender !== ctx.viewer.personId || first.roomId !== ctx.roomId) return { outcome: 'ignored' }
    if (first.outcome === 'ran' && !first.editedBy) {
      await ctx.db.inboxEvent.update({ where: { eventId: original }, data: { editedBy: ctx.eventId } })
      return { outcome: 'ignored', answer: await answerEdit(ctx, original) }
    }
    if (first.outcome !== 'refused') return { outcome: 'ignored' }
    // What it makes belongs to the message itself, so that undoing and later edits find it.
    const result = await answerMessage({ ...ctx, eventId: original }, text, cards, onCommand)
    if (result.outcome === 'ran')
      await ctx.db.inboxEvent.update({ where: { eventId: original }, data: { outcome: 'ran' } })
    return result
  }

  async function listen(
    ctx: Ctx,
    ask: (listener: (typeof listeners)[number]) => Promise<import('./job.ts').Post[]> | undefined,
  ): Promise<Result> {
    for (const listener of listeners)
      for (const one of (await ask(listener)) ?? []) await post(ctx.db, one, installation, ctx.now)
    return { outcome: 'ignored' }
  }

  /**
   * Marks the event as handled, forgets its content, and promises the answer. Throws HandledMeanwhile where it is marked
   * already: then nothing of this attempt counts.
   */
  async function finish(tx: Db, call: Call, { outcome, answer, writes = true }: Result) {
    const now = clock()
    const { position } = call.row
    const mark = { handledAt: now, payload: null, outcome }
    const marked = await changeWhere(tx, 'InboxEvent', { position, handledAt: null }, mark)
    if (marked.length === 0) throw new HandledMeanwhile()
    const numbers = answer && outcome === 'ran' && writes ? await numbersOf(tx, causeOf(call)) : []
    if (answer) await putAnswer(tx, call, answer, now, numbers)
    for (const one of answer?.posts ?? []) await post(tx, one, installation, now)
  }

  async function putAnswer(
    tx: Db,
    call: Call,
    { say, file, itemId, ping = [], changesReader = false }: Answer,
    now: Date,
    numbers: readonly string[] = [],
  ) {
    const { row, event, reader } = call
    await putParts(tx, say, {
      key: `answer:${row.eventId}`,
      roomId: row.roomId,
      priority: priorities.answer,
      file,
      itemId,
      causeEventId: causeOf(call),
      numbers,
      reader: reader && !changesReader ? reader : await readerNow(tx, row),
      mentions: ping.filter((id) => id !== row.sender),
      now,
      relation: event.kind === 'message' ? replyRelation(event) : undefined,
    })
  }

  async function readerNow(tx: Db, { sender, roomId }: Row): Promise<Reader> {
    const person = await tx.person.findUnique({ where: { id: sender } })
    return readerOf(installation, person, await tx.group.findUnique({ where: { roomId } }))
  }

  async function setAside(row: Row, reference: string) {
    const event = readIncoming({ ...row, payload: row.payload ?? '{}' })
    await db.$transaction(async (tx) => {
      await tx.inboxEvent.update({
        where: { position: row.position },
        data: { setAsideAt: clock(), reference, attempts: ATTEMPTS },
      })
      if (event.kind === 'message') await putAnswer(tx, { row, event }, { say: internalError({ reference }) }, clock())
      await raiseIncident(tx, `set-aside:${reference}:${row.eventId}`, sentence(eventSetAside({ reference })), clock())
    })
  }

  return { handle }
}

/** What an edit makes belongs to the message itself. */
const causeOf = ({ row, event }: Call) => (event.kind === 'message' && event.editOf) || row.eventId

/** A reply; in a thread it stays there. Of an edit the original is answered. */
function replyRelation({ eventId, editOf, thread }: { eventId: string; editOf?: string; thread?: string }) {
  const reply = { 'm.in_reply_to': { event_id: editOf ?? eventId } }
  return thread ? { rel_type: 'm.thread', event_id: thread, is_falling_back: true, ...reply } : reply
}

const merge = (a: Result, b: Result): Result => (a.answer ? a : b)
