import { parseArgs } from 'node:util'
import { Ending, readSettings } from '../backup/command-line.ts'
import { installLibrary } from './installing.ts'
import { Refused } from './refused.ts'

const REFUSED = 78
const USAGE = 'Usage: npm run crypto:install -- [--sha256 <hex>] [--file <path> | --from <address of a mirror>]'

/** `npm run crypto:install`: brings the native library of encryption into the data directory, or says why not. */
try {
  process.umask(0o077)
  const asked = readArguments(process.argv.slice(2))
  const { config, file, env } = readSettings()
  const from = asked.from ?? (asked.file === undefined ? env['ALLMENDE_CRYPTO_MIRROR'] || undefined : undefined)
  const installed = await installLibrary({ ...asked, from, data: config.data, env })
  console.log(
    `${installed.source} has the expected SHA-256, loads on this machine and is installed as version ${installed.version} of the encryption library.`,
  )
  console.log(`Write into ${file}:\nencryption: { library: ${JSON.stringify(installed.file)} }`)
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exit(error instanceof Refused || error instanceof Ending ? REFUSED : 1)
}

function readArguments(args: string[]): { file?: string; sha256?: string; from?: string } {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args, options: { file: text, sha256: text, from: text }, strict: true }).values
  } catch {
    throw new Refused(USAGE)
  }
}
