import { code, type Lang, lines, type Markdown, md, nothing, template } from './template.ts'

type Command = {
  name: string
  english: string
  aliases: readonly string[]
  usage: { de: string; en: string }
  help: { de: string; en: string }
  examples: { de: readonly string[]; en: readonly string[] }
}

/** What a person can do here, one command a line; how to write it shows the help of each. */
export const helpOverview = template<{ commands: readonly Command[]; isDirect: boolean }>({
  de: ({ commands, isDirect }) =>
    lines(
      md`Das können Sie hier tun${isDirect && md` (im Direktchat auch ohne „!“)`}:`,
      ...commands.map(({ name, help }) => md`- ${code(`!${name}`)}: ${help.de}`),
      first(commands, (example) => md`Zum Beispiel: ${code(example.de)}`),
      md`Mehr zu einem Befehl: ${code('!hilfe aufgabe')}. Auf meine Nachrichten können Sie auch einfach antworten.`,
    ),
  en: ({ commands, isDirect }) =>
    lines(
      md`This is what you can do here${isDirect && md` (in a direct message also without “!”)`}:`,
      ...commands.map(({ english, help }) => md`- ${code(`!${english}`)}: ${help.en}`),
      first(commands, (example) => md`For example: ${code(example.en)}`),
      md`More about a command: ${code('!help task')}. You can also simply reply to my messages.`,
    ),
})

/** What most people begin with: a task. */
function first(commands: readonly Command[], say: (example: Record<Lang, string>) => Markdown): Markdown | undefined {
  const { de: [de] = [], en: [en] = [] } = commands.find(({ name }) => name === 'aufgabe')?.examples ?? {}
  return de !== undefined && en !== undefined ? say({ de, en }) : undefined
}

export const helpFor = template<{ command: Command }>({
  de: ({ command }) =>
    lines(
      md`**!${command.name}**: ${command.help.de}`,
      ...formsOf(command.usage.de).map((form) => md`- ${code(`!${command.name} ${form}`)}`),
      command.usage.de.includes('[') && md`Was in eckigen Klammern steht, kann entfallen.`,
      command.examples.de.length > 0 && md`Zum Beispiel:`,
      ...command.examples.de.map((example) => md`- ${code(example)}`),
      md`Auch: ${[command.english, ...command.aliases].filter((name) => name !== command.name).join(', ')}`,
    ),
  en: ({ command }) =>
    lines(
      md`**!${command.english}**: ${command.help.en}`,
      ...formsOf(command.usage.en).map((form) => md`- ${code(`!${command.english} ${form}`)}`),
      command.usage.en.includes('[') && md`What stands in square brackets can be left out.`,
      command.examples.en.length > 0 && md`For example:`,
      ...command.examples.en.map((example) => md`- ${code(example)}`),
      md`Also: ${[command.name, ...command.aliases].filter((name) => name !== command.english).join(', ')}`,
    ),
})

/** The forms that a usage consists of: `<text> [by <when>] / <task> [done]` are two, since the second begins anew. */
export function formsOf(usage: string): string[] {
  const forms: string[] = []
  if (usage === '') return forms
  for (const part of usage.split(' / <')) {
    const last = forms.at(-1)
    if (last === undefined) forms.push(part)
    else if (last.split('[').length === last.split(']').length) forms.push(`<${part}`)
    else forms[forms.length - 1] = `${last} / <${part}`
  }
  return forms
}

export const noSuchCommand = template<{ word: string; near: string | undefined }>({
  de: ({ word, near }) =>
    md`Einen Befehl „${word}“ gibt es hier nicht.${near ? md` Meinten Sie ${code(`!hilfe ${near}`)}?` : nothing} Übersicht: ${code('!hilfe')}`,
  en: ({ word, near }) =>
    md`There is no command “${word}” here.${near ? md` Did you mean ${code(`!help ${near}`)}?` : nothing} Overview: ${code('!help')}`,
})
