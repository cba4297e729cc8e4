import { rows } from './row.ts'

/** Replies to cards, reactions, undoing and posted links. From another room the card is as one that never was. */
export const talk = rows(`
                                                 | room          | foreign room  | direct        |
form                                             | o kamd fg psr | o kamd fg psr | o kamd fg psr |
rückgängig                                       | M uuuu MM MMM | M MuMM uu MMM | M uuuu uu SSS |
rückgängig                                       | M u+uu MM MMM | M MuMM uu MMM | M uuuu uu SSS | writes, replies to card of A1

erledigt                                         | . ++++ .. ... | . .... .. ... | M uuuu uu SSS | writes, no command, replies to card of A1
bis 27.3.                                        | . ++++ .. ... | . .... .. ... | u uuuu uu uuu | writes, no command, replies to card of A1
bestätigen                                       | . +KKK .. ... | . .... .. ... | u uuuu uu uuu | writes, no command, replies to card of B1
berichtigen Toner                                | . ++AA .. ... | . .... .. ... | u uuuu uu uuu | writes, no command, replies to card of B1
storno doppelt                                   | . +KKK .. ... | . .... .. ... | u uuuu uu uuu | writes, no command, replies to card of B2
absagen Krankheit                                | . ++AA .. ... | . .... .. ... | u uuuu uu uuu | writes, no command, replies to card of S1
notiz ab 2027                                    | . ++++ .. ... | . .... .. ... | u uuuu uu uuu | writes, no command, replies to card of L1
löschen                                          | . ++AA .. ... | . .... .. ... | u uuuu uu uuu | writes, no command, replies to card of L1
löschen                                          | . +++A .. ... | . .... .. ... | u uuuu uu uuu | writes, no command, replies to card of W3
sichtbar kreisweit                               | M ++AA MM MMM | M MuMM uu MMM | M uuuu uu SSS | writes, replies to card of A1

✅                                                | . ++++ .. ... | . .... .. ... | . .... .. ... | writes, no command, reacts to card of A1
👀                                                | . ++++ .. ... | . .... .. ... | . .... .. ... | writes, no command, reacts to card of A1
✅                                                | . +... .. ... | . .... .. ... | . .... .. ... | writes, no command, reacts to card of B1

Seht https://auch-neu.example/                   | . ssss .. ... | . .s.. ss ... | u uuuu uu uuu | writes, no command
`)
