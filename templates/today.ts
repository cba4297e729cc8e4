import { type Span, spanOf } from './meeting-when.ts'
import { code, lines, md, template } from './template.ts'

type Task = { id: string; text: string; dueDay: string | null; dueTime: string | null; isOverdue: boolean }
type Meeting = Span & { id: string; title: string; place: string | null }
type Group = { name: string; tasks: Task[]; meetings: Meeting[] }
type Today = { groups: Group[]; day: string; isDigest: boolean; late: boolean; hint: boolean }

const MOST = 10

const group = template<Group>({
  de: ({ name, tasks, meetings }, read) =>
    lines(
      md`**${name}**`,
      ...tasks
        .slice(0, MOST)
        .map(
          ({ id, text, dueDay, dueTime, isOverdue }) =>
            md`- ${id} „${text}“${dueDay ? md` · ${isOverdue ? 'war vorgesehen bis' : 'bis'} ${read.day(dueDay)}${dueTime && `, ${dueTime} Uhr`}` : undefined}`,
        ),
      tasks.length > MOST && md`- … und ${tasks.length - MOST} weitere: ${code('!aufgaben meine')}`,
      ...meetings.map(
        (one) => md`- Sitzung ${spanOf(one, read)}: „${one.title}“ (${one.id})${one.place && `, ${one.place}`}`,
      ),
    ),
  en: ({ name, tasks, meetings }, read) =>
    lines(
      md`**${name}**`,
      ...tasks
        .slice(0, MOST)
        .map(
          ({ id, text, dueDay, dueTime, isOverdue }) =>
            md`- ${id} “${text}”${dueDay ? md` · ${isOverdue ? 'was planned by' : 'by'} ${read.day(dueDay)}${dueTime && `, ${dueTime}`}` : undefined}`,
        ),
      tasks.length > MOST && md`- … and ${tasks.length - MOST} more: ${code('!tasks mine')}`,
      ...meetings.map(
        (one) => md`- Meeting ${spanOf(one, read)}: “${one.title}” (${one.id})${one.place && `, ${one.place}`}`,
      ),
    ),
})

const busy = (groups: Group[]) => groups.filter(({ tasks, meetings }) => tasks.length + meetings.length > 0)

/** A person's overview; as her digest it begins with a greeting. */
export const todayOverview = template<Today>({
  de: ({ groups, day, isDigest, late, hint }, read) =>
    lines(
      md`${late && 'Verspätet: '}${isDigest && 'Guten Morgen. '}**Ihr Überblick · ${read.day(day)}**`,
      ...busy(groups).map((one) => read.say(group(one))),
      busy(groups).length === 0 && md`Für Sie ist nichts offen, und in den nächsten sieben Tagen ist keine Sitzung.`,
      hint && md`Ihre anderen Gruppen: ${code('heute')} im Direktchat.`,
    ),
  en: ({ groups, day, isDigest, late, hint }, read) =>
    lines(
      md`${late && 'Late: '}${isDigest && 'Good morning. '}**Your overview · ${read.day(day)}**`,
      ...busy(groups).map((one) => read.say(group(one))),
      busy(groups).length === 0 && md`Nothing is open for you, and there is no meeting in the next seven days.`,
      hint && md`Your other groups: ${code('today')} in a direct message.`,
    ),
})
