import type { Heard } from './hearing.ts'
import type { Person, Place } from './people.ts'
import type { Letter, Row } from './row.ts'

/** What is wrong with what was heard, where `expected` says what should have been; undefined: nothing. */
export function objection(row: Row, heard: Heard, expected: Letter): string | undefined {
  const { answer, outcome } = heard
  if (!checks[expected](heard)) return `expected ${expected}, ${outcome}: ${answer}`
  const isRefusal = outcome === 'refused' && answer !== ''
  if (isRefusal && row.writes && row.command !== '' && !answer.endsWith('Es wurde nichts gespeichert.'))
    return `does not say that nothing was stored: ${answer}`
  return undefined
}

const group: Record<Place, string> = { room: 'AG IT-Kooperation', foreign: 'AG Kommunale Portale', direct: '' }
const coordinator: Record<string, string> = { [group.room]: 'Karin Beispiel', [group.foreign]: 'Paul Peters' }

const isSilence = ({ answer, outcome }: Heard) => answer === '' && outcome === 'ignored'
const isRefused = ({ answer, outcome }: Heard, begin: string) => outcome === 'refused' && answer.startsWith(begin)

const onlyMembers = (name: string) =>
  `Das können nur Mitglieder ${name === '' ? 'einer Arbeitsgruppe' : `der ${name}`}.`
const onlyCoordinators = (name: string) => `Das kann nur die Koordination der ${name}: ${coordinator[name]}.`
const onlyAuthor = `Das kann nur, wer es eingetragen hat (Anna Meyer), oder die Koordination der ${group.room}: ${coordinator[group.room]}.`

/** What tells that somebody may not, or that there is nothing. */
const FORBIDDEN =
  /^(?:Das können? nur|Ich kenne Sie noch nicht|Für welche Gruppe)|gibt es nicht|kenne ich bei Ihnen nicht/

const checks: Record<Letter, (heard: Heard) => boolean> = {
  '+': ({ answer, outcome }) => outcome === 'ran' && answer !== '' && !FORBIDDEN.test(answer),
  M: (heard) => isRefused(heard, onlyMembers(group[heard.place])),
  m: (heard) => isRefused(heard, onlyMembers(group.room)),
  K: (heard) => isRefused(heard, 'Das kann nur die Koordination ') && namesWhoMay(heard),
  k: (heard) => isRefused(heard, onlyCoordinators(group.room)),
  A: (heard) => isRefused(heard, onlyAuthor),
  O: (heard) => isRefused(heard, 'Das kann nur der Betrieb: '),
  S: (heard) => isRefused(heard, 'Ich kenne Sie noch nicht.'),
  x: ({ answer, outcome }) =>
    outcome === 'refused' && /^\S+ gibt es nicht\.|^Eine Gruppe „\S+“ kenne ich bei Ihnen nicht\./.test(answer),
  '?': (heard) => isRefused(heard, 'Für welche Gruppe?'),
  u: ({ answer, outcome }) => outcome === 'refused' && answer !== '' && !FORBIDDEN.test(answer),
  '.': isSilence,
  s: isSilence,
}

/** The groups that somebody is in, whose coordinators are named where no other group is meant. */
const own: Partial<Record<Person, readonly string[]>> = {
  a: [group.room, group.foreign],
  f: [group.foreign],
  g: [group.foreign],
  o: [],
}

/** In a room its coordinators; in a direct message those of the entry's group, else those of all own groups. */
function namesWhoMay({ answer, place, person }: Heard): boolean {
  if (place !== 'direct') return answer.startsWith(onlyCoordinators(group[place]))
  if (answer.startsWith(onlyCoordinators(group.room))) return true
  return (own[person] ?? [group.room]).every((name) => answer.includes(coordinator[name] ?? name))
}
