import { code, joined, lines, type Markdown, md, template } from './template.ts'

export type RoleName = 'member' | 'deputy' | 'coordinator' | 'leitung'

const rolesDe: Record<RoleName, string> = {
  member: 'Mitglied',
  deputy: 'Stellvertretung',
  coordinator: 'Koordination',
  leitung: 'Leitung',
}
const rolesEn: Record<RoleName, string> = {
  member: 'member',
  deputy: 'deputy',
  coordinator: 'coordinator',
  leitung: 'leadership',
}

/** Where somebody reads along without being a member; to coordinators, with the cure. */
export const personWithoutMembership = template<{
  group: string
  key: string
  name: string
  personId: string
  administration?: string | undefined
}>({
  de: ({ group, key, name, personId, administration }) =>
    md`Im Raum der ${group} ist ${name} ohne Mitgliedschaft: mitlesen geht, Befehle bleiben ohne Wirkung. Aufnehmen: ${code(`!mitglied [${key.toUpperCase()}] ${personId} ${administration ?? '<Verwaltung>'}`)}`,
  en: ({ group, key, name, personId, administration }) =>
    md`In the room of ${group}, ${name} is no member: reading is possible, commands have no effect. To admit: ${code(`!member [${key.toUpperCase()}] ${personId} ${administration ?? '<administration>'}`)}`,
})

export const noCoordinatorLeft = template<{ group: string }>({
  de: ({ group }) =>
    md`Die ${group} hat zurzeit keine Koordination. Alles andere läuft weiter; der Betrieb ist informiert und kann jemanden benennen.`,
  en: ({ group }) =>
    md`${group} has no coordinator at present. Everything else goes on; the operators know and can appoint somebody.`,
})

/** Shown by clients beside a removal. */
export const removalReason = template({
  de: () => md`Mitgliedschaft beendet`,
  en: () => md`Membership ended`,
})

export type ListedMember = { name: string; role: RoleName; isPending: boolean }
type Listed = { administration: string; members: ListedMember[] }
type List = {
  group: string
  administrations: Listed[]
  withoutAdministration: ListedMember[]
  unrepresented: string[]
  hidden: number
}

/** Members of a group by administration. */
export const memberList = template<List>({
  de: ({ group, administrations, withoutAdministration, unrepresented, hidden }) =>
    lines(
      md`**Mitglieder** · ${group}`,
      ...administrations.map(
        ({ administration, members }) => md`- ${administration}: ${listed(members, rolesDe, 'eingeladen')}`,
      ),
      withoutAdministration.length > 0 &&
        md`- ohne Verwaltung: ${listed(withoutAdministration, rolesDe, 'eingeladen')}`,
      hidden > 0 && md`… und ${hidden} weitere: ${code('!mitglieder alle')}`,
      unrepresented.length > 0 && md`Nur über die Koordination erreichbar: ${unrepresented.join(', ')}`,
    ),
  en: ({ group, administrations, withoutAdministration, unrepresented, hidden }) =>
    lines(
      md`**Members** · ${group}`,
      ...administrations.map(
        ({ administration, members }) => md`- ${administration}: ${listed(members, rolesEn, 'invited')}`,
      ),
      withoutAdministration.length > 0 &&
        md`- without administration: ${listed(withoutAdministration, rolesEn, 'invited')}`,
      hidden > 0 && md`… and ${hidden} more: ${code('!members all')}`,
      unrepresented.length > 0 && md`Reached through the coordinators only: ${unrepresented.join(', ')}`,
    ),
})

function listed(members: readonly ListedMember[], roles: Record<RoleName, string>, pending: string): Markdown {
  const about = ({ role, isPending }: ListedMember) => [
    ...(role === 'member' ? [] : [roles[role]]),
    ...(isPending ? [pending] : []),
  ]
  return joined(
    members.map((member) => md`${member.name}${about(member).length > 0 && md` (${about(member).join(', ')})`}`),
    ', ',
  )
}

type Set = {
  name: string
  group: string
  administration?: string | undefined
  role: RoleName
  outcome: 'new' | 'back' | 'changed' | 'same'
  isHere: boolean
  noCoordinator: boolean
}

/** What somebody is in a group now. */
export const memberSet = template<Set>({
  de: ({ name, group, administration, role, outcome, isHere, noCoordinator }) =>
    joined(
      [
        md`${name} ist in der ${group}${outcome === 'same' && ' bereits'}: ${rolesDe[role]}${administration !== undefined && md`, ${administration}`}.`,
        administration === undefined && md`Eine Verwaltung ist noch nicht zugeordnet.`,
        (outcome === 'new' || outcome === 'back') && !isHere && md`Die Einladung folgt.`,
        noCoordinator && md`Die Gruppe hat damit keine Koordination mehr.`,
      ],
      ' ',
    ),
  en: ({ name, group, administration, role, outcome, isHere, noCoordinator }) =>
    joined(
      [
        md`${name} in ${group}${outcome === 'same' && ', as before'}: ${rolesEn[role]}${administration !== undefined && md`, ${administration}`}.`,
        administration === undefined && md`No administration is assigned yet.`,
        (outcome === 'new' || outcome === 'back') && !isHere && md`The invitation follows.`,
        noCoordinator && md`With that the group has no coordinator any more.`,
      ],
      ' ',
    ),
})

export const whichAdministration = template<{ typed: string; group: string; administrations: string[] }>({
  de: ({ typed, group, administrations }) =>
    md`${typed ? md`„${typed}“ ist keine Verwaltung der ${group}.` : md`Für welche Verwaltung?`} Möglich: ${sorted(administrations)}.`,
  en: ({ typed, group, administrations }) =>
    md`${typed ? md`“${typed}” is no administration of ${group}.` : md`For which administration?`} Possible: ${sorted(administrations)}.`,
})

const sorted = (names: string[]) => [...names].sort((a, b) => a.localeCompare(b, 'de')).join(', ')

export const notAnId = template<{ typed: string }>({
  de: ({ typed }) => md`„${typed}“ ist keine vollständige Matrix-Kennung. Beispiel: ${code('@anna:seevetal.example')}`,
  en: ({ typed }) => md`“${typed}” is not a full Matrix id. Example: ${code('@anna:seevetal.example')}`,
})

export const thatIsMe = template({
  de: () => md`Das bin ich; ich bin in jeder Gruppe dabei und kein Mitglied.`,
  en: () => md`That is me; I am in every group and no member.`,
})
