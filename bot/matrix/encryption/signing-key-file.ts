import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { recoveryKeyFile } from './signing-place.ts'

/** What the operator is told, once, when a recovery key was made. */
export const recoveryKeySentence = (file: string) =>
  `A new recovery key for the encryption is in ${file}: put it in the safe now, and delete the file. Without it a lost encryption store means a new identity of the bot.`

/**
 * Writes a recovery key where only its owner can read it, and says where. It is on the disk, whole, when this resolves:
 * it may become the only way back in the next moment. A key that is there already is replaced, because it no longer fits.
 */
export async function keepRecoveryKey(
  { data, userId, say }: { data: string; userId: string; say: (line: string) => void },
  key: string,
): Promise<void> {
  const file = recoveryKeyFile(data)
  const text = `${key}\n\nRecovery key for the encryption of ${userId} (Allmende). Put it in the safe, and delete this file.\n`
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await writeWhole(`${file}.part`, text)
  await rename(`${file}.part`, file)
  if (process.platform !== 'win32') await flush(dirname(file))
  say(recoveryKeySentence(file))
}

async function writeWhole(file: string, text: string): Promise<void> {
  await rm(file, { force: true }) // left by a crash; an old file would keep its mode
  const into = await open(file, 'wx', 0o600)
  try {
    await into.chmod(0o600) // whatever the umask left of it
    await into.writeFile(text)
    await into.sync()
  } finally {
    await into.close()
  }
}

async function flush(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
