import { expect } from 'vitest'
import type { Person } from '../../tools/person.ts'
import type { RoomMessage } from '../../tools/room-timeline.ts'
import type { E2eBot } from './bot.ts'
import { answersTo, idIn, until } from './listening.ts'

/** Texts of tasks, each of them once in a test. */
export const taskTexts = (word: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${word} ${index + 1}`)

/** Says all of these at the same time, people taking turns; the ids of the events, in no order. */
export function sayAtOnce(people: readonly Person[], roomId: string, texts: readonly string[]): Promise<string[]> {
  return Promise.all(texts.map((text, index) => (people[index % people.length] as Person).say(roomId, text)))
}

/** Waits until so many tasks are noted; more of them would be an error of what follows. */
export async function awaitTasks(bot: E2eBot, count: number): Promise<void> {
  const { task } = await bot.db()
  await until(`${count} tasks are noted`, async () => (await task.count()) >= count)
}

/**
 * Once no answer is outstanding: every command of the room was answered exactly once, in the order in which they stand
 * there, and with its own text. Gives the ids of the tasks, in that order.
 */
export async function expectAnsweredOnce(bot: E2eBot, reader: Person, roomId: string): Promise<string[]> {
  await bot.settled({ answersOnly: true })
  const messages = await reader.messages(roomId)
  const commands = messages.filter(
    ({ sender, body, relatesTo }) => sender !== bot.me && body.startsWith('!aufgabe ') && relatesTo === undefined,
  )
  const answers = commands.map(({ eventId }) => answersTo(messages, bot.me, eventId))
  expect(answers.map((all) => all.length)).toEqual(commands.map(() => 1))
  const order = answers.flat().map((answer) => messages.indexOf(answer))
  expect(order).toEqual([...order].sort((a, b) => a - b))
  expect(answers.flat().map(quoted)).toEqual(commands.map(({ body }) => body.slice('!aufgabe '.length)))
  return answers.flat().map(idIn)
}

/** The text of a task as its answer gives it. */
const quoted = ({ body }: RoomMessage) => /notiert: „(.+?)“/.exec(body)?.[1] ?? body

/** The database holds exactly these tasks: none double, none missing, and the numbers have no gap. */
export async function expectTasks(bot: E2eBot, texts: readonly string[]): Promise<void> {
  const tasks = await (await bot.db()).task.findMany({ include: { item: true }, orderBy: { item: { number: 'asc' } } })
  expect(tasks.map(({ text }) => text).sort()).toEqual([...texts].sort())
  expect(tasks.map(({ item }) => item.number)).toEqual(texts.map((_, index) => index + 1))
}
