import { type Call, fold } from './addressing.ts'
import type { Card } from './card.ts'
import type { Command } from './command.ts'

/** No name of a command is as long; of a longer word nothing more is looked at. */
const LONGEST_NAME = 60
const ITEM = /^([A-Za-z])(\d{1,9})$/
const REGISTER = /^(?:[A-Za-z][\w-]{0,30}-)?(?:19|20)\d\d\/\d{1,5}$/

/** The command that a call means, with the text for it. Ids and register numbers stand for the command of their kind. */
export function findCommand(
  { word, rest }: Call,
  commands: readonly Command[],
  cards: readonly Card[],
): { command: Command; text: string } | undefined {
  const typed = fold(word.slice(0, LONGEST_NAME))
  const named = commands.find((command) => namesOf(command).some((name) => fold(name) === typed))
  if (named) return { command: named, text: rest }
  const id = ITEM.test(word)
    ? word
    : /^[A-Za-z]$/.test(word) && /^\d/.test(rest)
      ? word
      : REGISTER.test(word)
        ? 'B'
        : undefined
  const card = id && cards.find(({ letter }) => letter === id[0]?.toUpperCase())
  const command = card && commands.find(({ name }) => name === card.command)
  if (!command) return undefined
  const text = /^[A-Za-z]$/.test(word) ? `${word}${rest}` : `${word} ${rest}`
  return { command, text: text.trim() }
}

/** All names that a command is called by. */
export const namesOf = ({ name, english, aliases }: Command): readonly string[] => [name, english, ...aliases]

/** Names that lie near each other and mean opposites are never proposed for each other. */
const NEVER = [['anwesend', 'abwesend']]

/** The name that was probably meant: distance 1 for words of up to 5 letters, 2 above; undefined: none is near. */
export function suggest(word: string, names: readonly string[]): string | undefined {
  const typed = fold(word).slice(0, 40)
  const reach = typed.length <= 5 ? 1 : 2
  const near = names
    .filter((name) => !NEVER.some((pair) => pair.includes(typed) && pair.includes(fold(name))))
    .map((name) => ({ name, distance: distance(typed, fold(name)) }))
    .filter((found) => found.distance <= reach)
    .sort((a, b) => a.distance - b.distance)
  return near[0]?.name
}

/** Edit distance in which a swap of neighbours counts 1 (optimal string alignment). */
export function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    rows.push([i])
    for (let j = 1; j <= b.length; j++) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1
      const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY
      rows[i]?.push(Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change, swap))
    }
  }
  return at(a.length, b.length)
}
