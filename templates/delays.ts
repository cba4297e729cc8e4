import { md, template } from './template.ts'

/** To somebody whose answers have to wait because the homeserver takes messages slowly; with her name where others read along. */
export const answersDelayed = template<{ name: string | undefined; minutes: number }>({
  de: ({ name, minutes }) =>
    md`${name && md`${name}: `}Der Server nimmt meine Nachrichten gerade nur langsam an. Ihre Antworten kommen der Reihe nach, die letzte in etwa ${minutes === 1 ? 'einer Minute' : `${minutes} Minuten`}.`,
  en: ({ name, minutes }) =>
    md`${name && md`${name}: `}The server takes my messages only slowly at the moment. Your answers come in their order, the last one in about ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
})
