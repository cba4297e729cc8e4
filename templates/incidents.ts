import { code, md, type Say, template } from './template.ts'

/** A message in both languages, to be kept until it is known who reads it. */
export const sentence = (say: Say) => ({
  de: say({ lang: 'de', timeZone: 'UTC' }).source,
  en: say({ lang: 'en', timeZone: 'UTC' }).source,
})

/** An incident as an operator reads it; its sentence was worded when it happened. */
export const incidentTold = template<{ sentence: { de: string; en: string } }>({
  de: ({ sentence: { de } }) => md`Hinweis für den Betrieb: ${{ source: de }}`,
  en: ({ sentence: { en } }) => md`For the operators: ${{ source: en }}`,
})

export const roomNotMade = template<{ group: string }>({
  de: ({ group }) =>
    md`Der Raum der ${group} konnte nicht angelegt werden; der Homeserver lehnt ab. Ich versuche es weiter.`,
  en: ({ group }) => md`The room of ${group} could not be made; the homeserver refuses. I keep trying.`,
})

export const powerLost = template<{ group: string }>({
  de: ({ group }) =>
    md`Im Raum der ${group} fehlen mir Rechte: Einladen, Entfernen und Einstellungen ruhen dort. Bitte geben Sie mir dort die Berechtigung „Administrator“ (100).`,
  en: ({ group }) =>
    md`In the room of ${group} I lack power: inviting, removing and settings rest there. Please make me “Admin” (100) there.`,
})

type Restored = { group: string; what: 'join' | 'history' | 'encryption' }
const restoredDe = {
  join: 'die Zutrittsregel',
  history: 'die Sichtbarkeit des Verlaufs',
  encryption: 'die Verschlüsselung',
}
const restoredEn = { join: 'the join rule', history: 'the visibility of its history', encryption: 'the encryption' }

export const stateRestored = template<Restored>({
  de: ({ group, what }) => md`Im Raum der ${group} war ${restoredDe[what]} geändert; ich habe sie wiederhergestellt.`,
  en: ({ group, what }) => md`In the room of ${group}, ${restoredEn[what]} had been changed; I have restored it.`,
})

export const encryptionUnwanted = template<{ room: string }>({
  de: ({ room }) =>
    md`Im Raum „${room}“ wurde die Verschlüsselung eingeschaltet. Diese Installation liest keine verschlüsselten Räume; dort kann ich nicht antworten.`,
  en: ({ room }) =>
    md`Encryption was switched on in the room “${room}”. This installation reads no encrypted rooms; I cannot answer there.`,
})

export const removedFrom = template<{ room: string }>({
  de: ({ room }) =>
    md`Ich wurde aus dem Raum „${room}“ entfernt. Bitte laden Sie mich dort wieder ein, dann geht es weiter.`,
  en: ({ room }) => md`I was removed from the room “${room}”. Please invite me there again, then things go on.`,
})

export const invitationDeclined = template<{ invitedBy: string }>({
  de: ({ invitedBy }) =>
    md`Eine Einladung von ${code(invitedBy)} habe ich abgelehnt: Ich komme nur in Räume der Arbeitsgruppen und in Direkträume von Personen, die ich kenne.`,
  en: ({ invitedBy }) =>
    md`I declined an invitation by ${code(invitedBy)}: I only enter rooms of the working groups and direct rooms of people I know.`,
})

export const invitationRefused = template<{ personId: string }>({
  de: ({ personId }) =>
    md`${code(personId)} konnte nicht eingeladen werden; der Homeserver lehnt ab. Bitte die Kennung prüfen und ob dessen Server erreichbar ist.`,
  en: ({ personId }) =>
    md`${code(personId)} could not be invited; the homeserver refuses. Please check the id, and whether that server can be reached.`,
})

export const removalRefused = template<{ personId: string; group: string }>({
  de: ({ personId, group }) =>
    md`${code(personId)} ist in der ${group} kein Mitglied mehr, konnte aber nicht aus dem Raum entfernt werden. Bitte von Hand entfernen.`,
  en: ({ personId, group }) =>
    md`${code(personId)} is no longer a member of ${group} but could not be removed from the room. Please do it by hand.`,
})

export const foreignSuccessor = template<{ room: string }>({
  de: ({ room }) =>
    md`Der Raum „${room}“ verweist auf einen Nachfolger, der nicht aus ihm hervorgegangen ist. Ich bleibe im alten Raum.`,
  en: ({ room }) => md`The room “${room}” names a successor that did not come from it. I stay in the old room.`,
})

export const coordinatorMissing = template<{ group: string; key: string }>({
  de: ({ group, key }) =>
    md`Die ${group} hat keine Koordination mehr. Benennen können Sie sie so: ${code(`mitglied [${key.toUpperCase()}] @anna:seevetal.example Koordination`)}`,
  en: ({ group, key }) =>
    md`${group} has no coordinator any more. You can appoint one like this: ${code(`member [${key.toUpperCase()}] @anna:seevetal.example coordinator`)}`,
})

export const undeliverable = template<{ room: string; reason: string }>({
  de: ({ room, reason }) =>
    md`Eine Nachricht in den Raum ${code(room)} konnte nicht zugestellt werden und wurde beiseitegelegt (${reason}). Bitte prüfen, ob ich dort noch Mitglied bin.`,
  en: ({ room, reason }) =>
    md`A message to the room ${code(room)} could not be delivered and was set aside (${reason}). Please check whether I am still a member there.`,
})

export const eventSetAside = template<{ reference: string }>({
  de: ({ reference }) =>
    md`Ein Ereignis konnte nach drei Versuchen nicht bearbeitet werden und wurde beiseitegelegt. Kennung im Protokoll: ${reference}.`,
  en: ({ reference }) =>
    md`An event could not be handled after three attempts and was set aside. Reference in the log: ${reference}.`,
})

type Unsigned = { reason: 'keys' | 'recovery' | 'storage' | 'approval' | 'other' }
const unsignedDe = {
  keys: 'der Homeserver kennt andere Schlüssel als mein Verschlüsselungsspeicher. Bitte den Bot anhalten und „npm run crypto -- recover“ ausführen.',
  recovery:
    'die privaten Schlüssel fehlen hier. Bitte den Bot anhalten und „npm run crypto -- recover“ mit dem Wiederherstellungsschlüssel aus dem Tresor ausführen.',
  storage:
    'die privaten Schlüssel sind nirgends mehr hinterlegt. Bitte den Bot anhalten und „npm run crypto -- reset“ ausführen; Personen, die mich verifiziert haben, sehen dann eine geänderte Identität.',
  approval:
    'der Homeserver verlangt dafür eine Freigabe durch eine Person. Bitte das Passwort des Kontos als ALLMENDE_PASSWORD setzen oder die Freigabe in der Kontoverwaltung erteilen und den Bot neu starten.',
  other:
    'der Homeserver zeigt die Unterschrift nicht. Bitte „npm run crypto -- status“ ansehen und den Bot neu starten.',
}
const unsignedEn = {
  keys: 'the homeserver knows other keys than my encryption store. Please stop the bot and run “npm run crypto -- recover”.',
  recovery:
    'the private keys are not here. Please stop the bot and run “npm run crypto -- recover” with the recovery key from the safe.',
  storage:
    'the private keys are stored nowhere any more. Please stop the bot and run “npm run crypto -- reset”; people who verified me will then see that my identity has changed.',
  approval:
    'the homeserver wants a person to approve it. Please set the password of the account as ALLMENDE_PASSWORD, or approve it in the account pages, and start the bot again.',
  other:
    'the homeserver does not show the signature. Please look at “npm run crypto -- status” and start the bot again.',
}

export const deviceUnsigned = template<Unsigned>({
  de: ({ reason }) =>
    md`Mein Gerät ist nicht von meiner eigenen Identität unterschrieben; manche Personen können mich in verschlüsselten Räumen deshalb nicht lesen und ich sie nicht: ${unsignedDe[reason]}`,
  en: ({ reason }) =>
    md`My device is not signed by my own identity, so some people can neither read me in encrypted rooms nor be read by me: ${unsignedEn[reason]}`,
})
