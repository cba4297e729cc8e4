import { joined, md, template } from './template.ts'

type Welcome = {
  group: string
  administration: string | undefined
  decisions: string[]
  openTasks: number
  nextMeeting: Date | undefined
}

/** What a new member is told, once, in person. */
export const welcome = template<Welcome>({
  de: ({ group, administration, decisions, openTasks, nextMeeting }, read) =>
    joined(
      [
        md`Guten Tag, ich bin Allmende, der Assistent der ${group} (kein Mensch).`,
        md`Ich merke mir Aufgaben, Beschlüsse, Termine und Links dieser Gruppe und erinnere daran. Andere Nachrichten speichere ich nicht.`,
        administration !== undefined && md`Sie vertreten: ${administration}.`,
        decisions.length > 0 && md`Zuletzt beschlossen: ${decisions.join(', ')}.`,
        openTasks > 0 && md`Offen: ${openTasks} ${openTasks === 1 ? 'Aufgabe' : 'Aufgaben'}.`,
        nextMeeting && md`Nächste Sitzung: ${read.moment(nextMeeting)}.`,
        md`Zum Ausprobieren: „heute“ oder „hilfe“.`,
      ],
      ' ',
    ),
  en: ({ group, administration, decisions, openTasks, nextMeeting }, read) =>
    joined(
      [
        md`Good day, I am Allmende, the assistant of ${group} (not a human).`,
        md`I keep tasks, decisions, dates and links of this group and remind of them. I do not store other messages.`,
        administration !== undefined && md`You represent: ${administration}.`,
        decisions.length > 0 && md`Decided last: ${decisions.join(', ')}.`,
        openTasks > 0 && md`Open: ${openTasks} ${openTasks === 1 ? 'task' : 'tasks'}.`,
        nextMeeting && md`Next meeting: ${read.moment(nextMeeting)}.`,
        md`To try it: “today” or “help”.`,
      ],
      ' ',
    ),
})
