/** Words that places end with or are: Rathaus, Sitzungssaal, Marktstr. */
const SURE =
  'haus|raum|saal|zimmer|gebäude|gebaeude|halle|hotel|foyer|kantine|mensa|aula|gasthof|bibliothek|platz|straße|strasse|str\\.|allee|hall|room|building|library'
/** Words that may also be who comes or what it is about; they need an `im` before them. */
const LIKELY = `${SURE}|amt|hof|schule|zentrum|büro|buero|museum|feuerwehr|weg|kreisverwaltung|stadtverwaltung|gemeindeverwaltung|office|school|centre|center`

const wordOf = (words: string) => new RegExp(`(?:^|[^\\p{L}])\\p{L}{0,40}(?:${words})(?!\\p{L})`, 'iu')
const SURE_WORD = wordOf(SURE)
const LIKELY_WORD = wordOf(LIKELY)

/** Whether a part such as `Rathaus Winsen` surely names a place. */
export const isSurePlace = (part: string) => isShort(part) && SURE_WORD.test(part)

/** Whether what follows `im`, `in der`, `at the` names a place: im Kreishaus, in der Feuerwehr. */
export const isLikelyPlace = (part: string) => isShort(part) && LIKELY_WORD.test(part)

const isShort = (part: string) => part.split(/\s+/).length <= 6

/** `Ort: …` to the end of its line. */
export const LABEL = /(?:^|[\s,;(])(?:ort|wo|treffpunkt|place|where|location|venue)\s?:\s*(\S[\s\S]*)$/i

const BY = '(?:per|als|by|via|über)\\s+(?:video|telefon|phone|zoom|teams|webex|jitsi|bigbluebutton|bbb)[\\p{L}-]{0,30}'

/** `online`, `per Video` at the end of a line; in front of a title only in small letters ("Online-Dienste" is a subject). */
export const ONLINE_LAST = new RegExp(
  `(?:^|[\\s,;–(-])((?:(?:nur|rein)\\s+)?(?:online|virtuell|digital|hybrid|telefonisch|remote|${BY})(?:\\s+(?:${BY}))?)\\)?$`,
  'iu',
)
export const ONLINE_FIRST = /^(online|virtuell|hybrid)(?=[\s,:])/u

/** `Raum 2.14`, `Saal A`, `Room 3 (2. OG)`. */
export const ROOM =
  /(?:^|[\s,;(])((?:in\s+)?(?:\p{L}{0,40}(?:raum|saal|zimmer)|room)\s+(?:nr\.?\s*)?(?:\d|\p{Lu}(?![\p{L}-]{3}))[\p{L}\d./-]{0,12}(?:\s\([^()]{1,40}\))?)(?=$|[\s,;)])/iu

/** Words before a place. */
export const LEAD = /(?:^|[\s,;(])(in der|in den|in dem|in the|im|in|beim|bei der|bei|am|an der|at the|at)\s+(?=\S)/giu

/** Nouns after `im` and `in` that are no places, so that "Stand im Projekt" stays a title. */
export const NO_PLACE =
  /^(?:projekt|rahmen|bereich|griff|blick|vergleich|verbund|alltag|kontext|netz|internet|auftrag|wandel|haushalt|jahr|quartal|sinne|team|gespräch|dialog|verfahren|praxis|zukunft|zeit|arbeit|kraft|planung|kommunen|verwaltungen|gemeinden|gruppen|kürze|sachen|bezug|überblick|detail|einklang|mittelpunkt|excel|word|python|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)(?!\p{L})/iu

/** A name as places have it: capitals, numbers, few small words between. */
export const NAME =
  /^\p{Lu}[\p{L}\d.'-]{0,40}(?:(?: |, ?|\/)(?:(?:an der|am|bei|in der|und|oder|and|or) )?(?:\p{Lu}|\d|\(|online)[\p{L}\d.'()-]{0,40}){0,6}$/u
