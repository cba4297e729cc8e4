import { rows } from './row.ts'

/**
 * Every member may record; until it is confirmed a decision's text is its author's, after that the coordinators'.
 * B1 is the author's and pending, B2 is IT-2026/001, B3 is IT-2026/002 and kreisweit.
 */
export const decisions = rows(`
                                                 | room          | foreign room  | direct        |
form                                             | o kamd fg psr | o kamd fg psr | o kamd fg psr |
beschluss Papier wird gespart                    | M ++++ MM MMM | M M+MM ++ MMM | M +?++ ++ SSS | writes
beschluss [IT] Papier wird gespart               | M ++++ MM MMM | M M+MM ++ MMM | M ++++ xx SSS | writes

beschluss B1                                     | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS |
B1                                               | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | is beschluss
beschluss B1 bestätigen                          | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
beschluss B1 berichtigen Toner zählen            | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes
beschluss B1 storno doppelt                      | M ++AA MM MMM | M MxMM xx MMM | M ++AA xx SSS | writes

beschluss IT-2026/001                            | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS |
IT-2026/001                                      | M ++++ MM MMM | M MxMM xx MMM | M ++++ xx SSS | is beschluss
beschluss 2026/001                               | M ++++ MM MMM | M MxMM xx MMM | M xxxx xx SSS |
beschluss IT-2026/001 storno doppelt             | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
beschluss B2 bestätigen                          | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS |
beschluss B2 berichtigen Toner zählen            | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
beschluss B2 storno doppelt                      | M +KKK MM MMM | M MxMM xx MMM | M +KKK xx SSS | writes
# Chains of decisions come later: until then nobody is told more than that.
beschluss B2 ersetzt B3                          | M uuuu MM MMM | M MxMM xx MMM | M uuuu xx SSS |
beschluss B2 aufheben veraltet                   | M uuuu MM MMM | M MxMM xx MMM | M uuuu xx SSS |

beschluss B3                                     | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
beschluss IT-2026/002                            | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
beschluss B3 berichtigen Toner zählen            | M +KKK MM MMM | M MkMM kk MMM | M +KKK kk SSS | writes
beschluss B3 storno doppelt                      | M +KKK MM MMM | M MkMM kk MMM | M +KKK kk SSS | writes

beschlüsse                                       | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
beschlüsse 2026 alle                             | M ++++ MM MMM | M M+MM ++ MMM | M ++++ ++ SSS |
`)
