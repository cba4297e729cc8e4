/**
 * Two pairs that folding would make one although offices need them apart: Förderung and Forderung, Zählung and Zahlung.
 * The `y` stands for the umlaut and survives what follows.
 */
const KEPT_APART: readonly (readonly [RegExp, string])[] = [
  [/f(?:ö|oe)rder/g, 'fyrder'],
  [/z(?:ä|ae)hl/g, 'zyhl'],
]

/** A word without case, accents and spelling variants: `Gebühr`, `Gebuehr` and `GEBÜHR` are one, so are `Straße` and `Strasse`. */
export function fold(word: string): string {
  let folded = word.normalize('NFC').toLowerCase()
  for (const [pattern, replacement] of KEPT_APART) folded = folded.replace(pattern, replacement)
  return folded
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/ae/g, 'a')
    .replace(/oe/g, 'o')
    .replace(/(?<![aeiouyq])ue/g, 'u')
}
