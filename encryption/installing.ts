import { randomUUID } from 'node:crypto'
import { chmodSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { digestOf, readDigest } from './digest.ts'
import type { Limits } from './download.ts'
import { type Place, placeIn } from './place.ts'
import { type Proof, proveLibrary } from './proof.ts'
import { readRecord, recordFile } from './record.ts'
import { plainly, Refused } from './refused.ts'
import { type Release, readRelease } from './release.ts'
import { type Origin, sourceOf } from './source.ts'

/** What an operator asks for; `data` is the data directory of the configuration. */
export type Order = Origin & {
  data: string
  sha256?: string
  env?: Record<string, string | undefined>
  limits?: Limits
  proof?: Proof
}

/** What is there now. */
export type Installed = { file: string; version: string; source: string }

/** Brings the library into the data directory: all of it, or nothing and what was there stays. Throws Refused. */
export async function installLibrary(order: Order): Promise<Installed> {
  const release = readRelease()
  const place = placeIn(order.data)
  const sha256 = vouchedDigest(order.sha256, place, release)
  const source = sourceOf(order, release, { env: order.env ?? {}, limits: order.limits })
  try {
    prepareFolder(place.folder)
    const part = join(place.folder, `.part-${randomUUID()}.node`)
    try {
      await writeWhole(part, source.writeTo)
      await check(part, sha256, source.name, order.proof ?? proveLibrary)
      await put(part, place, { version: release.version, sha256 })
    } finally {
      removeParts(part)
    }
  } catch (error) {
    throw plainly(error)
  }
  return { file: place.file, version: release.version, source: source.name }
}

/** The digest somebody answers for: the one given now, or the one kept from an earlier installation of this version. */
function vouchedDigest(given: string | undefined, { file }: Place, { version, page }: Release): string {
  const digest = given === undefined ? undefined : readDigest(given)
  if (given !== undefined && !digest)
    throw new Refused('--sha256 takes the 64 hexadecimal digits of a SHA-256: copy it again, whole.')
  const record = readRecord(file)
  const kept = record?.version === version ? record.sha256 : undefined
  const vouched = digest ?? kept
  if (vouched) return vouched
  throw new Refused(
    `Version ${version} of the encryption library needs --sha256 <hex> at its first installation: take the digest from somebody who answers for it, such as whoever examined the file for your organisation, or from ${page} if the file comes from a mirror; it is kept then.`,
  )
}

function prepareFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  for (const left of globSync('.part-*', { cwd: folder })) rmSync(join(folder, left), { force: true })
}

async function check(part: string, sha256: string, source: string, proof: Proof): Promise<void> {
  // The digest found is not shown: it would be taken for the right one.
  if ((await digestOf(part)) !== sha256)
    throw new Refused(
      `${source} does not have the SHA-256 ${sha256}, so nothing was installed: find out whether the file is the wrong one or the digest, and give the right one (--sha256).`,
    )
  const reason = await proof(part)
  if (reason)
    throw new Refused(`${source} has the right SHA-256 but cannot be loaded, so nothing was installed: ${reason}.`)
}

/**
 * Library and record get their names last, when both are on the disk. A crash between the two leaves a digest that
 * differs, which the start says; running the installation again mends it.
 */
async function put(part: string, { folder, file }: Place, record: { version: string; sha256: string }): Promise<void> {
  const text = `${JSON.stringify(record, null, 2)}\n`
  await writeWhole(recordFile(part), (into) => into.writeFile(text))
  renameSync(part, file)
  renameSync(recordFile(part), recordFile(file))
  if (process.platform !== 'win32') await flushFolder(folder)
}

async function writeWhole(file: string, write: (into: FileHandle) => Promise<void>): Promise<void> {
  const into = await open(file, 'wx', 0o600)
  try {
    await into.chmod(0o600) // whatever the umask left of it
    await write(into)
    await into.sync()
  } finally {
    await into.close()
  }
}

async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

function removeParts(part: string): void {
  for (const file of [part, recordFile(part)]) rmSync(file, { force: true })
}
