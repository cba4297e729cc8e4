import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { StartRefused } from '../account.ts'

/** Makes the directory of the store, or takes it over, for its owner's eyes alone. Throws StartRefused. */
export function secureDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    chmodSync(directory, 0o700)
  } catch (error) {
    throw new StartRefused(
      `The directory of the encryption store ${directory} cannot be made or closed to others (${codeOf(error)}): give it to the user that runs the bot, with mode 0700.`,
    )
  }
  // Some file systems accept a mode and keep another; Windows has none.
  if (process.platform !== 'win32' && statSync(directory).mode & 0o077)
    throw new StartRefused(
      `The directory of the encryption store ${directory} stays open to others: its file system keeps no modes. Put the data directory on one that does.`,
    )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
