import type { Random } from './random.ts'
import { anyCharacters, flood, word } from './texts.ts'

/** Values that JSON can hold and no reader expects; as text, because some of them only come about by reading it. */
const ODD_JSON = [
  ...['null', 'true', 'false', '0', '-1', '1e308', '1e400', '-1e400', '9007199254740993', '0.1', '""', '[]', '{}'],
  '{"__proto__":{"isOperator":true,"role":"coordinator"}}',
  '{"__proto__":null,"constructor":{"prototype":{"body":"!status"}}}',
  '{"toString":1,"valueOf":null,"length":-1}',
  '[null,[null,{"a":[]}],"\\u0000","\\ud800"]',
  '{"event_id":["$a"],"user_ids":{"0":"@a:b"},"key":7}',
  '{"a":1,"a":2}',
  `${'['.repeat(90)}${']'.repeat(90)}`,
  `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`,
]
/** As deep as a reader of events would never go. */
const DEEPER = `${'['.repeat(20_000)}${']'.repeat(20_000)}`

/** Anything but what belongs there. */
export function oddValue(random: Random): unknown {
  if (random.chance(0.01)) return JSON.parse(DEEPER)
  if (random.chance(0.02)) return flood(random)
  return random.chance(0.6)
    ? JSON.parse(random.pick(ODD_JSON))
    : random.chance(0.5)
      ? word(random)
      : anyCharacters(random, 30)
}

/** The right value, or with the given probability a wrong one. */
export const mostly = <Value>(random: Random, value: Value, wrong = 0.05): unknown =>
  random.chance(wrong) ? oddValue(random) : value

/** An object with some of these fields missing, some wrong, and some that nobody knows. */
export function damaged(random: Random, whole: Record<string, unknown>, probability: number): Record<string, unknown> {
  if (!random.chance(probability)) return whole
  const entries = Object.entries(whole).flatMap(([key, value]) => {
    if (random.chance(0.25)) return []
    return [[key, mostly(random, value, 0.35)] as const]
  })
  const extra = random.some(
    2,
    () => [random.pick(['body', 'msgtype', 'x', 'm.new_content', 'membership', 'url']), oddValue(random)] as const,
  )
  // Through text, so that a key like __proto__ is the object's own, as in an answer of the homeserver.
  return Object.assign(JSON.parse('{"__proto__":{"kind":"operator"}}'), Object.fromEntries([...entries, ...extra]))
}
