import { requireAuthor } from '../bot/answers/authorship.ts'
import { byOf, findNamed, requireCoordinator } from '../bot/answers/rights.ts'
import { type Answer, type Ctx, defineCommand, UserError } from '../bot/command.ts'
import type { Item } from '../bot/domain/items.ts'
import { takeReference } from '../bot/domain/register.ts'
import { changeScope, isForAuthor, readScope, type Scope } from '../bot/domain/scope.ts'
import { nameOfDecision } from '../templates/decisions.ts'
import { wrongUsage } from '../templates/errors.ts'
import * as say from '../templates/scope.ts'

/** Changes who may see an item, or shows it. */
const sichtbar = defineCommand({
  name: 'sichtbar',
  english: 'scope',
  aliases: ['freigeben', 'sichtbarkeit', 'share'],
  permission: 'member',
  writes: true,
  usage: {
    de: '<Eintrag> gruppe / verwaltung / kreisweit / öffentlich',
    en: '<item> group / administration / district / public',
  },
  help: { de: 'Legt fest, wer einen Eintrag sehen darf.', en: 'Sets who may see an item.' },
  examples: {
    de: ['!sichtbar B41 kreisweit', '!sichtbar L33 gruppe'],
    en: ['!scope B41 district', '!scope L33 group'],
  },

  async run(ctx, text) {
    const { reference, rest } = readTarget(ctx, text.trim())
    const item = await findNamed(ctx, reference, { group: ctx.group })
    const { scope, confirmed } = readWanted(item.id, rest)
    return scope
      ? change(ctx, item, scope, confirmed)
      : { say: say.scopeShown(await scopedOf(ctx, item, item.scope)), itemId: item.id }
  },
})

export default sichtbar

/** The item that is named, else that of the card replied to. */
function readTarget({ replied }: Ctx, text: string): { reference: string; rest: string } {
  const led = takeReference(text)
  if (led) return led
  if (replied?.itemId) return { reference: replied.itemId, rest: text }
  throw new UserError(wrongUsage(sichtbar))
}

function readWanted(id: string, rest: string): { scope?: Scope; confirmed: boolean } {
  const [word = '', ...more] = rest.split(/\s+/).filter((part) => part !== '')
  if (word === '') return { confirmed: false }
  const scope = readScope(word)
  const confirmed =
    more.length === 1 && /^(?:bestätigen|bestaetigen|bestätigt|bestaetigt|confirm)[.!]?$/iu.test(more[0] ?? '')
  if (!scope || (more.length > 0 && !confirmed)) throw new UserError(say.noSuchScope({ id, asked: rest.slice(0, 60) }))
  return { scope, confirmed }
}

async function change(ctx: Ctx, item: Item, to: Scope, confirmed: boolean): Promise<Answer> {
  const group = await ctx.db.group.findUniqueOrThrow({ where: { id: item.groupId } })
  await (isForAuthor(item, to) ? requireAuthor(ctx, { ...item, group }) : requireCoordinator(ctx, group))
  const scoped = await scopedOf(ctx, item, to)
  if (item.scope === to) return { say: say.scopeAlready(scoped), itemId: item.id }
  if (item.scope === 'public') throw new UserError(say.publicStays(scoped))
  if (to === 'administration' && !item.administrationKey) throw new UserError(say.noAdministration(scoped))
  if (to === 'public' && !confirmed) return { say: say.publicAsked(scoped), itemId: item.id }
  await changeScope(ctx.db, item, to, byOf(ctx))
  return { say: say.scopeChanged(scoped), itemId: item.id }
}

async function scopedOf({ db }: Ctx, { id, groupId, administrationKey }: Item, scope: Scope) {
  const group = await db.group.findUniqueOrThrow({ where: { id: groupId } })
  const administration = administrationKey
    ? await db.administration.findUnique({ where: { key: administrationKey } })
    : null
  const decision = await db.decision.findUnique({ where: { id } })
  const name = decision ? nameOfDecision(decision) : id
  return { name, id, scope, group: group.name, administration: administration?.name }
}
