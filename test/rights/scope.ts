import { rows } from './row.ts'

/** By its author for links, articles, own tasks; else by coordinators; öffentlich only by coordinators. */
export const scope = rows(`
                                                 | room          | foreign room  | direct        |
form                                             | o kamd fg psr | o kamd fg psr | o kamd fg psr |
sichtbar A1                                      | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS |
sichtbar A1 kreisweit                            | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
sichtbar A1 verwaltung                           | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
sichtbar A1 öffentlich                           | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS |
sichtbar A1 öffentlich bestätigen                | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
sichtbar A1 weltweit                             | M uuuu MM MMM | M MxMM xx MMM | M uuuu xx SSS |
sichtbar B1 kreisweit                            | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
sichtbar IT-2026/001 kreisweit                   | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
sichtbar B2 öffentlich bestätigen                | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
sichtbar S1 kreisweit                            | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
sichtbar S1 öffentlich bestätigen                | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
sichtbar L1 kreisweit                            | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
sichtbar L1 öffentlich bestätigen                | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
sichtbar W1 kreisweit                            | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
sichtbar W1 öffentlich bestätigen                | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes

sichtbar A2                                      | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
sichtbar A2 gruppe                               | M ++AA MM MMM | M M+MM mm MMM | M ++AA mm SSS | writes
sichtbar B3 gruppe                               | M +KKK MM MMM | M MkMM kk MMM | M +KKK kk SSS | writes
sichtbar L2 gruppe                               | M ++AA MM MMM | M M+MM mm MMM | M ++AA mm SSS | writes
sichtbar L3 gruppe                               | M ++AA MM MMM | M MxMM xx MMM | M ++AA mx SSS | writes
`)
