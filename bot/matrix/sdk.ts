import Module, { createRequire } from 'node:module'

const ENCRYPTION = '@matrix-org/matrix-sdk-crypto-nodejs'
const require = createRequire(import.meta.url)

/**
 * What the SDK loads and is given empty, because nothing of it is used: encryption, which throws at its import where
 * the native library is missing, the deprecated HTTP library, one that makes Node warn at every start, and what serves
 * application services, its own stores and its rendering: 20 MB.
 */
const UNUSED = [
  ENCRYPTION,
  'request',
  'htmlencode',
  ...['express', 'morgan', 'lowdb', 'lowdb/adapters/FileSync', 'postgres', 'sanitize-html', 'html-to-text'],
]

/** The Matrix SDK, of which only the client is used. It never opens a connection by itself. */
export async function loadSdk(): Promise<typeof import('matrix-bot-sdk')> {
  const near = createRequire(require.resolve('matrix-bot-sdk'))
  const absent = UNUSED.map((name) => near.resolve(name)).filter((path) => !require.cache[path])
  for (const path of absent) require.cache[path] = emptyModule(path)
  try {
    const sdk = await import('matrix-bot-sdk')
    silence(sdk)
    return sdk
  } finally {
    for (const path of absent) delete require.cache[path] // whoever asks for the real ones must get them
  }
}

function emptyModule(path: string): Module {
  const module = new Module(path)
  module.filename = path
  module.loaded = true
  module.exports = {}
  return module
}

/** It would write to the console by itself, and may send nothing past `request.ts`. */
function silence(sdk: typeof import('matrix-bot-sdk')): void {
  const nothing = () => {}
  sdk.LogService.setLogger({ info: nothing, warn: nothing, error: nothing, debug: nothing, trace: nothing })
  sdk.setRequestFn((_options: unknown, done: (error: Error) => void) => done(new Error('Not by way of the client')))
}
