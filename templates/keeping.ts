import { quotedDe, quotedEn } from './decisions.ts'
import { code, md, template } from './template.ts'

type Named = { id: string; title: string }

/** A message was kept; `author`: who wrote it and is told so, left out for one's own. */
export const articleKept = template<Named & { author?: string | undefined }>({
  de: ({ id, title, author }) =>
    md`Gemerkt als ${id}: ${quotedDe(title)}${author !== undefined && ` ${author} erfährt davon und kann widersprechen.`}`,
  en: ({ id, title, author }) =>
    md`Kept as ${id}: ${quotedEn(title)}${author !== undefined && ` ${author} is told and may object.`}`,
})

/** To the author of a kept message, in person. */
export const keptOfYours = template<Named & { keeper: string; group: string }>({
  de: ({ id, title, keeper, group }) =>
    md`${keeper} hat Ihre Nachricht in der ${group} als ${id} gemerkt: ${quotedDe(title)} Wenn Sie das nicht möchten, antworten Sie mit „löschen“.`,
  en: ({ id, title, keeper, group }) =>
    md`${keeper} has kept your message in ${group} as ${id}: ${quotedEn(title)} If you do not want that, reply with “delete”.`,
})

/** The same in the room, to somebody who has no direct room with the bot and whose reply would not count. */
export const keptOfStranger = template<Named & { keeper: string }>({
  de: ({ id, title, keeper }) =>
    md`${keeper} hat Ihre Nachricht als ${id} gemerkt: ${quotedDe(title)} Wenn Sie das nicht möchten, löschen Sie die Nachricht; der Eintrag geht dann mit.`,
  en: ({ id, title, keeper }) =>
    md`${keeper} has kept your message as ${id}: ${quotedEn(title)} If you do not want that, delete the message; the entry goes with it.`,
})

/** To the one who had kept a message: its author has objected. */
export const objectedTo = template<{ id: string; author: string }>({
  de: ({ id, author }) => md`${author} möchte nicht, dass die Nachricht aufbewahrt wird. ${id} ist gelöscht.`,
  en: ({ id, author }) => md`${author} does not want the message to be kept. ${id} is deleted.`,
})

export const keptAlready = template<Named>({
  de: ({ id, title }) => md`Die Nachricht ist schon gemerkt: ${id} ${quotedDe(title)}`,
  en: ({ id, title }) => md`The message is kept already: ${id} ${quotedEn(title)}`,
})

export const objected = template({
  de: () => md`Wer die Nachricht geschrieben hat, möchte nicht, dass sie aufbewahrt wird.`,
  en: () => md`Who wrote the message does not want it to be kept.`,
})

export const keepNeedsReply = template({
  de: () =>
    md`Bitte mit ${code('!merken')} auf die Nachricht antworten, die bleiben soll. Eigener Text: ${code('!wissen <Titel>: <Text>')}`,
  en: () =>
    md`Please reply with ${code('!keep')} to the message that is to stay. Text of your own: ${code('!knowledge <title>: <text>')}`,
})

export const nothingToKeep = template({
  de: () => md`Diese Nachricht hat keinen Text, den ich merken könnte.`,
  en: () => md`This message has no text that I could keep.`,
})

/** A message of the bot itself; `id`: the item it is about. */
export const ownMessage = template<{ id?: string | undefined }>({
  de: ({ id }) =>
    id
      ? md`Das ist schon gespeichert: ${code(`!${id}`)}`
      : md`Meine eigenen Nachrichten merke ich nicht; gespeichert sind die Einträge, die sie nennen.`,
  en: ({ id }) =>
    id
      ? md`That is stored already: ${code(`!${id}`)}`
      : md`I do not keep my own messages; the entries that they name are stored.`,
})
