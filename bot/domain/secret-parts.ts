/** What stands in place of a secret. */
export const MASK = '***'

const NAMES = new Set(
  `token key apikey sig signature invite invitation einladung password passwd passwort kennwort pwd pass pw secret auth code
  session sessionid sid jwt otp pin ticket credential credentials bearer awsaccesskeyid authcode accesscode invitecode
  invitationcode zugangscode`.split(/\s+/),
)
/** A longer name is as secret as its last word: X-Amz-Signature, api_key, accessToken. */
const LAST = new Set(['token', 'key', 'sig', 'signature', 'password', 'secret', 'auth', 'credential', 'jwt', 'invite'])
/** The same where nothing parts the words. */
const ENDING = /(?:token|secret|signature|passwor[dt]|sessid|sessionid|apikey|authkey|accesskey)$/

/** Whether a parameter of this name holds something that opens a door. */
export function isSecretName(name: string): boolean {
  const words = name
    .replace(/(\p{Ll})(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const joined = words.join('')
  return NAMES.has(joined) || LAST.has(words.at(-1) ?? '') || ENDING.test(joined)
}

const JWT = /^eyJ[\w-]{8,}\.[\w-]{8,}\./

/** Whether a parameter is secret, by its name, its form, or because it is an address with a secret of its own. */
export const isSecretParameter = (name: string, value: string): boolean =>
  isSecretName(name) ||
  JWT.test(value) ||
  [...value.matchAll(/[?&;#]([^=&;?#/]{1,60})=/g)].some(([, inner = '']) => isSecretName(inner))

const NUMBER = /^\d{1,10}$/
const WORD = /^(?:\p{L}|\p{Lu}+|\p{Ll}+|(?:\p{Lu}?\p{Ll}{2,})(?:\p{Lu}\p{Ll}{2,})*)\d{0,4}$/u

/** Words as people write them, and numbers: nothing that only a machine could have made up. */
export const isPlain = (text: string): boolean =>
  text
    .split(/[^\p{L}\p{N}]+/u)
    .every((word) => word === '' || NUMBER.test(word) || (word.length <= 30 && WORD.test(word)))

const DOORS = new Set([
  'invite',
  'invitation',
  'einladung',
  'token',
  'reset',
  'verify',
  'confirm',
  'magic',
  'unsubscribe',
])

/** A path with its secret parts masked: `;jsessionid=…`, and what follows `/invite/` and the like unless it is plain words. */
export function maskPath(path: string): string {
  const segments = path
    .split('/')
    .map((segment) =>
      segment.replace(/;([^;=]{1,60})=[^;]*/g, (all, name: string) => (isSecretName(name) ? `;${name}=${MASK}` : all)),
    )
  return segments
    .map((segment, i) => (DOORS.has((segments[i - 1] ?? '').toLowerCase()) && !isPlain(segment) ? MASK : segment))
    .join('/')
}
