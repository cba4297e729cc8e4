import { named } from '../bot/answers/found.ts'
import { type Ctx, defineCommand } from '../bot/command.ts'
import { experienceIn } from '../bot/domain/experience.ts'
import { inTurn } from '../bot/domain/in-turn.ts'
import { nameOf } from '../bot/domain/people.ts'
import { admit } from '../bot/permission.ts'
import { experienced, nothingFound } from '../templates/search.ts'

/** Who has experience with a topic; without one, who is in the group. */
export default defineCommand({
  name: 'wer',
  english: 'who',
  aliases: [],
  permission: 'member',
  writes: false,
  usage: { de: '[<Thema>]', en: '[<topic>]' },
  help: {
    de: 'Zeigt, welche Verwaltungen und Personen mit einem Thema zu tun hatten; ohne Thema die Mitglieder der Gruppe.',
    en: 'Shows which administrations and persons had to do with a topic; without one the members of the group.',
  },
  examples: { de: ['!wer E-Rechnung', '!wer'], en: ['!who e-invoice', '!who'] },

  async run(ctx, text) {
    const topic = topicOf(text)
    if (topic === '' || /^\[[^\]\s]{1,40}\]$/.test(topic)) return members(ctx, topic)
    const found = await experienceIn(ctx.db, ctx.viewer, topic)
    if (found.length === 0) return nothingFound()
    const experiences = await inTurn(found, async ({ administration, personIds, items }) => ({
      administration: administration?.name,
      persons: (await inTurn(personIds, (id) => nameOf(ctx.db, id))).sort((a, b) => a.localeCompare(b, 'de')),
      items: items.map((one) => named(one, ctx.installation)),
    }))
    return experienced({ topic: topic.slice(0, 100), experiences })
  },
})

const ASKING =
  /^(?:hat|haben|hatte|hatten|ist|sind|kennt|kennen|weiß|weiss|macht|has|have|knows|is)\s+(?:(?:schon|hier|jemand|sich|etwas|mal|already|anything)\s+)*(?:(?:erfahrung(?:en)?|zuständig|ansprechpartner(?:in)?|experience|responsible|bescheid)\s+)?(?:(?:mit|über|ueber|zu|zum|zur|für|fuer|bei|in|with|about|of|for)\s+)?/iu

/** The topic of `wer hat Erfahrung mit E-Rechnung?`, without what asks for it. */
const topicOf = (text: string) => {
  const asked = text.trim().replace(/(?<![?!.\s])[?!.\s]+$/, '')
  return (
    asked
      .replace(ASKING, '')
      .replace(/(?<!\s)\s+(?:aus|gemacht|zuständig|bescheid)$/iu, '')
      .trim() || asked
  )
}

/** The list of members, by its own rules of which group is meant. */
async function members(ctx: Ctx, key: string) {
  const command = ctx.commands.find(({ name }) => name === 'mitglieder')
  if (!command) return nothingFound()
  const { db, viewer, group, isDirect, installation } = ctx
  const admitted = await admit(db, {
    viewer,
    command,
    roomGroup: group,
    isDirect,
    text: key,
    operators: installation.operators,
  })
  return command.run({ ...ctx, ...(admitted.group ? { group: admitted.group } : {}) }, admitted.text)
}
