import { rows } from './row.ts'

/** What only reads, and what is one's own. */
export const asking = rows(`
                                                 | room          | foreign room  | direct        |
form                                             | o kamd fg psr | o kamd fg psr | o kamd fg psr |
hilfe                                            | + ++++ ++ +++ | + ++++ ++ +++ | + ++++ ++ SSS |
hilfe hilfe                                      | + ++++ ++ +++ | + ++++ ++ +++ | + ++++ ++ SSS |
hilfe gruppe                                     | + +uuu uu uuu | + uuuu u+ uuu | + +uuu u+ SSS |
heute                                            | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
überblick                                        | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS | posts overview:
suche Drucker                                    | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
suche A1                                         | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
suche IT-2026/001                                | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
frage Was wurde zu den Druckern beschlossen?     | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
wer Drucker                                      | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
wer                                              | M ++++ MM MMM | M M+MM ++ MMM | M +?++ ++ SSS |
einstellungen                                    | + ++++ ++ SSS | + ++++ ++ SSS | + ++++ ++ SSS | posts settings:
einstellungen ruhe 19-6                          | + ++++ ++ SSS | + ++++ ++ SSS | + ++++ ++ SSS | writes
`)
