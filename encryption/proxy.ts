import { EnvHttpProxyAgent } from 'undici'
import { Refused } from './refused.ts'

/** What sends requests by way of the proxy that HTTPS_PROXY, HTTP_PROXY and NO_PROXY name, in small letters or capitals. */
export function proxyAgent(env: Record<string, string | undefined>): EnvHttpProxyAgent {
  const read = (name: string) => env[name.toLowerCase()] ?? env[name] ?? ''
  return new EnvHttpProxyAgent({
    httpProxy: address('HTTP_PROXY', read('HTTP_PROXY')),
    httpsProxy: address('HTTPS_PROXY', read('HTTPS_PROXY')),
    noProxy: read('NO_PROXY'),
    proxyTunnel: false, // many proxies open tunnels for https alone
  })
}

/** `host:port` is usual as well. The value is not shown: it may hold a password. */
function address(name: string, value: string): string {
  const full = value === '' || value.includes('://') ? value : `http://${value}`
  if (full === '' || (URL.canParse(full) && /^https?:/i.test(full))) return full
  throw new Refused(`${name} is not the address of a proxy: write it as http://host:port, or unset it.`)
}
