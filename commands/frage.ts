import { named } from '../bot/answers/found.ts'
import { requireText } from '../bot/answers/replied.ts'
import { defineCommand } from '../bot/command.ts'
import { foundItems } from '../bot/domain/found.ts'
import { answerFor } from '../bot/domain/search-sight.ts'
import { answered, nothingFound } from '../templates/search.ts'

/** Answers a question with what the best sources say; with nothing that really answers it, says so. */
const frage = defineCommand({
  name: 'frage',
  english: 'ask',
  aliases: ['fragen', 'question'],
  permission: 'member',
  writes: false,
  usage: { de: '<Frage>', en: '<question>' },
  help: {
    de: 'Beantwortet eine Frage aus Beschlüssen, Wissen, Aufgaben, Sitzungen und Links, mit Quellen.',
    en: 'Answers a question from decisions, knowledge, tasks, meetings and links, with sources.',
  },
  examples: {
    de: ['!frage Wer schreibt die Drucker aus?', '!frage Wann ist die nächste Sitzung?'],
    en: ['!ask Who tenders for the printers?', '!ask When is the next meeting?'],
  },

  async run(ctx, asked) {
    const { db, viewer, installation } = ctx
    const text = requireText(ctx, asked, frage)
    const hits = await answerFor(db, viewer, { text })
    const found = await foundItems(
      db,
      hits.map(({ itemId }) => itemId),
    )
    const passages = found.flatMap((one) => {
      const hit = hits.find(({ itemId }) => itemId === one.id)
      return hit ? [{ found: named(one, installation), passage: hit.passage }] : []
    })
    return passages.length > 0 ? answered({ passages }) : nothingFound()
  },
})

export default frage
