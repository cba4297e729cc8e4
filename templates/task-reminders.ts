import { type Due, dueText } from './tasks.ts'
import { code, lines, type Markdown, md, template } from './template.ts'

/** `isPast`: the date has passed, and it is asked how to go on. */
type Item = { id: string; text: string; group: string; due: Due; isPast: boolean }

/** One task, which is its card: a reply is enough. Spoken to a person, or with `inRoom` said where others read it. */
export const taskReminder = template<Item & { late: boolean; inRoom: boolean }>({
  de: (item, read) => {
    const named = md`${item.id} „${item.text}“`
    const late = item.late && md`Verspätet: `
    if (item.isPast)
      return md`${late}${named} war bis ${dueText(item.due, read)} vorgesehen. Wie geht es weiter? „erledigt“, „bis <Datum>“, „grund <Text>“ oder „abbrechen“.`
    return md`${late}${item.inRoom ? 'Erinnerung: ' : 'Guten Morgen, '}bis ${dueText(item.due, read)} ist vorgesehen: ${named} (${item.group}). Antworten Sie mit „erledigt“, „bis <Datum>“ oder „an <Person>“.`
  },
  en: (item, read) => {
    const named = md`${item.id} “${item.text}”`
    const late = item.late && md`Late: `
    if (item.isPast)
      return md`${late}${named} was planned by ${dueText(item.due, read)}. How does it go on? “done”, “by <date>”, “reason <text>” or “cancel”.`
    return md`${late}${item.inRoom ? 'Reminder: ' : 'Good morning, '}planned by ${dueText(item.due, read)}: ${named} (${item.group}). Reply with “done”, “by <date>” or “to <person>”.`
  },
})

type Several = { items: Item[]; late: boolean; inRoom: boolean }

/** All of one morning, grouped by group where there are several. */
export const taskReminders = template<Several>({
  de: ({ items, late, inRoom }, read) => {
    const [ahead, past] = split(items)
    return lines(
      md`${late && 'Verspätet: '}${inRoom ? 'Erinnerung an Aufgaben:' : 'Guten Morgen, hier die Aufgaben, an die ich erinnern soll.'}`,
      ...listed(items, ahead, (item) => md`- bis ${dueText(item.due, read)}: ${item.id} „${item.text}“`, 'Vorgesehen'),
      ...listed(
        items,
        past,
        (item) => md`- ${item.id} „${item.text}“ war bis ${dueText(item.due, read)} vorgesehen`,
        'Wie geht es weiter?',
      ),
      md`Zum Beispiel: ${code(`!erledigt ${firstOf(ahead, past)}`)}, ${code(`!aufgabe ${firstOf(ahead, past)} bis <Datum>`)}${past.length > 0 && md`, ${code(`!aufgabe ${past[0]?.id ?? ''} grund <Text>`)}`}`,
    )
  },
  en: ({ items, late, inRoom }, read) => {
    const [ahead, past] = split(items)
    return lines(
      md`${late && 'Late: '}${inRoom ? 'Reminder of tasks:' : 'Good morning, these are the tasks to remind you of.'}`,
      ...listed(items, ahead, (item) => md`- by ${dueText(item.due, read)}: ${item.id} “${item.text}”`, 'Planned'),
      ...listed(
        items,
        past,
        (item) => md`- ${item.id} “${item.text}” was planned by ${dueText(item.due, read)}`,
        'How does it go on?',
      ),
      md`For example: ${code(`!done ${firstOf(ahead, past)}`)}, ${code(`!task ${firstOf(ahead, past)} by <date>`)}${past.length > 0 && md`, ${code(`!task ${past[0]?.id ?? ''} reason <text>`)}`}`,
    )
  },
})

const firstOf = (...lists: Item[][]) => lists.flat()[0]?.id ?? ''
const split = (items: readonly Item[]): [Item[], Item[]] => [
  items.filter(({ isPast }) => !isPast),
  items.filter(({ isPast }) => isPast),
]

/** A heading, and the tasks of it under the names of their groups. */
function listed(
  all: readonly Item[],
  items: readonly Item[],
  line: (item: Item) => Markdown,
  heading: string,
): Markdown[] {
  const groups = [...new Set(items.map(({ group }) => group))]
  const isOne = new Set(all.map(({ group }) => group)).size === 1
  return groups.flatMap((group) => [
    md`**${isOne ? heading : `${group} · ${heading}`}**`,
    ...items.filter((item) => item.group === group).map(line),
  ])
}
