import { domainToUnicode } from 'node:url'
import { isPlain, isSecretName, isSecretParameter, MASK, maskPath } from './secret-parts.ts'

/** An address as it may be stored: `url` to be shown, `canonical` to be compared, both without tracking and secrets. */
export type Address = { url: string; canonical: string; hasSecret: boolean }

/** Longer ones are no addresses that somebody could use. */
export const LONGEST_URL = 2000

/**
 * Reads an http or https address; undefined: it is none.
 *
 * Canonically the same are http and https, any case of the host, the default port, the slash at the root, any fragment,
 * and tracking parameters. `www.`, other slashes and other parameters in their order make another address.
 */
export function readAddress(text: string): Address | undefined {
  if (text.length > LONGEST_URL || !/^https?:\/\/[^\s/]/i.test(text) || !URL.canParse(text)) return undefined
  const { protocol, username, password, host, hostname, port, pathname, search, hash } = new URL(text)
  const path = maskPath(pathname)
  const query = readQuery(search)
  const fragment = isHarmless(hash) ? hash : ''
  const hasSecret = query.isMasked || path !== pathname || fragment !== hash || username !== '' || password !== ''
  const shownHost = `${domainToUnicode(hostname) || hostname}${port && `:${port}`}`
  return {
    url: `${protocol}//${shownHost}${path}${query.text}${fragment}`,
    canonical: `https://${host}${path}${query.text}`,
    hasSecret,
  }
}

function readQuery(search: string): { text: string; isMasked: boolean } {
  const parts = search
    .slice(1)
    .split('&')
    .filter((part) => part !== '' && !isTracking(decode(nameOf(part))))
  const kept = parts.map((part) =>
    isSecretParameter(decode(nameOf(part)), decode(part.slice(nameOf(part).length + 1)))
      ? `${nameOf(part)}=${MASK}`
      : part,
  )
  return { text: kept.length > 0 ? `?${kept.join('&')}` : '', isMasked: kept.some((part, i) => part !== parts[i]) }
}

const nameOf = (part: string) => part.split('=', 1)[0] ?? ''

const TRACKING = new Set(
  `fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi
  hsctatracking vero_id vero_conv oly_enc_id oly_anon_id srsltid wt_mc wt.mc_id s_cid cmpid wickedid rb_clickid ref_src`.split(
    /\s+/,
  ),
)
const TRACKING_PREFIX = /^(?:utm_|pk_|piwik_|mtm_|matomo_|at_(?:campaign|medium)|hsa_)/

const isTracking = (name: string) => TRACKING.has(name.toLowerCase()) || TRACKING_PREFIX.test(name.toLowerCase())

/** A fragment that names a place in the page is shown; one that may be a key (as of encrypted pads) is not kept at all. */
function isHarmless(hash: string): boolean {
  const text = decode(hash)
  return isPlain(text) && !text.split(/[#?&;/]/).some((part) => part.includes('=') && isSecretName(nameOf(part)))
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text // a stray % sign
  }
}
