import { existsSync } from 'node:fs'
import { isStored } from '../bot/matrix/encryption/secret-storage.ts'
import { recoveryKeyFile, storeOf } from '../bot/matrix/encryption/signing-place.ts'
import { askPublished, type Published } from '../bot/matrix/encryption/signing-published.ts'
import { openRequest, TokenRefused } from '../bot/matrix/request.ts'
import type { Done, Installation } from './crypto-installation.ts'

/**
 * `npm run crypto -- status`, also while the bot runs: what the homeserver and the database say. The store is left to
 * the bot.
 */
export async function status(installation: Installation): Promise<Done> {
  const { homeserver, account, encryption, data } = installation
  const { userId, deviceId, accessToken } = account
  const request = openRequest({ homeserver, accessToken })
  const published = await askPublished(request, userId, deviceId).catch(dead)
  if (!published) return { text: LOGGED_OUT, isWell: false }
  const stored = await isStored({ request, userId }, published.identity)
  const hasStore = existsSync(storeOf(data, deviceId))
  const lines = [
    `The bot is ${userId}, its device is ${deviceId}; encryption is ${encryption ? 'on' : 'off'} in the configuration.`,
    signatureLine(published, hasStore),
    storageLine(published, stored),
    ...(existsSync(recoveryKeyFile(data))
      ? [`The recovery key still lies in ${recoveryKeyFile(data)}: put it in the safe, and delete the file.`]
      : []),
  ]
  return { text: lines.join('\n'), isWell: published.isSigned && stored && hasStore }
}

const LOGGED_OUT =
  'The homeserver does not know the stored log-in any more: run "npm run crypto -- recover", which logs in anew and keeps the identity.'

function dead(error: unknown): undefined {
  if (error instanceof TokenRefused) return undefined
  throw error
}

function signatureLine({ hasKeys, identity, isSigned }: Published, hasStore: boolean): string {
  if (hasKeys && !hasStore)
    return 'The encryption store of this device is not in the data directory, but the homeserver has its keys: put it back, or run "npm run crypto -- recover" with the recovery key.'
  if (isSigned) return 'The device is signed by the bot’s own identity: everybody can read it, and be read.'
  if (!identity) return 'The account has no identity yet: the bot makes one at its next start with encryption on.'
  return 'The device is NOT signed by the identity of the account, so some people can neither read the bot nor be read: run "npm run crypto -- recover" with the recovery key, or if that is lost "npm run crypto -- reset".'
}

function storageLine({ identity }: Published, stored: boolean): string {
  if (stored) return 'The identity can be got back with the recovery key.'
  return identity
    ? 'NO recovery key fits the identity: the next start of the bot makes one, unless its store is lost; then only "npm run crypto -- reset" helps.'
    : 'There is no recovery key yet.'
}
