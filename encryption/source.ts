import { createReadStream } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { bounded } from './bounded.ts'
import { download, LIMITS, type Limits } from './download.ts'
import { libraryName, thisMachine } from './platform.ts'
import { Refused } from './refused.ts'
import type { Release } from './release.ts'

/** Where a library comes from: a file that is there, a mirror, or else the release page of the package. */
export type Origin = { file?: string; from?: string }

/** Something that can be written into an open file, with a name for the operator. */
export type Source = { name: string; writeTo: (into: FileHandle) => Promise<void> }

type Options = { env: Record<string, string | undefined>; limits?: Limits }

/** The source that was asked for. Throws Refused. */
export function sourceOf({ file, from }: Origin, release: Release, { env, limits = LIMITS }: Options): Source {
  if (file !== undefined && from !== undefined)
    throw new Refused('--file and --from exclude each other: name the file that is there, or the mirror.')
  if (file !== undefined) return { name: file, writeTo: (into) => copy(file, into, limits.bytes) }
  const url = `${base(from ?? release.downloads)}/v${release.version}/${published()}`
  return { name: url, writeTo: (into) => download(url, into, env, limits) }
}

/** The file's name for this machine. */
function published(): string {
  const machine = thisMachine()
  const name = libraryName(machine)
  if (name) return name
  const words = `${machine.platform}-${machine.arch}${machine.isMusl ? ' with musl' : ''}`
  throw new Refused(
    `There is no encryption library for ${words}: use a machine of a usual kind, bring a library with --file, or set "encryption: false".`,
  )
}

/** A mirror's address is shown and stands in command lines, so it must hold no secret. */
function base(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new Refused(
      'The address of the mirror (--from or ALLMENDE_CRYPTO_MIRROR) must begin with http:// or https:// and have neither password nor query: correct it, or use --file.',
    )
  return url.href.replace(/\/+$/, '')
}

async function copy(file: string, into: FileHandle, most: number): Promise<void> {
  const sentence = `${file} has more than ${most / 1e6} MB, which no such library has: name the right file with --file.`
  try {
    await into.writeFile(bounded(createReadStream(file), most, sentence))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const isOfFile = ['ENOENT', 'EISDIR', 'EACCES', 'ENOTDIR'].includes(code)
    throw isOfFile ? new Refused(`${file} cannot be read (${code}): name the library's file with --file.`) : error
  }
}
