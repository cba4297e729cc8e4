import { fold } from './fold.ts'

const words = (text: string) => new Set(text.trim().split(/\s+/).map(fold))

/** Words that carry no subject, folded: neither indexed nor asked for. */
export const stopWords: ReadonlySet<string> = words(`
  der die das des dem den ein eine einer eines einem einen kein keine keiner keines keinem keinen
  ich du er sie es wir ihr man mich mir dich dir ihn ihm uns euch ihnen sich selbst
  mein meine meiner meines meinem meinen dein deine deiner deinem deinen sein seine seiner seines seinem seinen
  ihre ihrer ihres ihrem ihren unser unsere unserer unseres unserem unseren euer eure eurer eurem euren
  dieser diese dieses diesem diesen jener jene jenes jenem jenen jeder jede jedes jedem jeden alle aller alles allem allen
  welcher welche welches welchem welchen solcher solche solches solchem solchen mancher manche manches manchem manchen
  beide beider beiden einige einiger einigen mehrere mehrerer mehreren viel viele vieler vielen wenig wenige andere anderer anderes anderem anderen
  und oder aber sondern denn doch sowie sowohl weder noch entweder auch nur schon erst sogar etwa circa rund
  wer wen wem wessen was wann wo woher wohin wie wieso weshalb warum wozu womit wofür woran worauf wovon worum worüber wodurch wobei wieviel inwieweit
  in im ins an am ans auf aus bei beim bis durch für gegen mit nach ohne seit um von vom vor zu zum zur über unter zwischen neben hinter
  während wegen trotz statt innerhalb außerhalb ab je pro per laut gemäß entlang bezüglich hinsichtlich
  dass daß ob wenn falls als weil da damit sodass obwohl bevor nachdem indem sobald solange
  dazu dabei dafür dagegen daran darauf daraus darin darum darüber darunter davon davor danach dadurch daneben hierzu hierfür hierbei hier dort dahin daher
  bin bist ist sind seid war warst waren wart gewesen sei wäre wären werde wirst wird werden werdet wurde wurden worden geworden würde würden
  habe hab hast hat haben habt hatte hatten gehabt hätte hätten
  kann kannst können könnt konnte konnten könnte könnten muss musst müssen müsst musste mussten müsste müssten
  soll sollst sollen sollt sollte sollten will willst wollen wollt wollte wollten darf darfst dürfen dürft durfte durften dürfte
  mag mögen möchte möchten mochte lassen lässt ließ
  gibt geben gab gäbe geht gehen ging gehts macht machen machte machst tun tut tat getan kommt kommen kam
  nicht nichts nie niemals niemand jemand irgendwer irgendwas irgendwo irgendwie irgendein irgendeine etwas
  ja nein so sehr mehr meist meistens weniger genau ganz gar ziemlich wohl eben halt mal bloß bitte danke gern gerne
  dann jetzt nun heute immer wieder oft manchmal bereits bald nochmal nochmals einmal zweimal schließlich sonst also
  derzeit aktuell aktuelle aktuellen momentan gerade künftig zukünftig jeweils jeweilige jeweiligen insbesondere beispielsweise
  bzw usw etc ca evtl ggf inkl zzgl vgl bspw sog dh zb ua
  the of and is are for to what who when where how why
`)

/** Verbs and adjectives that frame a question rather than name its subject; they count little for whether it is answered. */
export const framingWords: ReadonlySet<string> = words(`
  kosten kostet kosteten gelten gilt galt brauche brauchen braucht benötige benötigen benötigt finde finden findet bekomme bekommen bekommt erhalte erhalten erhält
  hoch hohe hoher lange lang groß weit teuer schnell gut gute gutes guten richtig wichtig
  zuständig zuständige zuständigen verantwortlich kümmert wissen weiß kennen kennt sagen sagt heißt bedeutet
  beantragen beantrage beantragt stellen stelle stellt bezahlen bezahlt zahlen zahlt zahle laufen läuft stehen steht liegt liegen passiert funktioniert
  gehört gehören dauert dauern beginnt beginnen startet endet gemacht benutzen nutzen nutzt verwenden verwendet vorgesehen geplant
  wirksam möglich erlaubt nötig notwendig erforderlich neu neue neues
  lautet lauten gefasst unternehmen vereinbart besprochen festgelegt entschieden beschlossen geregelt regeln
`)

/** Nouns that do the same, those among them that name a kind of entry. */
export const framingNouns: ReadonlySet<string> = words(`
  höhe ansprechpartner ansprechperson stand thema themen frage fragen information informationen infos info details neues regel regeln regelung regelungen vorschrift vorschriften voraussetzung voraussetzungen
  beschluss beschlüsse beschlüssen entscheidung entscheidungen aufgabe aufgaben link links wissen wissenseintrag eintrag einträge einträgen
  jahr jahre jahren tag tage tagen monat monate uhr euro gemeinde stadt landkreis kreis verwaltung kommune kommunen
`)
