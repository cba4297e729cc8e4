import { Ending } from '../backup/command-line.ts'
import { fits } from '../bot/matrix/encryption/secret-storage.ts'
import { ensureSigned } from '../bot/matrix/encryption/signing.ts'
import { keepRecoveryKey } from '../bot/matrix/encryption/signing-key-file.ts'
import { libraryOf, openDevice } from './crypto-device.ts'
import type { Done, Installation } from './crypto-installation.ts'
import { keepQuiet } from './crypto-quiet.ts'
import { WORDS } from './crypto-words.ts'

/**
 * `npm run crypto -- recover`, while the bot is stopped: signs its device again by the identity that it had, after a
 * lost store on a new device. The key is tried before anything is changed.
 */
export async function recover(installation: Installation): Promise<Done> {
  const { data, userId, say, secrets, opened, asking } = installation
  const library = await libraryOf(installation)
  const quiet = await keepQuiet(installation)
  try {
    const recoveryKey = secrets.recoveryKey ?? (await asking.secret('Recovery key: '))
    const machinery = await openDevice(installation, library, async (request, binding) => {
      const found = await fits({ request, userId }, binding, recoveryKey)
      if (found !== 'imported') throw new Ending(WORDS[found === 'wrong-key' ? 'wrong-recovery-key' : 'storage-unfit'])
    })
    const keep = (key: string) => keepRecoveryKey({ data, userId, say }, key)
    const state = await ensureSigned(machinery, { recoveryKey, keepRecoveryKey: keep })
    if (state !== 'signed') throw new Ending(WORDS[state])
    return {
      text: `Recovered: the device ${machinery.deviceId} is signed by the identity that people know.`,
      isWell: true,
    }
  } finally {
    await quiet.release().finally(opened.close)
  }
}
