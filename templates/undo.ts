import { code, joined, md, template } from './template.ts'

/** An item that an undone command had touched: made by it (so it is a wrong entry now), or put back as it was. */
export type Undone = { name: string; wasMade: boolean; keepsNumber: boolean }

/** The command is taken back. */
export const undone = template<{ items: Undone[] }>({
  de: ({ items }) => joined([md`Zurückgenommen.`, ...items.map(oneDe)], ' '),
  en: ({ items }) => joined([md`Taken back.`, ...items.map(oneEn)], ' '),
})

const oneDe = ({ name, wasMade, keepsNumber }: Undone) =>
  wasMade
    ? md`${name} ist als Fehleintrag gekennzeichnet${keepsNumber && ', die Nummer bleibt'}.`
    : md`${name} ist wieder wie vorher.`
const oneEn = ({ name, wasMade, keepsNumber }: Undone) =>
  wasMade
    ? md`${name} is marked as a wrong entry${keepsNumber && ', its number stays'}.`
    : md`${name} is as it was before.`

/** It has to be a reply to an answer of the bot. */
export const undoNeedsReply = template({
  de: () => md`Bitte mit ${code('!rückgängig')} auf meine Antwort antworten, die zurückgenommen werden soll.`,
  en: () => md`Please reply with ${code('!undo')} to the answer of mine that is to be taken back.`,
})

export const nothingToUndo = template({
  de: () => md`Hier gibt es nichts, was sich zurücknehmen lässt.`,
  en: () => md`There is nothing here that can be taken back.`,
})

export const undoneAlready = template({
  de: () => md`Das ist schon zurückgenommen.`,
  en: () => md`That has been taken back already.`,
})

export const notYours = template({
  de: () => md`Zurücknehmen kann das nur, wer den Befehl gegeben hat.`,
  en: () => md`Only who gave the command can take it back.`,
})

export const tooLateToUndo = template<{ id: string }>({
  de: ({ id }) => md`Zurücknehmen geht nur in den ersten 10 Minuten. Ändern geht weiterhin: ${code(`!${id}`)}`,
  en: ({ id }) => md`Taking back works in the first 10 minutes only. Changing still works: ${code(`!${id}`)}`,
})

/** Somebody has changed the item since; taking back would lose that. */
export const changedSince = template<{ name: string; id: string }>({
  de: ({ name, id }) =>
    md`${name} ist inzwischen geändert worden. Zurücknehmen würde das verlieren; der Stand: ${code(`!${id}`)}`,
  en: ({ name, id }) =>
    md`${name} has been changed since. Taking back would lose that; how it stands: ${code(`!${id}`)}`,
})
