import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { digestOf } from './digest.ts'
import { placeIn } from './place.ts'
import { type Proof, proveLibrary } from './proof.ts'
import { readRecord } from './record.ts'
import { readRelease } from './release.ts'

/** What the start uses, with one line that says so, or in one sentence why it cannot be used and what to do. */
export type LibraryCheck = { ok: true; file: string; sha256: string; line: string } | { ok: false; reason: string }

const INSTALL = 'run "npm run crypto:install"'
const OTHERWISE = 'or set "encryption: false" for rooms that are not encrypted'

/**
 * Checks the library of an installation: the one that `library` names, else the one in the data directory. Its digest is
 * compared with the one kept beside it; a library that was not installed by our command has none. Never throws.
 */
export async function checkLibrary(
  { library, data }: { library?: string; data: string },
  proof: Proof = proveLibrary,
): Promise<LibraryCheck> {
  const installed = placeIn(data).file
  const file = library === undefined ? installed : resolve(library)
  if (!existsSync(file)) return { ok: false, reason: missing(file, library !== undefined) }
  const record = readRecord(file)
  if (!record && file === installed) return refuse(file, `has no readable record of its digest: ${again()}`)
  const { version } = readRelease()
  if (record && record.version !== version)
    return refuse(file, `is of version ${record.version} but ${version} is needed: ${again()}`)
  const sha256 = await digestOf(file).catch(() => undefined)
  if (!sha256) return refuse(file, 'cannot be read: see to its rights')
  if (record && record.sha256 !== sha256)
    return refuse(file, `is no longer the file that was installed, its SHA-256 differs: ${INSTALL} to bring it anew`)
  const reason = await proof(file)
  if (reason) return refuse(file, `cannot be loaded: ${reason}`)
  const digest = record ? `SHA-256 ${sha256} as kept then` : `SHA-256 ${sha256}, none was kept to compare`
  return {
    ok: true,
    file,
    sha256,
    line: `encryption uses ${file}, ${record ? `installed as version ${version}, ` : ''}${digest}`,
  }
}

const again = () => `${INSTALL.slice(0, -1)} -- --sha256 <hex>"`

const refuse = (file: string, what: string): LibraryCheck => ({
  ok: false,
  reason: `encryption is on, but its library ${file} ${what}, ${OTHERWISE}.`,
})

function missing(file: string, isNamed: boolean): string {
  return isNamed
    ? `encryption is on, but the library that the configuration names is not there (${file}): correct encryption: { library: <file> }, ${INSTALL}, ${OTHERWISE}.`
    : `encryption is on, but its native library is not installed: ${INSTALL}, name one that is there (encryption: { library: <file> }), ${OTHERWISE}.`
}
