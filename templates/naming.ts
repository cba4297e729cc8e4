import { code, joined, md, template } from './template.ts'

type Choice = { personId: string; name: string; administration?: string }
type Problem =
  | { kind: 'nobody'; typed: string; near: Choice[] }
  | { kind: 'many'; typed: string; choices: Choice[] }
  | { kind: 'no-member'; personId: string; name: string; group: string }

const person = ({ name, administration }: Choice) => (administration ? md`${name} (${administration})` : md`${name}`)
const choice = (one: Choice) => md`${person(one)} ${code(one.personId)}`

/** Why a person could not be found by what was typed, with what to type instead. */
export const unusableName = template<Problem>({
  de: (problem) => {
    if (problem.kind === 'many')
      return md`Wer ist mit „${problem.typed}“ gemeint: ${joined(problem.choices.map(choice), ' oder ')}?`
    if (problem.kind === 'no-member')
      return md`${problem.name} ist kein Mitglied der ${problem.group}. Einladen kann die Koordination: ${code(`!gruppe einladen ${problem.personId}`)}.`
    if (problem.near.length === 0)
      return md`„${problem.typed}“ kenne ich hier nicht. Wer dabei ist: ${code('!mitglieder')}. Einladen kann die Koordination: ${code('!gruppe einladen <Person>')}.`
    return md`„${problem.typed}“ kenne ich hier nicht. Gefunden: ${joined(problem.near.map(choice), ', ')}.`
  },
  en: (problem) => {
    if (problem.kind === 'many')
      return md`Who is meant by “${problem.typed}”: ${joined(problem.choices.map(choice), ' or ')}?`
    if (problem.kind === 'no-member')
      return md`${problem.name} is not a member of ${problem.group}. Its coordinators can invite: ${code(`!group invite ${problem.personId}`)}.`
    if (problem.near.length === 0)
      return md`I do not know “${problem.typed}” here. Who is here: ${code('!members')}. Its coordinators can invite: ${code('!group invite <person>')}.`
    return md`I do not know “${problem.typed}” here. Found: ${joined(problem.near.map(choice), ', ')}.`
  },
})
