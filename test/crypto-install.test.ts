import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { recordFile } from '../encryption/record.ts'
import { readRelease } from '../encryption/release.ts'
import { dataDirectory, loads, mirror, PATH, RUBBISH, sha256 } from './crypto-install-world.ts'
import { flood, raw, redirect } from './title-server.ts'

const LIBRARY = 'These bytes stand for the library.'

describe('a mirror that is not what it should be: nothing is installed, and one sentence says what to do', () => {
  test('rubbish, although its digest is the one that was asked for: it does not load', async () => {
    const { address } = await mirror({ [PATH]: RUBBISH })
    const here = dataDirectory()
    const said = await here.refusal({ from: address, sha256: sha256(RUBBISH) })
    expect(said).toMatch(/right SHA-256 but cannot be loaded, so nothing was installed: .+; get the file for .+\.$/)
    expect(said).not.toContain('.part-')
    expect(here.files()).toEqual([])
  })

  test('rubbish with another digest: it is never loaded, and its own digest is not shown to be copied', async () => {
    const { address } = await mirror({ [PATH]: RUBBISH })
    const here = dataDirectory()
    const proof = vi.fn(loads)
    const said = await here.refusal({ from: address, sha256: sha256(LIBRARY), proof })
    expect(said).toContain(`${address}${PATH} does not have the SHA-256 ${sha256(LIBRARY)}`)
    expect(said).not.toContain(sha256(RUBBISH))
    expect(proof).not.toHaveBeenCalled()
    expect(here.files()).toEqual([])
  })

  test('without the file, unreachable, hanging up, or sending on to what is no web address', async () => {
    const { address, close } = await mirror({
      [`/short${PATH}`]: raw('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'),
      [`/local${PATH}`]: redirect('file:///etc/hostname'),
      [`/round${PATH}`]: redirect(`/round${PATH}`),
    })
    const here = dataDirectory()
    const at = (from: string) => here.refusal({ from, sha256: sha256(LIBRARY) })
    expect(await at(`${address}/`)).toMatch(/answers 404: check the address of the mirror \(--from or ALLMENDE_CRYPTO/)
    for (const path of ['short', 'local', 'round'])
      expect(await at(`${address}/${path}`), path).toMatch(/cannot be fetched \(.+\): check network, proxy .*--file\.$/)
    await close()
    expect(await at(address)).toContain('cannot be fetched (connect ECONNREFUSED')
    expect(here.files()).toEqual([])
  })

  test('a body that never ends, slowly or fast', async () => {
    const head = 'HTTP/1.1 200 OK\r\n\r\n'
    const { address } = await mirror({
      [`/slow${PATH}`]: raw(head, { every: 5, write: 'x' }),
      [`/fast${PATH}`]: flood(head, 1e12, 'x'.repeat(50_000)),
    })
    const here = dataDirectory()
    const at = (path: string, limits: { bytes: number; ms: number }) =>
      here.refusal({ from: `${address}/${path}`, sha256: sha256(LIBRARY), limits })
    expect(await at('slow', { bytes: 1e9, ms: 300 })).toContain('was not fetched within 0.3 s: try again')
    expect(await at('fast', { bytes: 2e6, ms: 60_000 })).toContain('serves more than 2 MB, which no such library has')
    expect(here.files()).toEqual([])
  })

  test.each(['ftp://mirror.example', 'mirror.example', 'https://ich:geheim@mirror.example', 'https://a.example/?b=c'])(
    'the address %s is refused, and no secret in it repeated',
    async (from) => {
      const said = await dataDirectory().refusal({ from, sha256: sha256(LIBRARY) })
      expect(said).toMatch(/^The address of the mirror .* must begin with http:\/\/ or https:\/\//)
      expect(said).not.toContain('geheim')
    },
  )
})

describe('the digest', () => {
  test('is demanded at the first installation, before anything is asked of the mirror, and none is shown', async () => {
    const { address, seen } = await mirror({ [PATH]: LIBRARY })
    const here = dataDirectory()
    const said = await here.refusal({ from: address, proof: loads })
    expect(said).toContain('needs --sha256 <hex> at its first installation')
    expect(said).toContain(readRelease().page)
    expect(said).not.toMatch(/[0-9a-f]{64}/)
    expect([seen, here.files()]).toEqual([[], []])
  })

  test.each(['', 'abc', `${'a'.repeat(64)}0`, 'g'.repeat(64)])('"%s" is none', async (given) => {
    expect(await dataDirectory().refusal({ sha256: given })).toContain('--sha256 takes the 64 hexadecimal digits')
  })

  test('is kept: later installations of the version need it no more, another version needs its own', async () => {
    const { address } = await mirror({ [PATH]: LIBRARY })
    const here = dataDirectory()
    const { file } = await here.install({
      from: address,
      sha256: ` SHA256:${sha256(LIBRARY).toUpperCase()}`,
      proof: loads,
    })
    const { version } = readRelease()
    expect(JSON.parse(readFileSync(recordFile(file), 'utf8'))).toEqual({ version, sha256: sha256(LIBRARY) })

    writeFileSync(file, 'damaged')
    await here.install({ from: address, proof: loads })
    expect(readFileSync(file, 'utf8')).toBe(LIBRARY)

    writeFileSync(recordFile(file), JSON.stringify({ version: '0.0.1', sha256: sha256(LIBRARY) }))
    expect(await here.refusal({ from: address, proof: loads })).toContain('needs --sha256')
  })
})

describe('what is installed', () => {
  test('comes by way of redirects too, lies closed to others, and nothing else is left', async () => {
    const { address } = await mirror({ [PATH]: redirect('/elsewhere'), '/elsewhere': LIBRARY })
    const here = dataDirectory()
    const loaded: string[] = []
    const proof = async (file: string) => void loaded.push(readFileSync(file, 'utf8'))
    const { file } = await here.install({ from: address, sha256: sha256(LIBRARY), proof })
    const name = PATH.split('/').at(-1)!
    expect(file).toBe(join(here.folder, name))
    expect(here.files()).toEqual([name, `${name}.json`])
    expect([here.mode(), here.mode(name), here.mode(`${name}.json`)]).toEqual(['700', '600', '600'])
    expect([readFileSync(file, 'utf8'), ...loaded]).toEqual([LIBRARY, LIBRARY])
  })

  test('stays when a later installation fails', async () => {
    const { address } = await mirror({ [PATH]: LIBRARY, [`/bad${PATH}`]: RUBBISH })
    const here = dataDirectory()
    const { file } = await here.install({ from: address, sha256: sha256(LIBRARY), proof: loads })
    const before = [here.files(), readFileSync(file, 'utf8'), readFileSync(recordFile(file), 'utf8')]
    const bad = `${address}/bad`
    expect(await here.refusal({ from: bad })).toContain('does not have the SHA-256') // the digest that was kept
    expect(await here.refusal({ from: bad, sha256: sha256(RUBBISH) })).toContain('cannot be loaded')
    expect(await here.refusal({ from: `${address}/none` })).toContain('answers 404')
    expect([here.files(), readFileSync(file, 'utf8'), readFileSync(recordFile(file), 'utf8')]).toEqual(before)
  })
})
