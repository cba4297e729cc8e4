import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..')
const mark = join(here, 'generated', 'made-from')
const providers = ['sqlite', 'postgresql'] as const

/** Names of all model files, in a fixed order. */
export const modelFiles = () => readdirSync(join(here, 'models')).sort()

/** Makes the typed clients of both databases anew when they are missing or older than the models. */
export function generateIfOld() {
  const fingerprint = fingerprintOfModels()
  if (existsSync(mark) && readFileSync(mark, 'utf8') === fingerprint) return
  rmSync(mark, { force: true })
  for (const provider of providers) generate(provider)
  writeFileSync(mark, fingerprint)
}

function fingerprintOfModels() {
  const hash = createHash('sha256')
  for (const file of modelFiles()) hash.update(readFileSync(join(here, 'models', file)))
  for (const provider of providers) hash.update(readFileSync(join(here, 'schema', `${provider}.prisma`)))
  return hash.update(createRequire(import.meta.url)('prisma/package.json').version).digest('hex')
}

/** Prisma reads one folder: header and shared models are laid side by side. Its schema engine is not needed for this. */
function generate(provider: string) {
  const folder = join(root, '.cache', 'prisma', provider)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  cpSync(join(here, 'schema', `${provider}.prisma`), join(folder, 'schema.prisma'))
  for (const file of modelFiles()) cpSync(join(here, 'models', file), join(folder, file))
  const cli = createRequire(import.meta.url).resolve('prisma/build/index.js')
  execFileSync(process.execPath, [cli, 'generate', '--schema', folder], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
}

if (import.meta.main) generateIfOld()
