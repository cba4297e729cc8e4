import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { installLibrary, type Order } from '../encryption/installing.ts'
import { libraryName, thisMachine } from '../encryption/platform.ts'
import { Refused } from '../encryption/refused.ts'
import { readRelease } from '../encryption/release.ts'
import { minimal } from './config-files.ts'
import { type Page, page, titleServer } from './title-server.ts'

/** What a mirror serves that was taken over, or is broken. It does not load. */
export const RUBBISH = 'This is not the library you are looking for.'

/** The path of this machine's library at a mirror. */
export const PATH = `/v${readRelease().version}/${libraryName(thisMachine())}`

export const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/** Stands for a library that loads, where the story is about something else. */
export const loads = async () => undefined

/** An empty folder that ends with the test. */
export function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'allmende-library-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A mirror that ends with the test; a text stands for a file with it. */
export async function mirror(pages: Record<string, Page | string>) {
  const served = Object.entries(pages).map(([path, what]) => [path, typeof what === 'string' ? page(what) : what])
  const server = await titleServer(Object.fromEntries(served))
  onTestFinished(() => server.close())
  return { ...server, address: server.url('') }
}

/** A data directory, and what installations into it say and leave. */
export function dataDirectory() {
  const data = join(emptyFolder(), 'data')
  const folder = join(data, 'library')
  return {
    data,
    folder,
    install: (order: Omit<Order, 'data'>) => installLibrary({ data, ...order }),
    /** The sentence of an installation that is refused. */
    refusal: async (order: Omit<Order, 'data'>): Promise<string> => {
      const error = await installLibrary({ data, ...order }).catch((caught: unknown) => caught)
      if (error instanceof Refused) return error.message
      throw new Error('not refused', { cause: error })
    },
    files: () => (existsSync(folder) ? readdirSync(folder).sort() : []),
    mode: (name = '') => (statSync(join(folder, name)).mode & 0o777).toString(8),
    /** A configuration with this data directory. */
    configure: () => {
      const file = join(data, '..', 'allmende.yaml')
      writeFileSync(file, `${minimal}data: ${JSON.stringify(data)}\n`)
      return file
    },
    /** A file beside the data directory. */
    bring: (name: string, content: string | Uint8Array = RUBBISH) => {
      mkdirSync(data, { recursive: true })
      writeFileSync(join(data, '..', name), content)
      return join(data, '..', name)
    },
  }
}

/** Native libraries of the development tools: they load, and are not ours. */
export const otherLibraries = globSync(['node_modules/*/*.node', 'node_modules/@*/*/*.node'])
