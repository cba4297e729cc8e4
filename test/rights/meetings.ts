import { rows } from './row.ts'

/** Every member may plan; who planned it and the coordinators may change it. S1 is the author's, S2 kreisweit, S3 a series. */
export const meetings = rows(`
                                                 | room          | foreign room  | direct        |
form                                             | o kamd fg psr | o kamd fg psr | o kamd fg psr |
sitzung 20.3. 10 Uhr Haushalt                    | M ++++ MM MMM | M M+MM ++ MMM | M +?++ ++ SSS | writes
sitzung [IT] 20.3. 10 Uhr Haushalt               | M ++++ MM MMM | M M+MM ++ MMM | M ++++ xx SSS | writes

sitzung S1                                       | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS |
S1                                               | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | is sitzung
sitzung S1 verschieben auf 27.3. 9 Uhr           | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
sitzung S1 absagen Krankheit                     | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
sitzung S1 ort Kreishaus                         | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
sitzung S1 dauer 90 min                          | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
sitzung S3 serie absagen kein Bedarf             | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes

sitzung S2                                       | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
sitzung S2 absagen Krankheit                     | M ++AA MM MMM | M M+MM mm MMM | M ++AA mm SSS | writes

sitzungen                                        | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
sitzungen alle                                   | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
`)
