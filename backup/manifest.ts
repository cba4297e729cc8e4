import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { Ending } from './command-line.ts'
import { measure } from './files.ts'

const File = z.object({ name: z.string().regex(/^[\w.-]+$/), bytes: z.number(), sha256: z.string() })
const Manifest = z.object({
  format: z.literal(1),
  /** Version of Allmende that made it. */
  version: z.string(),
  database: z.enum(['sqlite', 'postgresql']),
  /** The last migration of its schema. */
  migration: z.string(),
  /** When it was made. */
  at: z.iso.datetime(),
  /** The bot's user id. */
  user: z.string(),
  /** The bot's device, to which the encryption store belongs. Older backups name none. */
  device: z.string().optional(),
  /** The database, the configuration as it was, and the encryption store where there is one. */
  files: z.object({ database: File, configuration: File, store: File.optional() }),
})

/** What a backup is; it is written last, so a backup without it is none. */
export type Manifest = z.infer<typeof Manifest>

/** A backup: what it is, and the paths of its database and its encryption store. */
export type Backup = { manifest: Manifest; path: string; store: string | undefined }

/** The backup that is named by any of its files. Throws Ending unless it is whole. */
export async function readBackup(named: string): Promise<Backup> {
  const folder = dirname(named)
  const file = join(folder, `${basename(named).replace(/\.(?:db|dump|store|yaml|json)$/, '')}.json`)
  if (!existsSync(file)) throw new Ending(`${file} does not exist: name a file that "npm run backup" has written.`)
  const manifest = parse(file)
  for (const { name, bytes, sha256 } of Object.values(manifest.files)) {
    const path = join(folder, name)
    if (!existsSync(path)) throw new Ending(`The backup is not whole: ${path} is missing.`)
    const now = await measure(path)
    if (now.bytes !== bytes || now.sha256 !== sha256)
      throw new Ending(`The backup is damaged: ${path} is not what was written at ${manifest.at}.`)
  }
  const { database, store } = manifest.files
  return { manifest, path: join(folder, database.name), store: store && join(folder, store.name) }
}

function parse(file: string): Manifest {
  try {
    return Manifest.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    throw new Ending(`The backup is damaged: ${file} cannot be read.`)
  }
}
