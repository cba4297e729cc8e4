import { statusName } from './task-show.ts'
import { type Task, taskLine } from './tasks.ts'
import { code, type Formats, joined, lines, type Markdown, md, template } from './template.ts'

type Row = Task & { status: 'open' | 'doing' | 'done' | 'cancelled' }
type Section = { group: string; rows: Row[]; total: number; all: { de: string; en: string } }
type Filter = 'open' | 'all' | 'overdue' | 'done'
type Listed = { filter: Filter; mine: boolean; sections: Section[] }

const titlesDe = {
  open: 'Offene Aufgaben',
  all: 'Alle Aufgaben',
  overdue: 'Aufgaben über dem Termin',
  done: 'Erledigte Aufgaben',
}
const titlesEn = { open: 'Open tasks', all: 'All tasks', overdue: 'Tasks past their date', done: 'Tasks done' }

/** Tasks of one group, or of several under their names. */
export const taskList = template<Listed>({
  de: ({ filter, mine, sections }, read) =>
    lines(
      ...sections.flatMap((one) => [
        joined([md`**${titlesDe[filter]}**`, mine && md`meine`, md`${one.group}`, md`${one.total}`]),
        ...rows(one, filter, read),
        one.total > one.rows.length && md`… und ${one.total - one.rows.length} weitere: ${code(`!${one.all.de}`)}`,
      ]),
    ),
  en: ({ filter, mine, sections }, read) =>
    lines(
      ...sections.flatMap((one) => [
        joined([md`**${titlesEn[filter]}**`, mine && md`mine`, md`${one.group}`, md`${one.total}`]),
        ...rows(one, filter, read),
        one.total > one.rows.length && md`… and ${one.total - one.rows.length} more: ${code(`!${one.all.en}`)}`,
      ]),
    ),
})

const rows = (section: Section, filter: Filter, read: Formats): Markdown[] =>
  section.rows.map(
    (row) => md`- ${joined([taskLine(row, read), marked(row, filter) && md`${statusName(row.status, read)}`])}`,
  )

/** What goes without saying in a list is not said. */
const marked = ({ status }: Row, filter: Filter) => status !== 'open' && !(filter === 'done' && status === 'done')

/** Nothing to list. */
export const noTasks = template<{ filter: Filter; isFiltered: boolean }>({
  de: ({ filter, isFiltered }) =>
    isFiltered || filter !== 'open'
      ? md`${isFiltered ? 'Dazu ist' : 'Es ist'} ${noneDe[filter]}. Alle: ${code('!aufgaben alle')}`
      : md`Es sind keine Aufgaben offen. Neue Aufgabe: ${code('!aufgabe <Text> bis <Datum>')}`,
  en: ({ filter, isFiltered }) =>
    isFiltered || filter !== 'open'
      ? md`No ${isFiltered && 'such '}task ${noneEn[filter]}. All of them: ${code('!tasks all')}`
      : md`No tasks are open. New task: ${code('!task <text> by <date>')}`,
})

const noneDe = {
  open: 'keine Aufgabe offen',
  all: 'keine Aufgabe eingetragen',
  overdue: 'keine Aufgabe über dem Termin',
  done: 'keine Aufgabe erledigt',
}
const noneEn = { open: 'is open', all: 'is entered', overdue: 'is past its date', done: 'is done' }
