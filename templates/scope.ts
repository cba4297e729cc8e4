import { code, joined, lines, md, template } from './template.ts'

/** What the scopes are called. */
export const scopeNames = {
  group: { de: 'gruppe', en: 'group' },
  administration: { de: 'verwaltung', en: 'administration' },
  district: { de: 'kreisweit', en: 'district' },
  public: { de: 'öffentlich', en: 'public' },
} as const

type Scope = keyof typeof scopeNames
/** `name`: how the item is called, such as IT-2026/014 (B41); `administration`: whose people see it besides the group. */
type Scoped = { name: string; id: string; scope: Scope; group: string; administration?: string | undefined }

/** Who sees an item from now on. */
export const scopeChanged = template<Scoped>({
  de: ({ name, scope, group, administration }) =>
    md`${name} ist jetzt sichtbar: ${seenByDe(scope, group, administration)}.`,
  en: ({ name, scope, group, administration }) =>
    md`${name} can now be seen by: ${seenByEn(scope, group, administration)}.`,
})

/** It is so already. */
export const scopeAlready = template<Scoped>({
  de: ({ name, scope, group, administration }) =>
    md`${name} ist schon so sichtbar: ${seenByDe(scope, group, administration)}.`,
  en: ({ name, scope, group, administration }) =>
    md`${name} can be seen like that already: ${seenByEn(scope, group, administration)}.`,
})

/** Who sees it, and how to change that. */
export const scopeShown = template<Scoped>({
  de: ({ name, id, scope, group, administration }) =>
    joined(
      [
        md`${name} ist sichtbar: ${seenByDe(scope, group, administration)}.`,
        md`Ändern: ${code(`!sichtbar ${id} gruppe / verwaltung / kreisweit / öffentlich`)}`,
      ],
      ' ',
    ),
  en: ({ name, id, scope, group, administration }) =>
    joined(
      [
        md`${name} can be seen by: ${seenByEn(scope, group, administration)}.`,
        md`To change it: ${code(`!scope ${id} group / administration / district / public`)}`,
      ],
      ' ',
    ),
})

function seenByDe(scope: Scope, group: string, administration?: string) {
  if (scope === 'group') return md`nur ${group}`
  if (scope === 'administration') return md`${group} und ${administration ?? 'die eigene Verwaltung'}`
  return scope === 'district' ? md`kreisweit, in allen Arbeitsgruppen` : md`öffentlich`
}

function seenByEn(scope: Scope, group: string, administration?: string) {
  if (scope === 'group') return md`${group} only`
  if (scope === 'administration') return md`${group} and ${administration ?? 'the own administration'}`
  return scope === 'district' ? md`all working groups of the district` : md`everybody`
}

/** Asks once more, since it cannot be taken back. */
export const publicAsked = template<{ name: string; id: string }>({
  de: ({ name, id }) =>
    lines(
      md`${name} wäre dann öffentlich, auch außerhalb der Arbeitsgruppen. Namen von Personen werden dabei nicht gezeigt; bitte prüfen Sie, ob im Text welche stehen. Das lässt sich nicht zurücknehmen.`,
      md`Wenn Sie das möchten: ${code(`!sichtbar ${id} öffentlich bestätigen`)}`,
    ),
  en: ({ name, id }) =>
    lines(
      md`${name} would be public then, also outside of the working groups. Names of persons are not shown; please check whether there are any in the text. It cannot be taken back.`,
      md`If that is what you want: ${code(`!scope ${id} public confirm`)}`,
    ),
})

/** What was public stays so. */
export const publicStays = template<{ name: string }>({
  de: ({ name }) => md`${name} ist öffentlich, das lässt sich nicht zurücknehmen.`,
  en: ({ name }) => md`${name} is public, that cannot be taken back.`,
})

/** The item belongs to no administration, so there is none to show it to. */
export const noAdministration = template<{ name: string }>({
  de: ({ name }) => md`${name} gehört zu keiner Verwaltung. Möglich sind: gruppe, kreisweit, öffentlich.`,
  en: ({ name }) => md`${name} belongs to no administration. Possible are: group, district, public.`,
})

/** No scope of that name. */
export const noSuchScope = template<{ id: string; asked: string }>({
  de: ({ id, asked }) =>
    md`„${asked}“ ist keine Sichtbarkeit. Möglich ist: ${code(`!sichtbar ${id} gruppe / verwaltung / kreisweit / öffentlich`)}`,
  en: ({ id, asked }) =>
    md`“${asked}” is no scope. Possible is: ${code(`!scope ${id} group / administration / district / public`)}`,
})
