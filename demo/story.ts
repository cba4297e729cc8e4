import type { Cast } from './cast.ts'
import type { Stage } from './stage.ts'

const GROUP = 'AG IT-Kooperation'
const ANNA = 'Direktchat von Anna Meyer'
const KARIN = 'Direktchat von Karin Beispiel'
const LINK = 'https://www.beispiel.example/it/muster-leistungsverzeichnis'

/** A working fortnight of one group. Every expected line is named beside what brings it about. */
export async function playFortnight(
  stage: Stage,
  { karin, anna, ben, jana, tom, userId }: Cast,
  show: (line: string) => void,
): Promise<void> {
  show('Montag: Der Raum ist da, die Mitglieder treten bei und werden begrüßt.')
  const [group, ...others] = await Promise.all([karin, anna, ben, jana, tom].map(async (person) => enter(person)))
  if (!group || others.some((roomId) => roomId !== group)) throw new Error('nicht alle sind im selben Raum')
  stage.watch(karin, group, GROUP)
  await stage.travel('2026-03-02T09:05:00+01:00')
  const annas = await direct(anna)
  const karins = await direct(karin)
  stage.watch(anna, annas, ANNA)
  stage.watch(karin, karins, KARIN)
  await stage.hear(anna, annas, 'ich bin Allmende')
  stage.expect(ANNA, 'Guten Tag, ich bin Allmende, der Assistent der AG IT-Kooperation')

  show('Aus einer Nachricht wird eine Aufgabe, durch eine Antwort darauf.')
  const request = await ben.say(group, 'Jemand müsste noch das Leistungsverzeichnis prüfen.')
  await karin.say(group, `!aufgabe bis 13.3. ${userId('anna')}`, { replyTo: request, mentions: [userId('anna')] })
  await stage.hear(karin, group, 'Aufgabe A1 notiert')
  stage.expect(
    GROUP,
    'Aufgabe A1 notiert: „Jemand müsste noch das Leistungsverzeichnis prüfen.“ · Anna Meyer (Seevetal) · bis Fr., 13.03.2026. Ändern: einfach hierauf antworten.',
  )

  show('Die Koordination hält einen Beschluss fest, ein Mitglied einen zweiten, der bestätigt wird.')
  await karin.say(group, '!beschluss Die Drucker werden gemeinsam ausgeschrieben.')
  await stage.hear(karin, group, 'Beschluss IT-2026/001')
  stage.expect(GROUP, 'Beschluss IT-2026/001 (B1) eingetragen: „Die Drucker werden gemeinsam ausgeschrieben.“')
  await jana.say(group, '!beschluss Für die Schulen wird eine gemeinsame Fernwartung eingeführt.')
  const card = await stage.hear(jana, group, 'B2 vorgemerkt')
  stage.expect(GROUP, 'B2 vorgemerkt')
  await karin.react(group, card.eventId, '✅')
  await stage.hear(karin, group, 'Beschluss IT-2026/002')
  stage.expect(GROUP, 'Beschluss IT-2026/002 (B2) eingetragen')

  show('Derselbe Link kommt zweimal und steht einmal in der Liste.')
  await ben.say(group, `Das hier hat uns geholfen: ${LINK}?utm_source=rundmail`)
  await jana.say(group, `Schon gesehen? ${LINK}`)
  await tom.say(group, '!links')
  await stage.hear(tom, group, 'L1')
  stage.expect(GROUP, `- L1 ${LINK}`)

  show('Eine Sitzungsreihe wird geplant.')
  await karin.say(
    group,
    '!sitzung 10.3. 10–12 Uhr Quartalsrunde in Rathaus Winsen, Raum 2.14 jeden zweiten Dienstag im Monat',
  )
  await stage.hear(karin, group, 'Sitzungsreihe S1 geplant')
  stage.expect(GROUP, 'Sitzungsreihe S1 geplant: „Quartalsrunde“')

  show('Donnerstag: der erste Wochenüberblick der Gruppe. Montag: der erste für die Koordination.')
  await stage.travel('2026-03-05T09:00:30+01:00')
  await stage.hear(karin, group, 'KW 10')
  stage.expect(GROUP, 'Überblick AG IT-Kooperation · KW 10 (02.–06.03.2026)')
  await stage.travel('2026-03-09T08:00:30+01:00')
  await stage.hear(karin, karins, 'Überblick Koordination · Mo., 09.03.2026')
  stage.expect(KARIN, 'Überblick Koordination · Mo., 09.03.2026')
  stage.expect(
    KARIN,
    'Seevetal: A1 „Jemand müsste noch das Leistungsverzeichnis prüfen.“ – Anna Meyer, bis Fr., 13.03.2026 vorgesehen',
  )

  show('Die Erinnerungen kommen von selbst: am Vortag, drei Tage vor der Frist, eine Viertelstunde vorher.')
  await stage.travel('2026-03-09T10:00:30+01:00')
  await stage.hear(karin, group, 'Morgen, Di., 10.03.2026')
  stage.expect(
    GROUP,
    'Morgen, Di., 10.03.2026, 10:00–12:00 Uhr: AG IT-Kooperation, „Quartalsrunde“ (S1), Rathaus Winsen, Raum 2.14',
  )
  await stage.travel('2026-03-10T08:00:30+01:00')
  const reminder = await stage.hear(anna, annas, 'bis Fr., 13.03.2026 ist vorgesehen')
  stage.expect(ANNA, 'Guten Morgen, bis Fr., 13.03.2026 ist vorgesehen: A1')
  await stage.travel('2026-03-10T09:45:30+01:00')
  await stage.hear(karin, group, 'In 15 Minuten')
  stage.expect(GROUP, 'In 15 Minuten')

  show('Anna erledigt die Aufgabe mit einer Antwort auf die Erinnerung.')
  await anna.say(annas, 'erledigt', { replyTo: reminder.eventId })
  await stage.hear(anna, annas, 'A1 erledigt')

  show('Eine Frage wird mit Quellen beantwortet.')
  await tom.say(group, '!frage Was wurde zur Ausschreibung der Drucker beschlossen?')
  await stage.hear(tom, group, 'Quellen: IT-2026/001')
  stage.expect(GROUP, 'Quellen: IT-2026/001 (B1')

  show('Die zweite Woche endet wie die erste.')
  await stage.travel('2026-03-12T09:00:30+01:00')
  await stage.hear(karin, group, 'KW 11')
  stage.expect(GROUP, 'Überblick AG IT-Kooperation · KW 11')
  await stage.travel('2026-03-13T08:00:30+01:00')
  await stage.travel('2026-03-16T08:00:30+01:00')
  await stage.hear(karin, karins, 'Überblick Koordination · Mo., 16.03.2026')
  stage.expect(KARIN, 'Überblick Koordination · Mo., 16.03.2026')

  stage.expect(GROUP, 'Verspätet', 0)

  /** Accepts all invitations; the group's room is the one that bears its name. */
  async function enter(person: typeof karin): Promise<string> {
    for (let i = 0; i < 60; i++) {
      await person.acceptInvites()
      const room = (await person.joinedRooms()).find(({ name }) => name === GROUP)
      if (room) return room.roomId
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    throw new Error('keine Einladung in den Raum der Gruppe erhalten')
  }

  /** The direct room with the bot: the one that is neither space nor group. */
  async function direct(person: typeof karin): Promise<string> {
    for (let i = 0; i < 60; i++) {
      await person.acceptInvites()
      const room = (await person.joinedRooms()).find(({ name }) => !name || name === 'Allmende')
      if (room) return room.roomId
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    throw new Error('kein Direktchat mit Allmende erhalten')
  }
}
