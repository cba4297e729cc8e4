import { namesOf } from '../../bot/lookup.ts'
import { commands } from '../../commands/index.ts'
import type { Random } from './random.ts'
import { flood, id, text, word } from './texts.ts'

/** Every name and alias of every command, with what its own examples say after it. */
const spoken = commands.flatMap((command) => {
  const examples = [...command.examples.de, ...command.examples.en].map((line) => line.replace(/^\S+\s*/, ''))
  return namesOf(command).map((name) => ({ command: command.name, name, examples }))
})

/** A call of any command by any of its names, with arguments of its own, broken ones, or none of sense. */
export function call(random: Random): { text: string; command: string } {
  const { command, name, examples } = random.pick(spoken)
  const prefix = random.pick(['!', '!', '!', '!', '/', '//', '! ', '！', '\u200b!', 'Allmende: ', '@Allmende ', ''])
  const spelt = random.pick([name, name, name, name, name, name.toUpperCase(), `${name}.`, name.replace(/.$/, '')])
  return { text: `${prefix}${spelt} ${argumentsFor(random, examples)}`, command }
}

function argumentsFor(random: Random, examples: readonly string[]): string {
  const example = examples.length > 0 ? random.pick(examples) : ''
  const choice = random.below(100)
  if (choice < 20) return example
  if (choice < 45) return (random.chance(0.2) ? '[IT] ' : '') + withIds(random, example)
  if (choice < 70) return broken(random, example)
  if (choice < 80) return `${id(random)} ${text(random, 5)}`
  return choice < 99 ? text(random) : flood(random)
}

/** The example about something else than it says. */
const withIds = (random: Random, example: string) => example.replace(/\b[A-Z]\d+\b/g, () => id(random))

/** The example with words left out, doubled, exchanged, or strange ones between. */
function broken(random: Random, example: string): string {
  const words = withIds(random, example).split(' ')
  for (let changes = 1 + random.below(3); changes > 0; changes--) {
    const at = random.below(words.length + 1)
    const left = random.pick([0, 0, 1])
    words.splice(at, left, ...random.some(2, () => word(random)))
  }
  return words.join(random.chance(0.9) ? ' ' : '\n')
}
