import { keepMessage } from '../bot/answers/keeping.ts'
import { defineGroupCommand } from '../bot/command.ts'

/** Keeps the message replied to as an article. Its author is told and may object. */
export default defineGroupCommand({
  name: 'merken',
  english: 'keep',
  aliases: ['speichern', 'merke', 'save'],
  permission: 'member',
  writes: true,
  usage: { de: '[Titel] [#tag] (als Antwort auf eine Nachricht)', en: '[title] [#tag] (as a reply to a message)' },
  help: {
    de: 'Merkt die Nachricht, auf die Sie antworten. Wer sie geschrieben hat, erfährt davon und kann widersprechen.',
    en: 'Keeps the message that you reply to. Who wrote it is told and may object.',
  },
  examples: {
    de: ['!merken', '!merken Zugang zum Testsystem #portal'],
    en: ['!keep', '!keep Access to the test system #portal'],
  },

  run: (ctx, text) => keepMessage(ctx, text),
})
