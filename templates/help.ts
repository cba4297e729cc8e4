import { code, joined, lines, md, nothing, template } from './template.ts'

type Command = {
  name: string
  english: string
  aliases: readonly string[]
  usage: { de: string; en: string }
  help: { de: string; en: string }
  examples: { de: readonly string[]; en: readonly string[] }
}

export const helpOverview = template<{ commands: readonly Command[]; isDirect: boolean }>({
  de: ({ commands, isDirect }) =>
    lines(
      md`Das können Sie hier tun${isDirect && md` (im Direktchat auch ohne „!“)`}:`,
      ...commands.map(({ name, usage, help }) => md`- ${code(`!${name} ${usage.de}`)}: ${help.de}`),
      md`Beispiele zeigt ${code('!hilfe aufgabe')}. Auf meine Nachrichten können Sie auch einfach antworten.`,
    ),
  en: ({ commands, isDirect }) =>
    lines(
      md`This is what you can do here${isDirect && md` (in a direct message also without “!”)`}:`,
      ...commands.map(({ english, usage, help }) => md`- ${code(`!${english} ${usage.en}`)}: ${help.en}`),
      md`For examples type ${code('!help task')}. You can also simply reply to my messages.`,
    ),
})

export const helpFor = template<{ command: Command }>({
  de: ({ command }) =>
    lines(
      md`${code(`!${command.name} ${command.usage.de}`)}: ${command.help.de}`,
      command.examples.de.length > 0 && md`Zum Beispiel:`,
      ...command.examples.de.map((example) => md`- ${code(example)}`),
      joined([md`Auch: ${[command.english, ...command.aliases].filter((name) => name !== command.name).join(', ')}`]),
    ),
  en: ({ command }) =>
    lines(
      md`${code(`!${command.english} ${command.usage.en}`)}: ${command.help.en}`,
      command.examples.en.length > 0 && md`For example:`,
      ...command.examples.en.map((example) => md`- ${code(example)}`),
      joined([md`Also: ${[command.name, ...command.aliases].filter((name) => name !== command.english).join(', ')}`]),
    ),
})

export const noSuchCommand = template<{ word: string; near: string | undefined }>({
  de: ({ word, near }) =>
    md`Einen Befehl „${word}“ gibt es hier nicht.${near ? md` Meinten Sie ${code(`!hilfe ${near}`)}?` : nothing} Übersicht: ${code('!hilfe')}`,
  en: ({ word, near }) =>
    md`There is no command “${word}” here.${near ? md` Did you mean ${code(`!help ${near}`)}?` : nothing} Overview: ${code('!help')}`,
})
