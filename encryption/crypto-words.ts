import type { Reset } from '../bot/matrix/encryption/signing.ts'

/** What went wrong, and what to do, for every end of signing that is not a signed device. */
export const WORDS: Record<Exclude<Reset, 'signed'>, string> = {
  'other-keys':
    'The homeserver knows other keys of this device than its store: move the store out of the data directory, and run "npm run crypto -- recover".',
  'no-identity':
    'The homeserver shows no identity of the account although it took one: run this again, and ask its operator if that stays.',
  'not-signed':
    'The homeserver does not show the signature on this device although it took it: run this again, and ask its operator if that stays.',
  'needs-recovery-key':
    'The account has an identity whose private keys are not here: run "npm run crypto -- recover" with the recovery key from the safe.',
  'wrong-recovery-key':
    'This is not the recovery key of the account, so nothing was changed: take the latest one from the safe and type it whole (ALLMENDE_RECOVERY_KEY, if set, is used instead of typing).',
  'storage-unfit':
    'The homeserver does not have the private keys of the identity under any recovery key, so none can help: only "npm run crypto -- reset" makes a new identity.',
  'needs-approval':
    'The homeserver wants this approved by a person in another way than by a password: approve the reset of the cryptographic identity in its account pages, and run this again at once.',
  refused:
    'The homeserver does not accept the password, so the identity stays as it is: run this again with the right one.',
}
