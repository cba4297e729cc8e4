import { type Ctx, defineCommand, UserError } from '../bot/command.ts'
import { type Administration, administrationsOf, placeName, takeAdministration } from '../bot/domain/administrations.ts'
import { takePerson } from '../bot/domain/leading-person.ts'
import { admitMember, type Role } from '../bot/domain/members.ts'
import { coordinatorsOf, type Group, nameOf } from '../bot/domain/people.ts'
import { wrongUsage } from '../templates/errors.ts'
import { memberSet, notAnId, thatIsMe, whichAdministration } from '../templates/members.ts'
import { unusableName } from '../templates/naming.ts'
import { groupFor, requireOpen, takeKey } from './gruppe/part.ts'

const about = {
  name: 'mitglied',
  english: 'member',
  usage: {
    de: '@wer <Verwaltung> [Stellvertretung / Koordination]',
    en: '@who <administration> [deputy / coordinator]',
  },
  examples: {
    de: ['!mitglied @anna:seevetal.example Seevetal', '!mitglied @ben Seevetal Stellvertretung'],
    en: ['!member @anna:seevetal.example Seevetal', '!member @ben Seevetal deputy'],
  },
}

const ROLES: readonly [RegExp, Role][] = [
  [/(?:^|\s)(?:als\s+|as\s+)?(?:stellvertretung|stellvertreterin|stellvertreter|vertretung|deputy)\.?$/i, 'deputy'],
  [/(?:^|\s)(?:als\s+|as\s+)?(?:koordination|koordinatorin|koordinator|coordinator)\.?$/i, 'coordinator'],
  [/(?:^|\s)(?:als\s+|as\s+)?(?:leitung|leadership)\.?$/i, 'leitung'],
  [/(?:^|\s)(?:als\s+|as\s+)?(?:mitglied|member)\.?$/i, 'member'],
]

/** Says whom somebody represents in a group and in which role; who is no member yet is invited. Operators may appoint too. */
export default defineCommand({
  ...about,
  aliases: [],
  permission: 'organizer',
  changesRooms: true,
  writes: true,
  help: {
    de: 'Ordnet eine Person einer Verwaltung und einer Rolle zu.',
    en: 'Assigns a person to an administration and a role.',
  },

  async run(ctx, text) {
    const { key, rest } = takeKey(text)
    const group = await groupFor(ctx, key, 'both', { de: 'mitglied', en: 'member' })
    requireOpen(group)
    if (rest === '') throw new UserError(wrongUsage(about))
    const { personId, rest: others } = await readPerson(ctx, group, rest)
    const { role, administration } = readRole(others, await administrationsOf(ctx.db, group.id), group)
    if (!role && !administration) throw new UserError(wrongUsage(about))
    return setMember(ctx, group, personId, { role, administration })
  },
})

async function setMember(
  { db, now }: Ctx,
  group: Group,
  personId: string,
  { role, administration }: { role?: Role; administration?: Administration },
) {
  const { membership, outcome } = await admitMember(db, {
    ...{ group, personId, now },
    // Naming the administration alone leaves a role that was given before.
    ...(role ? { role } : {}),
    ...(administration ? { administrationKey: administration.key } : {}),
  })
  const own = membership.administrationKey
    ? await db.administration.findUnique({ where: { key: membership.administrationKey } })
    : null
  return memberSet({
    ...{ name: await nameOf(db, personId, group.roomId), group: group.name, role: membership.role, outcome },
    administration: own?.name,
    isHere: membership.joinedAt !== null,
    noCoordinator: (await coordinatorsOf(db, group.id)).length === 0,
  })
}

/** The person comes first. A full id may be of somebody who is not known yet. */
async function readPerson(
  { db, roomId, isDirect, installation }: Ctx,
  group: Group,
  text: string,
): Promise<{ personId: string; rest: string }> {
  const where = { groupId: group.id, ...(isDirect ? {} : { roomId }) }
  const { found, typed, rest } = await takePerson(db, text, where)
  if (found.kind === 'many') throw new UserError(unusableName({ kind: 'many', typed, choices: found.choices }))
  if (found.kind === 'none') throw new UserError(notAnId({ typed }))
  if (found.personId === installation.me) throw new UserError(thatIsMe())
  return { personId: found.personId, rest }
}

/** The role stands last; what is left names an administration of the group. */
function readRole(
  text: string,
  all: readonly Administration[],
  group: Group,
): { role?: Role; administration?: Administration } {
  const found = ROLES.find(([pattern]) => pattern.test(text.trim()))
  const rest = (found ? text.trim().replace(found[0], '') : text)
    .replace(/(?<![,;.\s])[,;.\s]+$/, '')
    .replace(/^(?:für|fuer|for)\s+/i, '')
    .trim()
  const role = found ? { role: found[1] } : {}
  if (rest === '') return role
  const taken = takeAdministration(rest, all)
  if (taken?.rest !== '')
    throw new UserError(
      whichAdministration({ typed: rest, group: group.name, administrations: all.map(({ name }) => placeName(name)) }),
    )
  return { ...role, administration: taken.administration }
}
