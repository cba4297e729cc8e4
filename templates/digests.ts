import { unended } from './decisions.ts'
import { beginOf, type Span } from './meeting-when.ts'
import { type Formats, joined, lines, type Markdown, md, type Say, template } from './template.ts'

type Meeting = Span & { id: string; title: string }
type GroupDigest = {
  group: string
  late: boolean
  week: number
  from: string
  to: string
  word: string
  decisions: { register: string; text: string }[]
  pending: { id: string; text: string }[]
  tasks: { done: number; open: number; overdue: number }
  nextMeeting?: Meeting
  fresh: { id: string; title: string }[]
}

const MOST = 10

/** A list in one line, cut at 10. */
const list = (all: Markdown[], more: (n: number) => Markdown, separator = ', ') =>
  joined([...all.slice(0, MOST), all.length > MOST && more(all.length - MOST)], separator)

const moreDe = (n: number) => md`… und ${n} weitere`
const moreEn = (n: number) => md`… and ${n} more`

/** `09.–13.03.2026`, `30.03.–03.04.2026`, `29.12.2025–02.01.2026`. */
function fromTo(from: string, to: string): string {
  const [year = '', month, day] = from.split('-')
  const start = to.startsWith(year)
    ? `${day}.${to.slice(5, 7) === month ? '' : `${month}.`}`
    : `${day}.${month}.${year}`
  return `${start}–${to.slice(8)}.${to.slice(5, 7)}.${to.slice(0, 4)}`
}

export const groupDigestPost = template<GroupDigest>({
  de: ({ group, late, week, from, to, decisions, pending, tasks, nextMeeting, fresh }, read) =>
    lines(
      md`${late && 'Verspätet: '}**Überblick ${group} · KW ${week} (${fromTo(from, to)})**`,
      decisions.length > 0 &&
        md`Beschlossen: ${list(
          decisions.map(({ register, text }) => md`${register} ${unended(text)}`),
          moreDe,
          '; ',
        )}`,
      pending.length > 0 &&
        md`Zur Bestätigung: ${list(
          pending.map(({ id, text }) => md`${id} ${unended(text)}`),
          moreDe,
          '; ',
        )}`,
      (tasks.done > 0 || tasks.open > 0) &&
        md`Aufgaben: ${tasks.done} erledigt, ${tasks.open} offen${tasks.overdue > 0 && `, ${tasks.overdue} davon über dem Termin`}`,
      nextMeeting && md`Nächste Sitzung: ${beginOf(nextMeeting, read)} (${nextMeeting.id})`,
      fresh.length > 0 &&
        md`Neu: ${list(
          fresh.map(({ id, title }) => md`${id} ${title}`),
          moreDe,
        )}`,
    ),
  en: ({ group, late, week, from, to, decisions, pending, tasks, nextMeeting, fresh }, read) =>
    lines(
      md`${late && 'Late: '}**Digest ${group} · week ${week} (${read.day(from)} – ${read.day(to)})**`,
      decisions.length > 0 &&
        md`Decided: ${list(
          decisions.map(({ register, text }) => md`${register} ${unended(text)}`),
          moreEn,
          '; ',
        )}`,
      pending.length > 0 &&
        md`To be confirmed: ${list(
          pending.map(({ id, text }) => md`${id} ${unended(text)}`),
          moreEn,
          '; ',
        )}`,
      (tasks.done > 0 || tasks.open > 0) &&
        md`Tasks: ${tasks.done} done, ${tasks.open} open${tasks.overdue > 0 && `, ${tasks.overdue} of them past their date`}`,
      nextMeeting && md`Next meeting: ${beginOf(nextMeeting, read)} (${nextMeeting.id})`,
      fresh.length > 0 &&
        md`New: ${list(
          fresh.map(({ id, title }) => md`${id} ${title}`),
          moreEn,
        )}`,
    ),
})

type Group = {
  name: string
  tasks: {
    id: string
    text: string
    place: string
    who: string[]
    dueDay: string
    isOverdue: boolean
    reason: string | null
  }[]
  orphaned: { id: string; text: string }[]
  pendingDecisions: { id: string; text: string }[]
  pendingMembers: { place: string }[]
  unrepresented: string[]
  meetings: Meeting[]
}

/** Names with how many persons of each, as in `1 Person (Rosengarten)`. */
const places = (members: { place: string }[]) =>
  [...new Set(members.map(({ place }) => place).filter(Boolean))].join(', ')

const task = ({ id, text, who }: Group['tasks'][number], { reader }: Formats) =>
  md`${id} ${reader.lang === 'de' ? md`„${text}“` : md`“${text}”`}${who.length > 0 && ` – ${who.join(', ')}`}`

const coordinatedGroup = template<Group>({
  de: (group, read) =>
    lines(
      md`**${group.name}**`,
      ...group.tasks.map(
        (one) =>
          md`- ${one.place || 'Ohne Verwaltung'}: ${task(one, read)}, ${one.isOverdue ? 'war bis' : 'bis'} ${read.day(one.dueDay)} vorgesehen${one.reason ? md`, Grund: ${unended(one.reason)}` : one.isOverdue && ', Grund nicht bekannt'}`,
      ),
      group.orphaned.length > 0 &&
        md`- Aufgaben ehemaliger Mitglieder: ${list(
          group.orphaned.map(({ id, text }) => md`${id} „${text}“`),
          moreDe,
        )}`,
      group.pendingDecisions.length > 0 &&
        md`- Zur Bestätigung: ${list(
          group.pendingDecisions.map(({ id, text }) => md`${id} „${text}“`),
          moreDe,
        )}`,
      group.pendingMembers.length > 0 &&
        md`- Einladung nicht angenommen: ${group.pendingMembers.length} ${group.pendingMembers.length === 1 ? 'Person' : 'Personen'}${places(group.pendingMembers) && ` (${places(group.pendingMembers)})`}`,
      group.unrepresented.length > 0 && md`- Nur über die Koordination erreichbar: ${group.unrepresented.join(', ')}`,
      ...group.meetings.map((one) => md`- Sitzung: ${beginOf(one, read)}, „${one.title}“ (${one.id})`),
    ),
  en: (group, read) =>
    lines(
      md`**${group.name}**`,
      ...group.tasks.map(
        (one) =>
          md`- ${one.place || 'No administration'}: ${task(one, read)}, ${one.isOverdue ? 'was planned by' : 'planned by'} ${read.day(one.dueDay)}${one.reason ? md`, reason: ${unended(one.reason)}` : one.isOverdue && ', reason not known'}`,
      ),
      group.orphaned.length > 0 &&
        md`- Tasks of former members: ${list(
          group.orphaned.map(({ id, text }) => md`${id} “${text}”`),
          moreEn,
        )}`,
      group.pendingDecisions.length > 0 &&
        md`- To be confirmed: ${list(
          group.pendingDecisions.map(({ id, text }) => md`${id} “${text}”`),
          moreEn,
        )}`,
      group.pendingMembers.length > 0 &&
        md`- Invitation not accepted: ${group.pendingMembers.length} ${group.pendingMembers.length === 1 ? 'person' : 'persons'}${places(group.pendingMembers) && ` (${places(group.pendingMembers)})`}`,
      group.unrepresented.length > 0 && md`- Reached through the coordinators only: ${group.unrepresented.join(', ')}`,
      ...group.meetings.map((one) => md`- Meeting: ${beginOf(one, read)}, “${one.title}” (${one.id})`),
    ),
})

const nothingIn = template<{ name: string }>({
  de: ({ name }) => lines(md`**${name}**`, md`- nichts offen`),
  en: ({ name }) => lines(md`**${name}**`, md`- nothing open`),
})

/** Whether a group has anything to report to its coordinators. */
export const hasNews = (group: Group) =>
  group.tasks.length +
    group.orphaned.length +
    group.pendingDecisions.length +
    group.pendingMembers.length +
    group.unrepresented.length +
    group.meetings.length >
  0

const coordinated = (group: Group): Say => (hasNews(group) ? coordinatedGroup(group) : nothingIn(group))

export const coordinatorDigestPost = template<{ groups: Group[]; day: string; late: boolean; isDigest: boolean }>({
  de: ({ groups, day, late, isDigest }, read) =>
    lines(
      md`${late && 'Verspätet: '}${isDigest && 'Guten Morgen. '}**Überblick Koordination · ${read.day(day)}**`,
      ...groups.map((group) => read.say(coordinated(group))),
      md`Reihenfolge alphabetisch, ohne Wertung.`,
    ),
  en: ({ groups, day, late, isDigest }, read) =>
    lines(
      md`${late && 'Late: '}${isDigest && 'Good morning. '}**Coordination digest · ${read.day(day)}**`,
      ...groups.map((group) => read.say(coordinated(group))),
      md`In alphabetical order, without any rating.`,
    ),
})

export const overviewSent = template({
  de: () => md`Der Überblick für die Koordination kommt im Direktchat.`,
  en: () => md`The coordination digest comes as a direct message.`,
})

export const digestPosted = template<{ group: string }>({
  de: ({ group }) => md`Der Überblick steht im Raum der ${group}.`,
  en: ({ group }) => md`The digest stands in the room of ${group}.`,
})

export const nothingHappened = template<{ group: string }>({
  de: ({ group }) => md`In ${group} gibt es aus den letzten sieben Tagen nichts zu berichten.`,
  en: ({ group }) => md`There is nothing to report from the last seven days in ${group}.`,
})
