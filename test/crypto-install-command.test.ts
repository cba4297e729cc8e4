import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { dataDirectory, loads, mirror, PATH, RUBBISH, sha256 } from './crypto-install-world.ts'
import { runToEnd } from './e2e/bot-process.ts'

const digest = sha256(RUBBISH)

describe('npm run crypto:install', () => {
  const run = (file: string, args: string[], env: Record<string, string> = {}) =>
    runToEnd('encryption/install.ts', file, { NO_PROXY: '127.0.0.1', no_proxy: '127.0.0.1', ...env }, args)

  test('is refused with code 78 and one sentence', async () => {
    const { address, seen } = await mirror({ [PATH]: RUBBISH })
    const here = dataDirectory()
    here.bring('brought.node')
    const file = here.configure()
    const calls = await Promise.all([
      run(file, ['--from', address]),
      run(file, ['--sha256', digest], { ALLMENDE_CRYPTO_MIRROR: address }),
      run(file, ['--colour']),
    ])
    expect(calls.map(({ code }) => code)).toEqual([78, 78, 78])
    expect(calls[0]!.output).toContain('needs --sha256')
    expect(calls[1]!.output).toContain(`${address}${PATH} has the right SHA-256 but cannot be loaded`)
    expect(calls[2]!.output).toMatch(/^Usage: npm run crypto:install/)
    for (const { output } of calls) expect(output.trim().split('\n')).toHaveLength(1)
    expect([seen, here.files()]).toEqual([[PATH], []])
  })

  test('without a configuration says which one is missing', async () => {
    const { code, output } = await run('/nowhere/allmende.yaml', [])
    expect(code).toBe(78)
    expect(output).toContain('/nowhere/allmende.yaml cannot be used')
  })
})

describe('the proxy of the environment', () => {
  const from = 'http://mirror.example'

  test('fetches the library, unless NO_PROXY leaves the mirror out', async () => {
    const proxy = await mirror({ [`${from}${PATH}`]: RUBBISH })
    const near = await mirror({ [PATH]: RUBBISH })
    const here = dataDirectory()
    const order = { sha256: digest, proof: loads }
    const bare = `127.0.0.1:${proxy.port}` // as many write it
    for (const env of [{ HTTP_PROXY: proxy.address }, { http_proxy: bare, HTTP_PROXY: 'http://127.0.0.1:9' }])
      await here.install({ ...order, from, env })
    await here.install({ ...order, from: near.address, env: { http_proxy: proxy.address, NO_PROXY: '127.0.0.1' } })
    expect(proxy.seen).toEqual([`${from}${PATH}`, `${from}${PATH}`])
    expect(near.seen).toEqual([PATH])
  })

  test('is asked for a tunnel where the mirror speaks https', async () => {
    const tunnels: (string | undefined)[] = []
    const proxy = createServer().on('connect', ({ url }, socket) => {
      tunnels.push(url)
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    })
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void proxy.close())
    const { port } = proxy.address() as AddressInfo
    const env = { HTTPS_PROXY: `http://ich:geheim@127.0.0.1:${port}` }
    const said = await dataDirectory().refusal({ from: 'https://mirror.example', sha256: digest, env })
    expect(tunnels).toEqual(['mirror.example:443'])
    expect(said).toMatch(/cannot be fetched \(.*403.*\): check network, proxy \(HTTPS_PROXY\)/)
    expect(said).not.toContain('geheim')
  })

  test('whose address makes no sense is refused without repeating it', async () => {
    const env = { HTTPS_PROXY: 'socks4://ich:geheim@x' }
    const said = await dataDirectory().refusal({ from, sha256: digest, env })
    expect(said).toBe('HTTPS_PROXY is not the address of a proxy: write it as http://host:port, or unset it.')
  })
})
