import { rows } from './row.ts'

/** Any member may change a task of the group. A1 is the author's, A2 the same made kreisweit, A3 of the other group. */
export const tasks = rows(`
                                                 | room          | foreign room  | direct        |
form                                             | o kamd fg psr | o kamd fg psr | o kamd fg psr |
aufgabe Papier zählen bis 20.3.                  | M ++++ MM MMM | M M+MM ++ MMM | M +?++ ++ SSS | writes
aufgabe [IT] Papier zählen                       | M ++++ MM MMM | M M+MM ++ MMM | M ++++ xx SSS | writes
aufgabe                                          | M uuuu MM MMM | M MuMM uu MMM | M u?uu uu SSS |

aufgabe A1                                       | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS |
A1                                               | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | is aufgabe
aufgabe A1 bis 27.3.                             | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
aufgabe A1 an @dora:seevetal.example             | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
aufgabe A1 text Toner zählen                     | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
aufgabe A1 in Arbeit                             | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
aufgabe A1 notiz steht im Keller                 | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
aufgabe A1 grund Urlaub                          | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
aufgabe A1 abbrechen doppelt                     | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
aufgabe A1 erledigt                              | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
aufgabe A1 öffnen                                | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes, after a: erledigt A1
aufgabe A1 verlosen                              | M uuuu MM MMM | M MxMM xx MMM | M uuuu xx SSS |

aufgabe A2                                       | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
aufgabe A2 bis 27.3.                             | M ++++ MM MMM | M M+MM mm MMM | M ++++ mm SSS | writes
aufgabe A2 abbrechen                             | M ++++ MM MMM | M M+MM mm MMM | M ++++ mm SSS | writes

erledigt A1                                      | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
erledigt A1 A2                                   | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
erledigt A2                                      | M ++++ MM MMM | M M+MM mm MMM | M ++++ mm SSS | writes
# Of the other group.
erledigt A3                                      | M xxxx MM MMM | M M+MM ++ MMM | M x+xx ++ SSS | writes
erledigt A1 für Seevetal                         | M ++K+ MM MMM | M MxMM xx MMM | M ++K+ xx SSS | writes

aufgaben                                         | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
aufgaben alle                                    | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
aufgaben [IT]                                    | M uuuu MM MMM | M MuMM uu MMM | M ++++ xx SSS |
`)
