import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { checkLibrary } from '../encryption/library.ts'
import { dataDirectory, mirror, PATH, sha256 } from './crypto-install-world.ts'
import { runToEnd } from './e2e/bot-process.ts'
import { page } from './title-server.ts'

const library = process.env['ALLMENDE_CRYPTO_LIBRARY']
const isMissing = !library
if (isMissing)
  console.log('\n*** SKIPPED *** installing the real encryption library: set ALLMENDE_CRYPTO_LIBRARY=<file>\n')

test.skipIf(isMissing)('the real library comes from a mirror and from a file, and the start takes it', async () => {
  const bytes = readFileSync(library!)
  const { address } = await mirror({ [PATH]: page(bytes) })
  for (const from of [
    ['--from', address],
    ['--file', library!],
  ]) {
    const here = dataDirectory()
    const args = [...from, '--sha256', sha256(bytes)]
    const { code, output } = await runToEnd('encryption/install.ts', here.configure(), { NO_PROXY: '127.0.0.1' }, args)
    expect(output).toMatch(
      /loads on this machine and is installed as version .+\.\nWrite into .+\nencryption: { library: ".+\.node" }/,
    )
    expect(code).toBe(0)
    expect(await checkLibrary({ data: here.data })).toMatchObject({ ok: true, sha256: sha256(bytes) })
  }
})
