import { md, template } from './template.ts'

type Problem =
  | { kind: 'not-understood'; phrase: string }
  | { kind: 'past'; phrase: string; day: string; time?: string; nextYear?: string }
  | { kind: 'no-such-day'; phrase: string }
  | { kind: 'wrong-weekday'; phrase: string; day: string }
  | { kind: 'no-such-time'; phrase: string; day: string; next: string }
  | { kind: 'ambiguous'; phrase: string; choices: string[] }
  | { kind: 'too-far'; phrase: string }

/** Why a date cannot be used, and what to type. `lead`: the word before it, such as bis. */
export const whenProblem = template<{ problem: Problem; lead?: string }>({
  de: ({ problem, lead }, read) => german(problem, lead ? `${lead} ` : '', read.day),
  en: ({ problem, lead }, read) => english(problem, lead ? `${lead} ` : '', read.day),
})

function german(problem: Problem, lead: string, day: (day: string) => string) {
  const phrase = withLead(problem.phrase, lead)
  switch (problem.kind) {
    case 'not-understood':
      return md`„${phrase}“ habe ich nicht als Datum erkannt. Beispiel: „${lead}Freitag“ oder „${lead}20.03.“`
    case 'past':
      return md`${day(problem.day)}${problem.time && `, ${problem.time} Uhr,`} ist vorbei.${problem.nextYear && md` Nächstes Jahr: „${lead}${problem.nextYear}“.`}`
    case 'no-such-day':
      return md`„${phrase}“ gibt es im Kalender nicht. Beispiel: „${lead}20.03.“`
    case 'wrong-weekday':
      return md`„${phrase}“ passt nicht zusammen: Das ist ${day(problem.day)}. Bitte Wochentag oder Datum berichtigen.`
    case 'no-such-time':
      return md`Am ${day(problem.day)} gibt es diese Uhrzeit wegen der Umstellung auf Sommerzeit nicht. Möglich ist ab ${problem.next} Uhr.`
    case 'ambiguous':
      return md`„${phrase}“ ist nicht eindeutig. Gemeint sein kann: ${problem.choices.map((choice) => `„${lead}${choice}“`).join(' oder ')}.`
    case 'too-far':
      return md`„${phrase}“ liegt zu weit entfernt. Bitte die Jahreszahl prüfen.`
  }
}

function english(problem: Problem, lead: string, day: (day: string) => string) {
  const phrase = withLead(problem.phrase, lead)
  switch (problem.kind) {
    case 'not-understood':
      return md`I did not recognise “${phrase}” as a date. Example: “${lead}Friday” or “${lead}20 March”.`
    case 'past':
      return md`${day(problem.day)}${problem.time && `, ${problem.time},`} is over.${problem.nextYear && md` Next year: “${lead}${problem.nextYear}”.`}`
    case 'no-such-day':
      return md`“${phrase}” is not in the calendar. Example: “${lead}20 March”.`
    case 'wrong-weekday':
      return md`“${phrase}” does not fit together: that is ${day(problem.day)}. Please correct weekday or date.`
    case 'no-such-time':
      return md`On ${day(problem.day)} this time does not exist, because the clocks go forward. Possible from ${problem.next}.`
    case 'ambiguous':
      return md`“${phrase}” can be read in several ways: ${problem.choices.map((choice) => `“${lead}${choice}”`).join(' or ')}.`
    case 'too-far':
      return md`“${phrase}” is too far away. Please check the year.`
  }
}

/** The phrase as it was typed may have its lead already. */
const withLead = (phrase: string, lead: string) =>
  phrase.toLowerCase().startsWith(lead.trim().toLowerCase()) ? phrase : `${lead}${phrase}`
