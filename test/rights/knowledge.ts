import { rows } from './row.ts'

/**
 * Any member may add to links and knowledge; author and coordinators delete. L1 and W1 are the author's, L2 and W2
 * kreisweit, L3 for the author's administration, W3 is kept from what the member `m` wrote.
 */
export const knowledge = rows(`
                                                 | room          | foreign room  | direct        |
form                                             | o kamd fg psr | o kamd fg psr | o kamd fg psr |
link https://neu.example/ Muster                 | M ++++ MM MMM | M M+MM ++ MMM | M +?++ ++ SSS | writes
link [IT] https://neu.example/                   | M ++++ MM MMM | M M+MM ++ MMM | M ++++ xx SSS | writes
link L1                                          | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS |
L1                                               | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | is link
link L1 notiz gilt ab 2027                       | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
link L1 titel Muster                             | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
link L1 #vergabe                                 | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
link L1 löschen                                  | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
link L2                                          | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
link L2 notiz gilt ab 2027                       | M ++++ MM MMM | M M+MM mm MMM | M ++++ mm SSS | writes
link L2 löschen                                  | M ++AA MM MMM | M M+MM mm MMM | M ++AA mm SSS | writes
link L3                                          | M ++++ MM MMM | M MxMM xx MMM | M ++++ +x SSS |
link L3 notiz gilt ab 2027                       | M ++++ MM MMM | M MxMM xx MMM | M ++++ mx SSS | writes
links                                            | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
links muster alle                                | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |

merken Zugang                                    | M ++++ MM MMM | M M+MM ++ MMM | M +?++ ++ SSS | writes, replies to message
merken                                           | M uuuu MM MMM | M MuMM uu MMM | M u?uu uu SSS |
wissen                                           | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
wissen Toner: Er steht im Keller                 | M ++++ MM MMM | M M+MM ++ MMM | M +?++ ++ SSS | writes
wissen [IT] Toner: Er steht im Keller            | M ++++ MM MMM | M M+MM ++ MMM | M ++++ xx SSS | writes
wissen W1                                        | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS |
W1                                               | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | is wissen
wissen W1 titel Papier                           | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
wissen W1 text Es steht im Keller                | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | writes
wissen W1 löschen                                | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
wissen W2                                        | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
wissen W2 text Es steht im Keller                | M ++++ MM MMM | M M+MM mm MMM | M ++++ mm SSS | writes
wissen W2 löschen                                | M ++AA MM MMM | M M+MM mm MMM | M ++AA mm SSS | writes
wissen W3 löschen                                | M +++A MM MMM | M MxMM xx MMM | M +++A xx SSS | writes
`)
