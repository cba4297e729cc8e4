/**
 * Endings that the stemmer cannot bring together, each with what it is read as; folded. They hold for whole words and for
 * the last part of a compound (`Rechenzentren`, `mitbeschlossen`). First strong verbs, then plurals, then words whose
 * stem would be taken for another one's (`Bürger` is no `Burg`).
 */
const FORMS = `
  beschlossen beschloss beschliessen beschliesst: beschluss
  entschieden entschied entscheiden entscheidet entscheidungen entscheide: entscheidung
  genommen nahm nimmt: nehmen
  gegeben gab gibt: geben
  vergeben vergibt vergabe: vergaben
  geschrieben schrieb: schreiben
  gesprochen spricht: sprechen
  besprochen besprach bespricht: besprechen
  getroffen traf trifft: treffen
  gefunden fand: finden
  gewonnen gewann: gewinnen
  gezogen zog: ziehen
  geschlossen schloss: schliessen
  gestiegen stieg: steigen
  gesunken sank: sinken
  geworfen warf wirft: werfen
  geholfen half hilft: helfen
  gewahlt wahlen wahl: wahlen
  vertreten vertritt vertrat vertretung: vertreter
  gebracht brachte: bringen
  gewiesen wies: weisen
  geboten bot: bieten
  verboten verbot: verbieten
  gefahren fuhr fahrt: fahren
  getragen trug tragt: tragen
  gehalten hielt halt: halten
  erhalten erhielt erhalt: erhalten
  gelaufen lief lauft: laufen
  gelegen lag: liegen
  gestanden: stehen
  geliehen lieh: leihen
  gemieden mied: meiden
  gebaut bauten: bauen
  gelassen liess: lassen
  getreten trat tritt: treten
  unterschrieben unterschrift unterschriften: unterschreiben
  umgezogen umzieht umzuge: umzug
  angerufen anrief: anrufen
  zentren: zentrum
  museen: museum
  themen: thema
  konten: konto
  firmen: firma
  risiken: risiko
  praktika praktiken: praktikum
  visa: visum
  personalia: personal
  praxen: praxis
  lexika: lexikon
  akkus: akku
  menus: menu
  gremien: gremium
  kriterien: kriterium
  ministerien: ministerium
  stadien: stadium
  medien: medium
  burger burgers burgern: burgerx
  burgerin burgerinnen: burgerx
  messer messern: messerx
  bauer bauern: bauerx
  stadter: stadt
  gaste gasten: gast
  leiter leitern: leiterx
`

/** Folded form → what it is read as. */
export const irregularForms: ReadonlyMap<string, string> = new Map(
  FORMS.trim()
    .split('\n')
    .flatMap((line) => {
      const [forms = '', base = ''] = line.split(':').map((part) => part.trim())
      return forms.split(/\s+/).map((form): [string, string] => [form, base])
    }),
)
