import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { libraryName } from '../encryption/platform.ts'
import { proveLibrary } from '../encryption/proof.ts'
import { dataDirectory, loads, otherLibraries, RUBBISH, sha256 } from './crypto-install-world.ts'

describe('--file takes a file that is there', () => {
  test('and copies it; a folder that was open to others is closed, and what a broken-off run left is cleared', async () => {
    const here = dataDirectory()
    const brought = here.bring('brought.node')
    mkdirSync(here.folder, { recursive: true })
    chmodSync(here.folder, 0o755)
    writeFileSync(join(here.folder, '.part-left.node'), 'half')
    const { file } = await here.install({ file: brought, sha256: sha256(RUBBISH), proof: loads })
    expect(readFileSync(file, 'utf8')).toBe(RUBBISH)
    expect(here.mode()).toBe('700')
    expect(here.files()).toHaveLength(2)
    expect(readFileSync(brought, 'utf8')).toBe(RUBBISH)
    await here.install({ file, proof: loads }) // the installed one itself
    expect(readFileSync(file, 'utf8')).toBe(RUBBISH)
  })

  test('which must load, be there, be a file, and have the digest', async () => {
    const here = dataDirectory()
    const file = here.bring('brought.node')
    const digest = sha256(RUBBISH)
    expect(await here.refusal({ file })).toContain('needs --sha256')
    expect(await here.refusal({ file, sha256: digest })).toContain('cannot be loaded')
    expect(await here.refusal({ file, sha256: sha256('other') })).toContain('does not have the SHA-256')
    expect(await here.refusal({ file: `${file}x`, sha256: digest })).toMatch(/cannot be read \(ENOENT\): name the lib/)
    expect(await here.refusal({ file: here.data, sha256: digest })).toContain('cannot be read (EISDIR)')
    const limits = { bytes: 10, ms: 1000 }
    expect(await here.refusal({ file, sha256: digest, limits })).toContain('more than 0.00001 MB')
    expect(await here.refusal({ file, from: 'http://m.example', sha256: digest })).toContain('exclude each other')
    expect(here.files()).toEqual([])
  })

  test('and says it when the data directory cannot be used', async () => {
    const here = dataDirectory()
    const file = here.bring('brought.node')
    writeFileSync(here.folder, 'a file where the folder should be')
    const said = await here.refusal({ file, sha256: sha256(RUBBISH), proof: loads })
    expect(said).toMatch(/library cannot be used \(E[A-Z]+, mkdir\), so nothing was installed: see to its rights/)
  })
})

describe('loading is tried in a process of its own', () => {
  test.skipIf(otherLibraries.length === 0)('another native library is told apart, half of one is refused', async () => {
    const [other = ''] = otherLibraries
    expect(await proveLibrary(join(process.cwd(), other))).toContain('not that of the encryption package')
    const whole = readFileSync(other)
    const half = dataDirectory().bring('half.node', whole.subarray(0, whole.length / 2))
    expect(await proveLibrary(half)).toMatch(/; get the file /)
  })

  test('for a limited time', async () => {
    expect(await proveLibrary(dataDirectory().bring('slow.node'), 1)).toContain('loading it takes longer than 0.001 s')
  })
})

test('the file has the name that the package itself looks for, on every machine that it knows', () => {
  const script = readFileSync('node_modules/@matrix-org/matrix-sdk-crypto-nodejs/download-lib.js', 'utf8')
  const expected = new Set(script.match(/matrix-sdk-crypto\.[\w-]+\.node/g))
  const platforms = ['win32', 'darwin', 'linux', 'freebsd']
  const arches = ['x64', 'ia32', 'arm64', 'arm', 's390x', 'riscv64', 'ppc64']
  const found = platforms.flatMap((platform) =>
    arches.flatMap((arch) => [false, true].map((isMusl) => libraryName({ platform, arch, isMusl }))),
  )
  expect(new Set(found)).toEqual(new Set([undefined, ...expected]))
  expect(libraryName({ platform: 'linux', arch: 'x64', isMusl: true })).toBe('matrix-sdk-crypto.linux-x64-musl.node')
})
