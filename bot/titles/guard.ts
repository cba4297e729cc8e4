import type { LookupAddress } from 'node:dns'
import { lookup as systemLookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'

/** Finds the addresses of a name, as `dns.lookup` does. */
export type Lookup = (host: string) => Promise<LookupAddress[]>

/** Says whether an address may be connected to. */
export type MayConnect = (address: string) => boolean

/** A place that is never looked at: trying again cannot help. */
export class Forbidden extends Error {}

const GLOBAL_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address is an ordinary one of the public internet: not private, loopback, link-local, shared, multicast,
 * reserved or embedding another one (RFC 6890 and the registries of special addresses).
 */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false
  const parsed = ipaddr.parse(address)
  return parsed.range() === 'unicast' && (parsed instanceof ipaddr.IPv4 || parsed.match(GLOBAL_IPV6))
}

export const systemNames: Lookup = (host) => systemLookup(host, { all: true })

/**
 * Looks up a name for a connection and passes on only what may be connected to. The connection is made to these very
 * addresses, so a name cannot mean one thing when it is checked and another when it is used.
 */
export const guardedLookup =
  (mayConnect: MayConnect, lookup: Lookup): LookupFunction =>
  (host, options, callback) => {
    lookup(host).then(
      (found) => {
        const allowed = found.filter(({ address }) => mayConnect(address))
        const [first] = allowed
        if (!first) return callback(new Forbidden('the name leads to no public address'), '', 0)
        return options.all ? callback(null, allowed) : callback(null, first.address, first.family)
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    )
  }

/** The host of an address where it is an IP itself: such a one is not looked up. Octal, hex and decimal forms are read by `URL`. */
export const literalAddress = ({ hostname }: URL): string | undefined => {
  const host = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(host) ? host : undefined
}
