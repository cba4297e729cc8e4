import { md, template } from './template.ts'

/** To the coordinators of a group whose room is encrypted, where the installation reads no encrypted rooms. */
export const groupRoomEncrypted = template<{ group: string }>({
  de: ({ group }) =>
    md`Im Raum der ${group} ist die Verschlüsselung eingeschaltet. Diese Installation liest keine verschlüsselten Räume: Dort höre und sage ich nichts mehr, auch keine Erinnerungen. Was festgehalten ist, bleibt erhalten, und hier im Direktraum geht alles weiter. Abschalten lässt sich die Verschlüsselung nicht. Bitte sprechen Sie mit dem Betrieb: Er weiß davon und kann Allmende dafür einrichten.`,
  en: ({ group }) =>
    md`Encryption is switched on in the room of ${group}. This installation reads no encrypted rooms: I neither hear nor say anything there any more, not even reminders. What is recorded is kept, and here in the direct room everything goes on. Encryption cannot be switched off. Please talk to the operators: they know, and can set Allmende up for it.`,
})

/** To a person whose direct room with the bot is encrypted, in another one. */
export const directRoomEncrypted = template<{ bot: string }>({
  de: ({ bot }) =>
    md`Unser anderer Direktraum ist verschlüsselt, und diese Installation von ${bot} liest keine verschlüsselten Räume. Was Sie dort geschrieben haben, habe ich nicht gelesen. Bitte schreiben Sie mir hier.`,
  en: ({ bot }) =>
    md`Our other direct room is encrypted, and this installation of ${bot} reads no encrypted rooms. I have not read what you wrote there. Please write to me here.`,
})
