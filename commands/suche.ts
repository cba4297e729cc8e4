import { named } from '../bot/answers/found.ts'
import { requireText } from '../bot/answers/replied.ts'
import { type Ctx, defineCommand } from '../bot/command.ts'
import { foundItems } from '../bot/domain/found.ts'
import { findItem } from '../bot/domain/items.ts'
import { resolveItemId, takeReference } from '../bot/domain/register.ts'
import { findFor } from '../bot/domain/search-sight.ts'
import { nothingFound, searchFound } from '../templates/search.ts'

const SHOWN = 10
/** What these hold is gone when they are cancelled; of other kinds it stays on record. */
const DELETED = new Set(['L', 'W'])

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

  async run(ctx, asked) {
    const { db, viewer, installation } = ctx
    const text = requireText(ctx, asked, suche)
    const hits = await findFor(db, viewer, { text, limit: SHOWN + 1 })
    const ids = [...new Set([...(await itemNamed(ctx, text)), ...hits.map(({ itemId }) => itemId)])]
    const found = await foundItems(db, ids.slice(0, SHOWN))
    if (found.length === 0) return nothingFound()
    return searchFound({ found: found.map((one) => named(one, installation)), more: ids.length > SHOWN })
  },
})

export default suche

/** The item whose id or register number is all that was typed, if it may be seen and has not been deleted. */
async function itemNamed({ db, viewer: { sight }, group }: Ctx, text: string): Promise<string[]> {
  const named = takeReference(text.trim())
  const id = named?.rest === '' ? await resolveItemId(db, sight, named.reference, { group }) : undefined
  const item = id && (await findItem(db, sight, id))
  return item && !(item.cancelledAt && DELETED.has(item.letter)) ? [item.id] : []
}
