import { fold } from './fold.ts'

const list = (text: string) => new Set(text.trim().split(/\s+/).map(fold))

/** Nouns of three letters that offices build compounds with; others of that length split words wrongly. */
export const SHORT_NOUNS: ReadonlySet<string> = list(`
  amt rat rad weg bau bus tag ort see hof tor zug gas eis akt art ohr arm bad tür uhr app web tal ost süd
`)

/** Stems of verbs that begin compounds: Wohn-geld, Sprech-stunde. */
export const VERB_STEMS: readonly string[] = [
  ...list(`
  wohn fahr bau spiel sprech lern lehr lade park räum heiz kauf miet prüf sperr leih tausch wander schwimm turn melde druck
  abhol dreh ess wasch schlaf schreib lese hör seh zieh trenn misch sammel warte stell steh sitz lauf merk stich sterbe
  such wähl einwahl bezahl liefer fernseh kühl pfleg betreu förder frag treff park trag bring hol fäll pflanz mäh streu lösch rett
  werbe nutz schätz lager leit deck brenn schieb steig wend rast schalt klär spar
`),
]

/** What else begins compounds without being a noun in its base form: adjectives, directions, measures. */
export const MODIFIERS: readonly string[] = [
  ...VERB_STEMS,
  ...list(`
  sicher klein groß neu alt hoch tief schnell frei rest bio öko online offline smart digital sozial kommunal zentral lokal
  regional national international individual privat öffentlich gesamt haupt neben ober unter vor nach über zwischen
  mindest höchst jung fern nah kurz lang rot grün blau weiß schwarz gelb warm kalt heiß trocken nass leicht schwer
  weich hart flach voll leer halb doppel einzel mehr viel gemein sonder spezial normal grund fach fremd eigen ehren
  mikro makro mini mega multi inter intra extra super video audio tele auto foto elektro thermo geo
  agrar euro bundes landes zwei drei vier erst letzt innen außen rück hin her fort fest ganz
  erd rechts links nord ost süd west quer
`),
]
