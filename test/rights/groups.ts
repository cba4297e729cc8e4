import { rows } from './row.ts'

/** For coordinators: their group's people, topic, end. For operators: new groups and the state of the bot; they may appoint. */
export const groups = rows(`
                                                 | room          | foreign room  | direct        |
form                                             | o kamd fg psr | o kamd fg psr | o kamd fg psr |
gruppe einladen @neu:seevetal.example            | K +KKK KK KKK | K KKKK K+ KKK | K +KKK K+ SSS | writes
gruppe entfernen @anna:seevetal.example          | K +KKK KK KKK | K KKKK K+ KKK | K +KKK K+ SSS | writes
gruppe thema                                     | K +KKK KK KKK | K KKKK K+ KKK | K +KKK K+ SSS |
gruppe thema Gemeinsame Drucker                  | K +KKK KK KKK | K KKKK K+ KKK | K +KKK K+ SSS | writes
gruppe links aus                                 | K +KKK KK KKK | K KKKK K+ KKK | K +KKK K+ SSS | writes
gruppe archivieren                               | K +KKK KK KKK | K KKKK K+ KKK | K +KKK K+ SSS | writes
gruppe öffnen                                    | K +KKK KK KKK | K KKKK Ku KKK | K +KKK Ku SSS | writes, after k: gruppe archivieren
# The key of a group in the configuration file is changed there.
gruppe kürzel neu                                | u uKKK KK KKK | u KKKK Ku KKK | ? uKKK Ku SSS |
gruppe quatsch                                   | u uKKK KK KKK | u KKKK Ku KKK | ? uKKK Ku SSS |
gruppe neu AG Neu                                | + OOOO OO OOO | + OOOO OO OOO | + OOOO OO SSS | writes

gruppe it thema Gemeinsame Drucker               | K +KKK KK KKK | k +kkk xx xxx | K +KKK xx SSS | writes
gruppe [IT] einladen @neu:stelle.example         | K +KKK KK KKK | k +kkk xx xxx | K +KKK xx SSS | writes
gruppe [NEU] kürzel neues                        | + xxxx xx xxx | + xxxx xx xxx | + xxxx xx SSS | writes, after o: gruppe neu AG Neu

mitglied @neu:seevetal.example Seevetal          | + +KKK KK KKK | + KKKK K+ KKK | ? +KKK K+ SSS | writes
mitglied @anna:seevetal.example Koordination     | + +KKK KK KKK | + KKKK K+ KKK | ? +KKK K+ SSS | writes
mitglied [IT] @ben Stellvertretung               | + +KKK KK KKK | + +kkk xx xxx | + +KKK xx SSS | writes

mitglieder                                       | M ++++ MM MMM | M M+MM ++ MMM | M +?++ ++ SSS |
mitglieder [IT]                                  | M ++++ MM MMM | M M+MM ++ MMM | M ++++ xx SSS |
digest                                           | K +KKK KK KKK | K KKKK K+ KKK | K +KKK K+ SSS | posts digest-now:
digest [IT]                                      | K +KKK KK KKK | K KKKK K+ KKK | K +KKK Kx SSS | posts digest-now:
status                                           | + OOOO OO OOO | + OOOO OO OOO | + OOOO OO SSS |
`)
