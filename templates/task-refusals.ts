import { code, joined, md, template } from './template.ts'

/** What can be done to a task, after something that was not understood. */
export const taskChanges = template<{ id: string; asked: string }>({
  de: ({ id, asked }) =>
    joined(
      [
        md`„${asked}“ habe ich bei ${id} nicht verstanden. Möglich ist:`,
        joined(
          ['bis …', 'an …', 'text …', 'in Arbeit', 'notiz …', 'grund …', 'erledigt', 'abbrechen', 'öffnen'].map(code),
          ', ',
        ),
        md`– zum Beispiel ${code(`!aufgabe ${id} bis Freitag`)}.`,
      ],
      ' ',
    ),
  en: ({ id, asked }) =>
    joined(
      [
        md`I did not understand “${asked}” for ${id}. Possible is:`,
        joined(['by …', 'to …', 'text …', 'doing', 'note …', 'reason …', 'done', 'cancel', 'open'].map(code), ', '),
        md`– for example ${code(`!task ${id} by Friday`)}.`,
      ],
      ' ',
    ),
})

/** Tasks that come back by themselves are not there yet. */
export const recurringLater = template({
  de: () =>
    md`Wiederkehrende Aufgaben kann ich noch nicht anlegen, das kommt später. Bitte die Aufgabe mit einem Datum eintragen: „bis <Datum>“.`,
  en: () =>
    md`I cannot set up recurring tasks yet, that comes later. Please enter the task with one date: “by <date>”.`,
})

/** It is up to several administrations, and not to the one of whoever says so. */
export const whoseTask = template<{ id: string; administrations: string[]; example: string }>({
  de: ({ id, administrations, example }) =>
    md`Bei ${id} meldet jede Verwaltung für sich: ${administrations.join(', ')}. Die Koordination trägt es ein mit ${code(`!erledigt ${id} für ${example}`)}.`,
  en: ({ id, administrations, example }) =>
    md`For ${id} each administration reports for itself: ${administrations.join(', ')}. Coordinators enter it with ${code(`!done ${id} for ${example}`)}.`,
})

export const taskIsCancelled = template<{ id: string }>({
  de: ({ id }) => md`${id} ist abgebrochen. Wieder öffnen: ${code(`!aufgabe ${id} öffnen`)}.`,
  en: ({ id }) => md`${id} is cancelled. To open it again: ${code(`!task ${id} open`)}.`,
})

/** An administration that is not in the group, or that the task is not about. */
export const noSuchAdministration = template<{ typed: string; known: string[] }>({
  de: ({ typed, known }) => md`Die Verwaltung „${typed}“ kenne ich hier nicht. Möglich: ${known.join(', ')}.`,
  en: ({ typed, known }) => md`I do not know the administration “${typed}” here. Possible: ${known.join(', ')}.`,
})

/** Something else than a task was named. */
export const notATask = template<{ id: string }>({
  de: ({ id }) => md`${id} ist keine Aufgabe. Aufgaben beginnen mit A; Liste: ${code('!aufgaben')}.`,
  en: ({ id }) => md`${id} is not a task. Tasks begin with A; list: ${code('!tasks')}.`,
})

/** A word of a list of tasks that is no filter. */
export const noSuchFilter = template<{ typed: string }>({
  de: ({ typed }) =>
    md`„${typed}“ kenne ich hier nicht. Möglich: meine, offen, alle, überfällig, erledigt, eine Verwaltung, ${code('#tag')}.`,
  en: ({ typed }) =>
    md`I do not know “${typed}” here. Possible: mine, open, all, overdue, done, an administration, ${code('#tag')}.`,
})
