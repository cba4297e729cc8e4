import { defineCommand, UserError } from '../bot/command.ts'
import { foundItems } from '../bot/domain/found.ts'
import { findFor } from '../bot/domain/search-sight.ts'
import { named } from '../bot/found-answers.ts'
import { wrongUsage } from '../templates/errors.ts'
import { nothingFound, searchFound } from '../templates/search.ts'

const SHOWN = 10

/** Finds items of every kind, best first: in a room only what everybody there may see. */
const suche = defineCommand({
  name: 'suche',
  english: 'search',
  aliases: ['finde', 'suchen', 'find'],
  permission: 'member',
  writes: false,
  usage: { de: '<Worte>', en: '<words>' },
  help: {
    de: 'Sucht in Aufgaben, Beschlüssen, Sitzungen, Links und Wissen, soweit Sie es sehen dürfen.',
    en: 'Searches tasks, decisions, meetings, links and knowledge, as far as you may see it.',
  },
  examples: {
    de: ['!suche Drucker', '!suche elektronische Rechnung'],
    en: ['!search printers', '!search electronic invoice'],
  },

  async run({ db, viewer, installation }, text) {
    if (text.trim() === '') throw new UserError(wrongUsage(suche))
    const hits = await findFor(db, viewer, { text, limit: SHOWN + 1 })
    const found = await foundItems(
      db,
      hits.slice(0, SHOWN).map(({ itemId }) => itemId),
    )
    if (found.length === 0) return nothingFound()
    return searchFound({ found: found.map((one) => named(one, installation)), more: hits.length > SHOWN })
  },
})

export default suche
