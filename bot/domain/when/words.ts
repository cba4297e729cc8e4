/** Vocabulary, folded as tokens are: German and English in one table each. */

const list = (text: string) => text.split(' ')

const pairs = (rows: Record<number, string>): ReadonlyMap<string, number> =>
  new Map(Object.entries(rows).flatMap(([value, names]) => list(names).map((name) => [name, Number(value)] as const)))

/** Weekdays, 1 is Monday. */
export const WEEKDAYS = pairs({
  1: 'montag mo monday mon',
  2: 'dienstag di tuesday tue tues',
  3: 'mittwoch mi wednesday wed',
  4: 'donnerstag do thursday thu thur thurs',
  5: 'freitag fr friday fri',
  6: 'samstag sonnabend sa saturday sat',
  7: 'sonntag so sunday sun',
})

/** Short names of weekdays that are words of their own too; they count only next to a date or time or at the end. */
export const WEAK_WEEKDAYS = new Set(list('mo di mi do fr sa so mon tue wed thu fri sat sun'))

/** Weekdays as habits: montags, Mondays. */
export const WEEKDAY_HABITS = pairs({
  1: 'montags mondays',
  2: 'dienstags tuesdays',
  3: 'mittwochs wednesdays',
  4: 'donnerstags thursdays',
  5: 'freitags fridays',
  6: 'samstags sonnabends saturdays',
  7: 'sonntags sundays',
})

/** Months by number. */
export const MONTHS = pairs({
  1: 'januar jaenner jan january',
  2: 'februar feber feb february',
  3: 'maerz mrz maer mar march marz',
  4: 'april apr',
  5: 'mai may',
  6: 'juni jun june juno',
  7: 'juli jul july julei',
  8: 'august aug',
  9: 'september sep sept',
  10: 'oktober okt october oct',
  11: 'november nov',
  12: 'dezember dez december dec',
})

/** Cardinal numbers in words. */
export const NUMBERS = pairs({
  1: 'ein eine einem einen einer eins a an one',
  2: 'zwei zwo two',
  3: 'drei three',
  4: 'vier four',
  5: 'fuenf five',
  6: 'sechs six',
  7: 'sieben seven',
  8: 'acht eight',
  9: 'neun nine',
  10: 'zehn ten',
  11: 'elf eleven',
  12: 'zwoelf twelve',
  13: 'dreizehn thirteen',
  14: 'vierzehn fourteen',
  15: 'fuenfzehn fifteen',
  16: 'sechzehn sixteen',
  17: 'siebzehn seventeen',
  18: 'achtzehn eighteen',
  19: 'neunzehn nineteen',
  20: 'zwanzig twenty',
  21: 'einundzwanzig',
  22: 'zweiundzwanzig',
  23: 'dreiundzwanzig',
  25: 'fuenfundzwanzig',
  30: 'dreissig thirty',
  40: 'vierzig forty',
  45: 'fuenfundvierzig',
  50: 'fuenfzig fifty',
  60: 'sechzig sixty',
  90: 'neunzig ninety',
})

/** Ordinal numbers in words, with their German endings; -1 is the last. */
export const ORDINALS: ReadonlyMap<string, number> = new Map([
  ...endings(-1, 'letzt', 'last'),
  ...endings(1, 'erst', 'first'),
  ...endings(2, 'zweit', 'second'),
  ...endings(3, 'dritt', 'third'),
  ...endings(4, 'viert', 'fourth'),
  ...endings(5, 'fuenft', 'fifth'),
  ...endings(6, 'sechst', 'sixth'),
  ...endings(7, 'siebt', 'seventh'),
  ...endings(8, 'acht', 'eighth'),
  ...endings(9, 'neunt', 'ninth'),
  ...endings(10, 'zehnt', 'tenth'),
  ...endings(11, 'elft', 'eleventh'),
  ...endings(12, 'zwoelft', 'twelfth'),
])

function endings(value: number, stem: string, english: string): [string, number][] {
  return [...['e', 'en', 'er', 'es', 'em'].map((end): [string, number] => [stem + end, value]), [english, value]]
}

/** Parts of a day and the time they stand for. */
export const DAY_PARTS: ReadonlyMap<string, DayPart> = new Map([
  ...parts('frueh morgens morgen fruehmorgens morning', '08:00', 'early'),
  ...parts('vormittag vormittags', '10:00', 'early'),
  ...parts('mittag mittags noon', '12:00', 'noon'),
  ...parts('nachmittag nachmittags afternoon', '15:00', 'late'),
  ...parts('abend abends evening', '18:00', 'late'),
  ...parts('nacht nachts night', '22:00', 'night'),
])

/** What a part of the day stands for: its time, and the half of the day that an hour said with it lies in. */
export type DayPart = { time: string; half: 'early' | 'noon' | 'late' | 'night' }

function parts(words: string, time: string, half: DayPart['half']): [string, DayPart][] {
  return list(words).map((word) => [word, { time, half }])
}

/** Days named by their distance from today. */
export const NEAR_DAYS = pairs({
  [-2]: 'vorgestern',
  [-1]: 'gestern yesterday',
  0: 'heute today heut',
  1: 'morgen tomorrow',
  2: 'uebermorgen ubermorgen overmorrow',
})

/** Units of a span of time. */
export const UNITS: ReadonlyMap<string, Unit> = new Map([
  ...units('minute', 'minute minuten min mins minutes'),
  ...units('hour', 'stunde stunden std h hour hours hrs'),
  ...units('day', 'tag tage tagen day days'),
  ...units('workday', 'arbeitstag arbeitstage arbeitstagen werktag werktage werktagen workday workdays'),
  ...units('week', 'woche wochen week weeks'),
  ...units('fortnight', 'fortnight fortnights'),
  ...units('month', 'monat monate monaten monats month months'),
  ...units('quarter', 'quartal quartale quartalen quartals quarter quarters'),
  ...units('year', 'jahr jahre jahren jahres year years'),
])

/** Units that spans are counted in. */
export type Unit = 'minute' | 'hour' | 'day' | 'workday' | 'week' | 'fortnight' | 'month' | 'quarter' | 'year'

function units(unit: Unit, words: string): [string, Unit][] {
  return list(words).map((word) => [word, unit])
}

/** Words that point to this, the next, the one after next or the last; the number counts periods from now. */
export const POINTERS = pairs({
  [-1]: 'letzte letzten letzter letztes letztem vergangene vergangenen vergangener vergangenes vorige vorigen voriger voriges last',
  0: 'diese diesen dieser dieses diesem laufende laufenden laufender laufendes this current',
  1: 'naechste naechsten naechster naechstes naechstem kommende kommenden kommender kommendes kommendem folgende folgenden folgender next coming nachste nachsten',
  2: 'uebernaechste uebernaechsten uebernaechster uebernaechstes uebernaechstem',
})

/** Words that may stand before a date without changing it. */
export const LEADS = new Set(list('am an den dem der die das on the zum zur vom'))

/** Words that join a day and a time. */
export const JOINS = new Set(list('um ab gegen at from ca so circa'))

/** Names that a typing error is measured against; short ones and those near to common words are left out. */
export const DATE_WORDS: readonly string[] = [
  ...[...WEEKDAYS.keys(), ...MONTHS.keys()].filter((word) => word.length > 4 && word !== 'march'),
  ...list('morgen uebermorgen tomorrow monatsende jahresende quartalsende wochenende naechste naechsten kommenden'),
]

/** Words that mean a time of the year and no day that could be known. */
export const VAGUE_WORDS = new Set(
  list(
    'fruehjahr fruehling sommer herbst winter ostern pfingsten weihnachten feierabend dienstschluss sommerpause sommerferien herbstferien osterferien spring summer autumn christmas easter demnaechst baldmoeglichst',
  ),
)
