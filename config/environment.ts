import { z } from 'zod'
import { didYouMean } from './suggest.ts'

const secret = z.string().min(1).optional()

/** What only the environment (or `.env`) may hold. */
export const SecretsSchema = z.object({
  ALLMENDE_ACCESS_TOKEN: secret.describe('An access token of the bot’s account.'),
  ALLMENDE_PASSWORD: secret.describe(
    'The password of the bot’s account; needed for the first start only, the token is then kept in the database.',
  ),
  ALLMENDE_STORE_PASSPHRASE: secret.describe('The passphrase of the encryption store.'),
  ALLMENDE_RECOVERY_KEY: secret.describe('The recovery key, needed after the encryption store was lost.'),
})

/** The secrets; what is not set, or empty, is undefined. */
export type Secrets = { accessToken?: string; password?: string; storePassphrase?: string; recoveryKey?: string }

/** Takes the secrets from the environment; warns of a variable whose name looks mistyped. */
export function readSecrets(env: Record<string, string | undefined>): { secrets: Secrets; warnings: string[] } {
  const known = Object.keys(SecretsSchema.shape)
  const given = SecretsSchema.parse(Object.fromEntries(known.map((name) => [name, env[name] || undefined])))
  const secrets = {
    accessToken: given.ALLMENDE_ACCESS_TOKEN,
    password: given.ALLMENDE_PASSWORD,
    storePassphrase: given.ALLMENDE_STORE_PASSPHRASE,
    recoveryKey: given.ALLMENDE_RECOVERY_KEY,
  }
  const others = Object.keys(env).filter((name) => name.startsWith('ALLMENDE_') && !known.includes(name))
  const warnings = others.flatMap((name) => {
    const meant = didYouMean(name, known)
    return meant ? [`environment: ${name} is not known. ${meant}`] : []
  })
  return { secrets, warnings }
}
