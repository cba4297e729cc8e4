import { setTimeout as sleep } from 'node:timers/promises'
import { ApiError } from '../../tools/client-api.ts'
import type { Person, SayOptions } from '../../tools/person.ts'
import type { RoomMessage, WaitOptions, Wanted } from '../../tools/room-timeline.ts'

/** How long an event is waited for. Generous: only what never comes is an error. */
export const PATIENCE_MS = 90_000

/** Resolves when it is so. Events are waited for generously; only what never comes is an error. */
export async function until(what: string, isSo: () => Promise<unknown>, timeoutMs = PATIENCE_MS): Promise<void> {
  const limit = performance.now() + timeoutMs
  while (!(await isSo())) {
    if (performance.now() > limit) throw new Error(`never so within ${timeoutMs / 1000} s: ${what}`)
    await sleep(100)
  }
}

/** Accepts invitations until the person is in a room of this name; its id. */
export async function enterRoom(person: Person, name: string): Promise<string> {
  let found: { roomId: string } | undefined
  await until(`${person.userId} is in ${name}`, async () => {
    await unlessTooSoon(person.acceptInvites())
    found = (await person.joinedRooms()).find((room) => room.name === name)
    return found
  })
  return found?.roomId ?? ''
}

/** Of another server a person may hear of an invitation before the inviting one has stored it: then she tries again. */
async function unlessTooSoon(joining: Promise<unknown>): Promise<void> {
  await joining.catch((error) => {
    if (!(error instanceof ApiError) || error.status !== 403) throw error
  })
}

/** Messages of the bot that answer an event, in the order of the room. */
export const answersTo = (messages: readonly RoomMessage[], me: string, eventId: string) =>
  messages.filter(
    ({ sender, type, relatesTo }) => sender === me && type === 'm.room.message' && relatesTo?.inReplyTo === eventId,
  )

/** What everybody does with the bot: hear it, ask it, go into the direct room that it has opened. */
export function talk(me: string, log: () => string) {
  const waitFor = async (
    person: Person,
    roomId: string,
    wanted: Wanted,
    options?: WaitOptions,
  ): Promise<RoomMessage> => {
    const isIt = (message: RoomMessage) =>
      message.sender === me && message.type === 'm.room.message' && fits(message, wanted)
    try {
      return await person.waitFor(roomId, isIt, { timeoutMs: PATIENCE_MS, ...options })
    } catch (cause) {
      throw new Error(`The bot did not say: ${wanted}. Its log ends with:\n${log().slice(-2000)}`, { cause })
    }
  }
  const answer = (person: Person, roomId: string, eventId: string) =>
    waitFor(person, roomId, ({ relatesTo }) => relatesTo?.inReplyTo === eventId)
  return {
    /** A message of the bot's that fits. */
    hear: waitFor,
    /** The answer to an event. */
    answer,
    /** Says something and gives the answer to it. */
    async ask(person: Person, roomId: string, text: string, options: SayOptions = {}): Promise<RoomMessage> {
      return answer(person, roomId, await person.say(roomId, text, options))
    },
    /** The person's direct room that the bot has opened, entered. */
    async direct(person: Person): Promise<string> {
      let roomId: string | undefined
      await until(`${person.userId} is in her direct room`, async () => {
        for (const invitation of await person.invites())
          if (invitation.sender === me && (invitation.name === undefined || invitation.name === 'Allmende'))
            await unlessTooSoon(person.join(invitation.roomId))
        roomId = (await person.joinedRooms()).find(({ name }) => name === undefined || name === 'Allmende')?.roomId
        return roomId
      })
      return roomId ?? ''
    },
  }
}

function fits(message: RoomMessage, wanted: Wanted): boolean {
  if (typeof wanted === 'function') return wanted(message)
  return typeof wanted === 'string' ? message.body.includes(wanted) : wanted.test(message.body)
}

/** The short id that a text names first. */
export const idIn = ({ body }: { body: string }): string => /\b[A-Z]\d+\b/.exec(body)?.[0] ?? `no id in: ${body}`
