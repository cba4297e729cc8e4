import Module, { createRequire } from 'node:module'

const PACKAGE = '@matrix-org/matrix-sdk-crypto-nodejs'
const require = createRequire(import.meta.url)

/**
 * The Matrix SDK; only its client is used. It loads the encryption package at its import, which throws where the
 * native library is not installed, and never needs it here: it is given an empty module in its place.
 */
export async function loadSdk(): Promise<typeof import('matrix-bot-sdk')> {
  const path = createRequire(require.resolve('matrix-bot-sdk')).resolve(PACKAGE)
  const real = require.cache[path]
  require.cache[path] = real ?? emptyModule(path)
  try {
    const sdk = await import('matrix-bot-sdk')
    silence(sdk)
    return sdk
  } finally {
    if (!real) delete require.cache[path] // whoever asks for the real one must not get the stand-in
  }
}

/** Whether the native library of encryption can be loaded: from `file`, or where its package expects it. */
export function hasCryptoLibrary(file: string = PACKAGE): boolean {
  try {
    return typeof require(file).OlmMachine === 'function'
  } catch {
    return false // missing, for another machine, or too old a system library: all the same to the start
  }
}

function emptyModule(path: string): Module {
  const module = new Module(path)
  module.filename = path
  module.loaded = true
  module.exports = {}
  return module
}

/** It would write to the console by itself, and no request may ever leave by its old HTTP library. */
function silence(sdk: typeof import('matrix-bot-sdk')): void {
  const nothing = () => {}
  sdk.LogService.setLogger({ info: nothing, warn: nothing, error: nothing, debug: nothing, trace: nothing })
  sdk.setRequestFn((_options: unknown, done: (error: Error) => void) =>
    done(new Error('A request past bot/matrix/request.ts')),
  )
}
