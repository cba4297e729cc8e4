import { createRequire } from 'node:module'
import { irregularForms } from './irregular.ts'

/** The one function used of `snowball-stemmers`, which brings no types. */
interface Snowball {
  newStemmer(language: 'german'): { stem(word: string): string }
}

const snowball = (createRequire(import.meta.url)('snowball-stemmers') as Snowball).newStemmer('german')

const SEPARABLE =
  'ab|an|auf|aus|bei|durch|ein|fest|fort|frei|her|hin|los|mit|nach|statt|teil|um|unter|vor|weg|weiter|zu|zuruck|zusammen'
const SEPARATED_PARTICIPLE = new RegExp(`^(${SEPARABLE})ge(\\p{L}{3,}?)(?:e?t(?:e[nrsm]?)?)$`, 'u')
const SEPARATED_INFINITIVE = new RegExp(`^(${SEPARABLE})zu(\\p{L}{3,})en$`, 'u')
const PARTICIPLE = /^ge(\p{L}{4,}?)(?:t(?:e[nrsm]?)?)$/u
const PREFIXED_PARTICIPLE = /^((?:be|er|ent|ver|zer|uber|miss|wider)\p{L}{3,}?|\p{L}{2,}ier)e?t(?:e[nrsm]?)?$/u
const FEMININE = /(er|or|eur|ant|ent|ist|og|at)in(?:nen)?$/u

/** The stem of a folded noun or adjective, so that its inflections meet: `Bauanträge` and `Bauantrag`, `Kitas` and `Kita`. */
export function stemNoun(word: string): string {
  return word.length < 4 || /\p{N}/u.test(word) ? word : finish(snowball.stem(regularize(word)))
}

/** The stem of a folded word that is no noun: `abgelehnt` and `abzulehnen` meet `ablehnen`, `verteilt` meets `verteilen`. */
export function stemVerb(word: string): string {
  const regular = word.length < 4 ? word : regularize(word)
  return stemNoun(regular === word ? (infinitiveOf(word) ?? word) : regular)
}

function regularize(word: string): string {
  const whole = irregularForms.get(word)
  if (whole) return whole
  for (let cut = 1; cut <= word.length - 6; cut++) {
    const base = irregularForms.get(word.slice(cut))
    if (base) return word.slice(0, cut) + base
  }
  return word.replace(FEMININE, '$1')
}

function infinitiveOf(word: string): string | undefined {
  const separated = SEPARATED_PARTICIPLE.exec(word) ?? SEPARATED_INFINITIVE.exec(word)
  if (separated) return `${separated[1]}${separated[2]}en`
  const participle = PARTICIPLE.exec(word) ?? PREFIXED_PARTICIPLE.exec(word)
  return participle ? `${participle[1]}en` : undefined
}

/** Plurals on -s after a vowel or p, which the stemmer leaves alone, and -nis with its plural. */
function finish(stemmed: string): string {
  if (
    stemmed.length >= 4 &&
    /(?:[^ai][ao]|[bdfklmptz]i|y|p)s$/.test(stemmed) &&
    !/(?:gas|glas|gras|los|praxis|basis)$/.test(stemmed)
  ) {
    return stemmed.slice(0, -1)
  }
  return stemmed.replace(/niss$/, 'nis').replace(/ium$/, 'i')
}
