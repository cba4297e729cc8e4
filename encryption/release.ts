import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const PACKAGE = '@matrix-org/matrix-sdk-crypto-nodejs'

/** The release that the installed package belongs to. */
export type Release = {
  version: string
  /** Under it lie the files of all releases, one folder for each; a mirror has the same folders. */
  downloads: string
  /** The page that describes this release. */
  page: string
}

/** Reads it from the package beside the SDK: the version stands in one place, and the library fits it. */
export function readRelease(): Release {
  const near = createRequire(createRequire(import.meta.url).resolve('matrix-bot-sdk'))
  const text = readFileSync(near.resolve(`${PACKAGE}/package.json`), 'utf8')
  const { version, repository } = JSON.parse(text) as { version: string; repository: { url: string } }
  const home = repository.url.replace(/^git\+/, '').replace(/\.git$/, '')
  return { version, downloads: `${home}/releases/download`, page: `${home}/releases/tag/v${version}` }
}
