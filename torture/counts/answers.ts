import type { Diary, Kind, Saying } from '../diary.ts'
import type { Outside, SeenMessage } from '../outside.ts'
import { type Count, count } from './count.ts'

/** Answers by the event that they answer; the later parts of a long one are none of their own. */
export function answersIn({ messages }: Outside): Map<string, SeenMessage[]> {
  const first = messages.filter(({ key, relatesTo }) => relatesTo?.inReplyTo && !/#\d+$/.test(key))
  return Map.groupBy(first, ({ relatesTo }) => relatesTo?.inReplyTo ?? '')
}

/** What the answer to a command of a kind looks like when its item was made; the first group is the short id. */
export const NOTED: Partial<Record<Kind, RegExp>> = {
  task: /Aufgabe (A\d+) notiert/,
  reminded: /Aufgabe (A\d+) notiert/,
  'in-person': /Aufgabe (A\d+) notiert/,
  decision: /\((B\d+)\) eingetragen/,
  link: /Link (L\d+) notiert/,
  meeting: /Sitzung (S\d+) geplant/,
}

/** Counts from what people see: every command answered once, every item made once, answers of a room in the order of its commands. */
export function countAnswers(diary: Diary, outside: Outside): Count[] {
  const answers = answersIn(outside)
  const commands = diary.sayings.filter(({ kind }) => kind !== 'chat')
  const of = ({ eventId }: Saying) => answers.get(eventId) ?? []
  const items = commands.flatMap((saying) => {
    const pattern = NOTED[saying.kind]
    const id = pattern?.exec(of(saying)[0]?.body ?? '')?.[1]
    return pattern ? [{ saying, id }] : []
  })
  return [
    count('commands without an answer', commands.filter((saying) => of(saying).length === 0).map(place)),
    count(
      'commands answered twice',
      commands
        .filter((saying) => of(saying).length > 1)
        .map((saying) => `${place(saying)}: ${of(saying).map(({ eventId }) => eventId)}`),
    ),
    count(
      'other messages that were answered',
      diary.sayings.filter((saying) => saying.kind === 'chat' && of(saying).length > 0).map(place),
    ),
    count(
      'items lost (answered, but not with an item)',
      items
        .filter(({ saying, id }) => !id && of(saying).length > 0)
        .map(({ saying }) => `${place(saying)}: ${of(saying)[0]?.body.slice(0, 120)}`),
    ),
    count('items double (ids that nobody was told of, or two were)', strayIds(items.flatMap(({ id }) => id ?? []))),
    count('answers out of order in a room', outOfOrder(commands, answers, outside)),
  ]
}

const place = ({ eventId, roomId, text }: Saying) => `${text.slice(0, 60)} (${eventId} in ${roomId})`

/** Ids count up without a gap: a missing one belongs to an item that no answer names. */
function strayIds(ids: readonly string[]): string[] {
  const byLetter = Map.groupBy(ids, (id) => id.slice(0, 1))
  return [...byLetter].flatMap(([letter, own]) => {
    const numbers = own.map((id) => Number(id.slice(1)))
    const known = new Set(numbers)
    const twice = numbers.filter((n, index) => numbers.indexOf(n) !== index)
    const missing = Array.from({ length: Math.max(...numbers) }, (_, index) => index + 1).filter((n) => !known.has(n))
    return [...twice.map((n) => `${letter}${n} twice`), ...missing.map((n) => `${letter}${n} named by no answer`)]
  })
}

function outOfOrder(commands: readonly Saying[], answers: Map<string, SeenMessage[]>, { rooms }: Outside): string[] {
  const asked = new Set(commands.map(({ eventId }) => eventId))
  return rooms.flatMap(({ roomId, events }) => {
    let last = -1
    return events
      .filter(({ eventId }) => asked.has(eventId))
      .flatMap(({ eventId }) => {
        const index = answers.get(eventId)?.find((answer) => answer.roomId === roomId)?.index
        if (index === undefined) return []
        const isLate = index < last
        last = Math.max(last, index)
        return isLate ? [`the answer to ${eventId} in ${roomId} stands before that to an earlier command`] : []
      })
  })
}
