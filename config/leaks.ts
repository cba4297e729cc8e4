import type { Problem } from './problems.ts'
import { secretText, showKey } from './shown.ts'

const kinds = [
  { key: /passphrase/, variable: 'ALLMENDE_STORE_PASSPHRASE' },
  { key: /recoverykey/, variable: 'ALLMENDE_RECOVERY_KEY' },
  { key: /token/, variable: 'ALLMENDE_ACCESS_TOKEN' },
  { key: /passw(or[dt]|d)|^p(w|ass)$|kennwort/, variable: 'ALLMENDE_PASSWORD' },
  { key: /secret|geheim|apikey|privatekey|credential/, variable: 'ALLMENDE_ACCESS_TOKEN or ALLMENDE_PASSWORD' },
]

/** Finds what must not stand in a file, at any depth. Names key and variable, never the value. */
export function findSecrets(value: unknown, path: string[] = [], seen = new Set<unknown>()): Problem[] {
  if (typeof value === 'string') {
    const variable = secretText(value)
    return variable ? [problem(path, variable)] : []
  }
  if (typeof value !== 'object' || value === null || seen.has(value)) return []
  seen.add(value)
  return Object.entries(value).flatMap(([key, inner]) => {
    const variable = secretKey(key, path) ?? secretText(key)
    return variable ? [problem([...path, showKey(key)], variable)] : findSecrets(inner, [...path, showKey(key)], seen)
  })
}

function secretKey(key: string, path: string[]): string | undefined {
  const plain = key.toLowerCase().replace(/[^a-z]/g, '')
  const variable = kinds.find((kind) => kind.key.test(plain))?.variable
  return variable === 'ALLMENDE_PASSWORD' && /database|postgres|^pg|^db/.test([...path, plain].join('.'))
    ? 'PGPASSWORD'
    : variable
}

function problem(path: string[], variable: string): Problem {
  return {
    path: path.join('.'),
    found: 'found a secret',
    allowed: 'nothing; secrets stand in the environment or in .env',
    suggestion: `Use ${variable} and change the secret if others could read the file.`,
  }
}
