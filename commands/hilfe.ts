import { fold } from '../bot/addressing.ts'
import { type Command, defineCommand, UserError } from '../bot/command.ts'
import { namesOf, suggest } from '../bot/lookup.ts'
import { mayUse } from '../bot/permission.ts'
import { helpFor, helpOverview, noSuchCommand } from '../templates/help.ts'

/** Shows what this person may use here, or one command with its examples. */
export default defineCommand({
  name: 'hilfe',
  english: 'help',
  aliases: ['?', 'befehle', 'commands'],
  permission: 'everyone',
  writes: false,
  usage: { de: '[Befehl]', en: '[command]' },
  help: { de: 'Zeigt, was Sie hier tun können.', en: 'Shows what you can do here.' },
  examples: { de: ['!hilfe', '!hilfe aufgabe'], en: ['!help', '!help task'] },

  async run({ commands, viewer, group, isDirect }, text) {
    const usable = commands.filter((command) => mayUse(viewer, command, group))
    const word = fold(text.replace(/^!/, '').split(/\s/)[0] ?? '')
    if (!word) return helpOverview({ commands: usable, isDirect })
    const command = usable.find((one) => isCalled(one, word))
    if (command) return helpFor({ command })
    throw new UserError(noSuchCommand({ word, near: suggest(word, usable.flatMap(namesOf)) }))
  },
})

const isCalled = (command: Command, word: string) => namesOf(command).some((name) => fold(name) === word)
