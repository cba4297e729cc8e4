import { code, md, template } from './template.ts'

/** In answer to an encrypted message whose key has not come for minutes. */
export const unreadable = template<{ withheld: boolean }>({
  de: ({ withheld }) =>
    md`Diese Nachricht konnte ich nicht lesen: Der Schlüssel dazu ist ${withheld ? 'mir nicht gegeben worden' : 'nicht angekommen'}. Bitte schreiben Sie sie noch einmal. Hilft das nicht, melden Sie sich in Ihrem Matrix-Programm ab und wieder an, oder schreiben Sie mir im Direktraum. Was schon festgehalten ist, zeigt ${code('!heute')}`,
  en: ({ withheld }) =>
    md`I could not read this message: its key ${withheld ? 'was not given to me' : 'has not arrived'}. Please write it once more. If that does not help, sign out of your Matrix client and in again, or write to me in the direct room. What is recorded already is shown by ${code('!today')}`,
})
