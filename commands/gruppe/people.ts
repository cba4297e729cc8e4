import { type GroupCtx, UserError } from '../../bot/command.ts'
import { placeName } from '../../bot/domain/administrations.ts'
import { inTurn } from '../../bot/domain/in-turn.ts'
import { takePerson } from '../../bot/domain/leading-person.ts'
import { admitMember, inviteAnew, removeMember } from '../../bot/domain/members.ts'
import { USER_ID } from '../../bot/domain/naming.ts'
import { coordinatorsOf, nameHere, nameOf } from '../../bot/domain/people.ts'
import { wrongUsage } from '../../templates/errors.ts'
import { notMembers, peopleInvited, peopleRemoved } from '../../templates/groups.ts'
import { notAnId, thatIsMe } from '../../templates/members.ts'
import { unusableName } from '../../templates/naming.ts'
import type { Part } from './part.ts'

/** `einladen @anna:seevetal.example @ben:stelle.example`: they become known, members, and are invited. */
export const invite: Part = { names: ['einladen', 'invite'], for: 'coordinator', run: runInvite }

/** `entfernen @anna`: rights end at once; the room follows. */
export const remove: Part = { names: ['entfernen', 'remove'], for: 'coordinator', run: runRemove }

const usage = (part: { de: string; en: string }) =>
  wrongUsage({
    ...{ name: 'gruppe', english: 'group', usage: { de: `${part.de} @…`, en: `${part.en} @…` } },
    examples: { de: [`!gruppe ${part.de} @anna:seevetal.example`], en: [`!group ${part.en} @anna:seevetal.example`] },
  })

async function runInvite(ctx: GroupCtx, rest: string) {
  const { db, group, now } = ctx
  const ids = await readPeople(ctx, rest, { de: 'einladen', en: 'invite' })
  const people = []
  for (const personId of ids) {
    const { membership, outcome } = await admitMember(db, { group, personId, now })
    const isPending = outcome === 'same' && membership.joinedAt === null
    if (isPending) await inviteAnew(db, group, personId, now)
    const said = isPending
      ? ('again' as const)
      : outcome === 'same' || outcome === 'changed'
        ? ('member' as const)
        : membership.joinedAt
          ? ('here' as const)
          : outcome
    people.push({
      personId,
      name: await nameOf(db, personId, group.roomId),
      outcome: said,
      administration: await administrationName(ctx, membership.administrationKey),
    })
  }
  return peopleInvited({ group: group.name, key: group.key, people })
}

async function runRemove(ctx: GroupCtx, rest: string) {
  const { db, group, now } = ctx
  const ids = await readPeople(ctx, rest, { de: 'entfernen', en: 'remove' })
  const names = await inTurn(ids, (id) => nameOf(db, id, group.roomId))
  const others: string[] = []
  for (const personId of ids) {
    if (!(await removeMember(db, { groupId: group.id, personId, now })))
      others.push(await nameHere(db, personId, group.roomId))
  }
  if (others.length > 0) throw new UserError(notMembers({ group: group.name, names: others }))
  return peopleRemoved({ group: group.name, names, noCoordinator: (await coordinatorsOf(db, group.id)).length === 0 })
}

/** What stands between those who are named. */
const BETWEEN = /^(?:[\s,;]+|(?:und|and)(?=\s|$))+/i

/** Everybody who is named, each once; one who is nobody refuses all. Full ids may be of people not known yet. */
async function readPeople(
  { db, group, roomId, isDirect, installation }: GroupCtx,
  rest: string,
  part: { de: string; en: string },
): Promise<string[]> {
  const where = { groupId: group.id, ...(isDirect ? {} : { roomId }) }
  const ids = new Set<string>()
  for (let left = rest.replace(BETWEEN, ''); left !== '' || ids.size === 0; ) {
    if (left === '') throw new UserError(usage(part))
    const taken = await takePerson(db, left, where)
    const { found, typed: word } = taken
    left = taken.rest.replace(BETWEEN, '')
    if (found.kind === 'many') throw new UserError(unusableName({ kind: 'many', typed: word, choices: found.choices }))
    if (found.kind === 'none')
      throw new UserError(
        part.en === 'invite' || USER_ID.test(word) || word.includes(':')
          ? notAnId({ typed: word })
          : unusableName({ kind: 'nobody', typed: word, near: [] }),
      )
    if (found.personId === installation.me) throw new UserError(thatIsMe())
    ids.add(found.personId)
  }
  return [...ids]
}

async function administrationName({ db }: GroupCtx, key: string | null): Promise<string | undefined> {
  const found = key === null ? null : await db.administration.findUnique({ where: { key } })
  return found ? placeName(found.name) : undefined
}
