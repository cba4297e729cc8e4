import { rmSync, writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import { expect, test } from 'vitest'
import { checkLibrary } from '../encryption/library.ts'
import { recordFile } from '../encryption/record.ts'
import { readRelease } from '../encryption/release.ts'
import { dataDirectory, loads, RUBBISH, sha256 } from './crypto-install-world.ts'

const digest = sha256(RUBBISH)

/** A data directory with a library in it that counts as one that loads. */
async function installation() {
  const here = dataDirectory()
  const { file } = await here.install({ file: here.bring('brought.node'), sha256: digest, proof: loads })
  return { ...here, file }
}

test('the start says in one line what is used, whether the configuration names it or not', async () => {
  const { data, file } = await installation()
  const line = `encryption uses ${file}, installed as version ${readRelease().version}, SHA-256 ${digest} as kept then`
  const expected = { ok: true, file, sha256: digest, line }
  expect(await checkLibrary({ data }, loads)).toEqual(expected)
  expect(await checkLibrary({ data, library: relative(process.cwd(), file) }, loads)).toEqual(expected)
})

test('a library that was not installed by us has no digest to compare, and the line says so', async () => {
  const here = dataDirectory()
  const library = here.bring('own.node')
  expect(await checkLibrary({ data: here.data, library }, loads)).toMatchObject({
    ok: true,
    line: `encryption uses ${library}, SHA-256 ${digest}, none was kept to compare`,
  })
})

/** What the start says when it refuses; one sentence that ends with the way without encryption. */
async function reason(settings: { data: string; library?: string }, proof?: typeof loads): Promise<string> {
  const check = await checkLibrary(settings, proof)
  if (check.ok) throw new Error('not refused')
  expect(check.reason).toMatch(/^encryption is on, but .* "encryption: false" for rooms that are not encrypted\.$/)
  return check.reason
}

test('without a library the start is refused', async () => {
  const { data } = dataDirectory()
  expect(await reason({ data })).toMatch(/not installed: run "npm run crypto:install", .*library: <file>/)
  expect(await reason({ data, library: '/nowhere/a.node' })).toContain('is not there (/nowhere/a.node)')
})

test('a library that was changed after its installation is refused, and not loaded', async () => {
  const { data, file } = await installation()
  writeFileSync(file, `${RUBBISH}.`)
  const proof = () => Promise.reject(new Error('was loaded'))
  for (const settings of [{ data }, { data, library: file }])
    expect(await reason(settings, proof)).toContain('is no longer the file that was installed, its SHA-256 differs')
})

test('so is one of another version, one whose record is lost or damaged, and one that does not load', async () => {
  const { data, file } = await installation()
  expect(await reason({ data })).toMatch(/cannot be loaded: .+; get the file/)
  writeFileSync(recordFile(file), JSON.stringify({ version: '0.4.0', sha256: digest }))
  expect(await reason({ data }, loads)).toMatch(/of version 0\.4\.0 but .+ is needed: run .+ -- --sha256 <hex>"/)
  writeFileSync(recordFile(file), '{"version":')
  expect(await reason({ data }, loads)).toContain('no readable record of its digest')
  rmSync(recordFile(file))
  expect(await reason({ data, library: file }, loads)).toContain('no readable record of its digest')
})
