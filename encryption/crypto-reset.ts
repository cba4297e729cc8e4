import { Ending } from '../backup/command-line.ts'
import { resetIdentity } from '../bot/matrix/encryption/signing.ts'
import { keepRecoveryKey } from '../bot/matrix/encryption/signing-key-file.ts'
import { libraryOf, openDevice, passwordOf } from './crypto-device.ts'
import type { Done, Installation } from './crypto-installation.ts'
import { logInAnew, logOut } from './crypto-login.ts'
import { keepQuiet } from './crypto-quiet.ts'
import { WORDS } from './crypto-words.ts'

const WARNING = `This gives the bot a NEW identity, which cannot be taken back. People who have verified it will see that its identity
has changed, and some clients do not let them write to it until they have accepted that. Those who never verified it see
nothing. The present recovery key becomes worthless. It is needed only where that key is lost; with the key use "npm run crypto -- recover".`

/** `npm run crypto -- reset`, while the bot is stopped: another identity, when nothing else helps. */
export async function reset(installation: Installation): Promise<Done> {
  const { data, userId, say, opened, asking } = installation
  const library = await libraryOf(installation)
  const quiet = await keepQuiet(installation)
  try {
    say(WARNING)
    await asking.confirm(userId)
    const password = await passwordOf(installation)
    const known = { ...installation, secrets: { ...installation.secrets, password } }
    await prove(known, password)
    const machinery = await openDevice(known, library, async () => {})
    const keep = (key: string) => keepRecoveryKey({ data, userId, say }, key)
    const state = await resetIdentity(machinery, { password, keepRecoveryKey: keep })
    if (state !== 'signed') throw new Ending(WORDS[state])
    return { text: `Reset: the device ${machinery.deviceId} is signed by a new identity.`, isWell: true }
  } finally {
    await quiet.release().finally(opened.close)
  }
}

/** A wrong password must be known before: a reset that is refused costs the store its private keys. */
async function prove(installation: Installation, password: string): Promise<void> {
  await logOut(await logInAnew(installation, password))
}
