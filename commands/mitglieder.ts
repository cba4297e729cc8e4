import { defineGroupCommand, type GroupCtx } from '../bot/command.ts'
import { administrationsOf } from '../bot/domain/administrations.ts'
import { inTurn } from '../bot/domain/in-turn.ts'
import { type Member, membersOf } from '../bot/domain/members.ts'
import { nameOf } from '../bot/domain/people.ts'
import { type ListedMember, memberList } from '../templates/members.ts'

const SHOWN = 10

/** Who is in the group, by administration; invited ones are marked. */
export default defineGroupCommand({
  name: 'mitglieder',
  english: 'members',
  aliases: ['mitgliederliste', 'teilnehmer'],
  permission: 'member',
  writes: false,
  usage: { de: '', en: '' },
  help: {
    de: 'Zeigt, wer in der Gruppe ist und für welche Verwaltung.',
    en: 'Shows who is in the group, and for which administration.',
  },
  examples: { de: ['!mitglieder'], en: ['!members'] },

  async run(ctx, text) {
    const { db, group } = ctx
    const all = await membersOf(db, group.id)
    const administrations = await administrationsOf(db, group.id)
    const of = (key: string | null) =>
      listed(
        ctx,
        all.filter(({ administrationKey }) => administrationKey === key),
      )
    const rows = await inTurn(administrations, async ({ key, name }) => ({
      administration: name,
      members: await of(key),
    }))
    const represented = rows.filter(({ members }) => members.length > 0)
    const shown = /^(?:alle|all)\b/i.test(text) ? represented : represented.slice(0, SHOWN)
    const known = new Set(administrations.map(({ key }) => key))
    return memberList({
      ...{ group: group.name, administrations: shown, hidden: represented.length - shown.length },
      withoutAdministration: await listed(
        ctx,
        all.filter(({ administrationKey }) => !administrationKey || !known.has(administrationKey)),
      ),
      unrepresented: administrations
        .filter(({ key }) => !all.some((m) => m.administrationKey === key && m.joinedAt))
        .map(({ name }) => name),
    })
  },
})

/** By name; the order says nothing about anybody. */
async function listed({ db, group }: GroupCtx, members: Member[]): Promise<ListedMember[]> {
  const named = await inTurn(members, async ({ personId, role, joinedAt }) => ({
    name: await nameOf(db, personId, group.roomId),
    role,
    isPending: joinedAt === null,
  }))
  return named.sort((a, b) => a.name.localeCompare(b.name, 'de'))
}
