import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAddress } from '../bot/domain/canonical-url.ts'
import { addressesIn, maskSecrets } from '../bot/domain/urls-in-text.ts'

const canonical = (text: string) => readAddress(text)?.canonical
const url = (text: string) => readAddress(text)?.url

test.each([
  ['http://seevetal.de/', 'https://seevetal.de/'],
  ['https://SEEVETAL.de', 'https://seevetal.de/'],
  ['HTTPS://Seevetal.De:443', 'https://seevetal.de/'],
  ['http://seevetal.de:80/bauen', 'https://seevetal.de/bauen'],
  ['https://seevetal.de/bauen#termine', 'https://seevetal.de/bauen'],
  ['https://seevetal.de?a=1', 'https://seevetal.de/?a=1'],
  ['https://seevetal.de/bauen?utm_source=mail&utm_medium=x', 'https://seevetal.de/bauen'],
  ['https://seevetal.de/bauen?a=1&fbclid=xyz&b=2&gclid=1&mc_cid=3&UTM_Campaign=4', 'https://seevetal.de/bauen?a=1&b=2'],
  ['https://münchen.de/straße', 'https://xn--mnchen-3ya.de/stra%C3%9Fe'],
  ['https://name:wort@seevetal.de/x', 'https://seevetal.de/x'],
])('%s is %s', (text, expected) => {
  expect(canonical(text)).toBe(expected)
})

test.each([
  ['https://seevetal.de/', 'https://www.seevetal.de/'],
  ['https://seevetal.de/bauen', 'https://seevetal.de/bauen/'],
  ['https://seevetal.de/bauen', 'https://seevetal.de/Bauen'],
  ['https://seevetal.de/?a=1&b=2', 'https://seevetal.de/?b=2&a=1'],
  ['https://seevetal.de/?a=1', 'https://seevetal.de/?a=2'],
  ['https://seevetal.de/', 'https://seevetal.de:8443/'],
  ['https://seevetal.de/x', 'http://seevetal.de:443/x'],
])('%s and %s are kept apart', (one, other) => {
  expect(canonical(one)).toBeDefined()
  expect(canonical(one)).not.toBe(canonical(other))
})

const SECRET = 'k3Zp9QwX7'
test.each([
  'token',
  'key',
  'sig',
  'signature',
  'invite',
  'password',
  'secret',
  'auth',
  'code',
  'session',
  'jwt',
  'X-Amz-Signature',
  'x-amz-credential',
  'access_token',
  'apiKey',
  'PHPSESSID',
  'client_secret',
  'TOKEN',
  'to%6ben',
])('the parameter %s is masked, and the rest stays', (name) => {
  const read = readAddress(`https://ablage.example/datei?ordner=7&${name}=${SECRET}&seite=2`)
  expect(read?.hasSecret).toBe(true)
  expect(read?.url).toBe(`https://ablage.example/datei?ordner=7&${name}=***&seite=2`)
  expect(read?.canonical).not.toContain(SECRET)
})

test.each([
  'https://ablage.example/datei?ordner=7&seite=2',
  'https://ablage.example/?postleitzahl=21218&suche=schlüssel',
  'https://ablage.example/einladung/zum-workshop',
  'https://app.example/#/projekte/12/zeiten',
  'https://app.example/x#Termine2026',
  'https://app.example/x#zumSeitenAnfang',
  'https://app.example/x#L10-L20',
])('%s holds no secret', (text) => {
  expect(readAddress(text)?.hasSecret).toBe(false)
  expect(url(text)).toBe(new URL(text).href)
})

test.each([
  [`https://chat.example/invite/${SECRET}`, 'https://chat.example/invite/***'],
  [`https://alt.example/seite.jsp;jsessionid=${SECRET}?a=1`, 'https://alt.example/seite.jsp;jsessionid=***?a=1'],
  [`https://pad.example/#/2/pad/edit/${SECRET}/`, 'https://pad.example/'],
  ['https://login.example/zurueck#access_token=geheimes', 'https://login.example/zurueck'],
  [`https://anna:${SECRET}@ablage.example/x`, 'https://ablage.example/x'],
  [
    `https://links.example/?url=https%3A%2F%2Fx.example%2F%3Ftoken%3D${SECRET}&a=1`,
    'https://links.example/?url=***&a=1',
  ],
  ['https://x.example/?t=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc', 'https://x.example/?t=***'],
])('%s is kept as %s', (text, expected) => {
  expect(readAddress(text)).toMatchObject({ url: expected, hasSecret: true })
})

test.each([
  '',
  'seevetal.de',
  'ftp://seevetal.de',
  'javascript:alert(1)',
  'http://',
  'http:///x',
  'https://a b',
  'http:seevetal.de',
  `https://x.example/${'a'.repeat(2000)}`,
])('„%s“ is no address', (text) => {
  expect(readAddress(text)).toBeUndefined()
})

test('a canonical address is its own canonical address, whatever was typed, and so is the shown one', () => {
  const part = fc.stringMatching(/^[a-zA-Z0-9äß%=&;?#/.+_-]{0,30}$/)
  fc.assert(
    fc.property(fc.constantFrom('http', 'https', 'HTTP'), fc.domain(), part, (scheme, host, rest) => {
      const read = readAddress(`${scheme}://${host}/${rest}`)
      if (!read) return
      expect(canonical(read.canonical)).toBe(read.canonical)
      expect(canonical(read.url)).toBe(read.canonical)
    }),
  )
})

test('addresses are found in talk, each once, without the marks around them', () => {
  const text =
    'Siehe https://a.example/x, (https://b.example/wiki/Harburg_(Landkreis)) und [hier](https://c.example/y)! „https://d.example/z“ <http://e.example/>. Nochmal: http://A.example/x.'
  expect(addressesIn(text).map((one) => one.url)).toEqual([
    'https://a.example/x',
    'https://b.example/wiki/Harburg_(Landkreis)',
    'https://c.example/y',
    'https://d.example/z',
    'http://e.example/',
  ])
})

test('secrets of addresses in a text are masked, all else stays', () => {
  expect(maskSecrets(`Zugang: https://x.example/?token=${SECRET}. Frei: https://y.example/?utm_source=a#b`)).toBe(
    'Zugang: https://x.example/?token=***. Frei: https://y.example/?utm_source=a#b',
  )
})
