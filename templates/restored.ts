import { joined, md, template } from './template.ts'

type Restored = {
  /** When the backup was made. */
  backup: Date
  /** Commands and reactions that had their effect again. */
  again: number
  /** Answers and other messages that the rooms show already, and answers that follow only now. */
  answered: number
  posted: number
  answers: number
  changed: { from: string; to: string }[]
  /** Numbers that were shown and lead to nothing now. */
  lost: string[]
}

/** A backup was restored, and what was written after it is stored again. */
export const restored = template<Restored>({
  de: ({ backup, again, answered, posted, answers, changed, lost }, read) =>
    joined(
      [
        md`Der Stand vom ${read.moment(backup)} wurde wiederhergestellt, und was danach in den Räumen geschrieben wurde, ist wieder gespeichert.`,
        md`Befehle und Reaktionen: ${again}. Davon schon beantwortet: ${answered}; Antworten, die jetzt folgen: ${answers}. Andere Nachrichten, die schon da waren: ${posted}.`,
        changed.length > 0
          ? md`Andere Nummern als vorher: ${changed.map(({ from, to }) => `${from} ist jetzt ${to}`).join(', ')}.`
          : md`Alle Nummern sind wie vorher.`,
        lost.length > 0 &&
          md`Ohne Eintrag blieben ${lost.join(', ')}: Die Nachricht dazu ist gelöscht, oder sie wurde dieses Mal abgelehnt. Die Nummern werden nicht neu vergeben.`,
      ],
      ' ',
    ),
  en: ({ backup, again, answered, posted, answers, changed, lost }, read) =>
    joined(
      [
        md`The state of ${read.moment(backup)} was restored, and what was written in the rooms after it is stored again.`,
        md`Commands and reactions: ${again}. Answered before: ${answered}; answers that follow now: ${answers}. Other messages that were there already: ${posted}.`,
        changed.length > 0
          ? md`Other numbers than before: ${changed.map(({ from, to }) => `${from} is ${to} now`).join(', ')}.`
          : md`All numbers are as before.`,
        lost.length > 0 &&
          md`Without an entry remain ${lost.join(', ')}: their message was deleted, or it was refused this time. The numbers are not given again.`,
      ],
      ' ',
    ),
})
