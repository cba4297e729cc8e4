/**
 * The variable for a text that is a secret by its looks: an access token of a homeserver, or a URL with a password in it.
 * Nothing of the kind may reach the log.
 */
export function secretText(text: string): string | undefined {
  if (/^(syt|syr|mct|mcr|mat|mar)_\w/.test(text.trim())) return 'ALLMENDE_ACCESS_TOKEN'
  const postgres = /^postgres/i.test(text)
  if (postgres && /[?&](ssl)?password=/i.test(text)) return 'PGPASSWORD'
  if (/^[a-z][a-z0-9+.-]*:\/\/[^/?#:]*:[^/?#]+@/i.test(text)) return postgres ? 'PGPASSWORD' : 'ALLMENDE_PASSWORD'
  return undefined
}

/** A text of the file in quotes, as far as it may be shown: long ones are cut, secrets left out. */
export function quote(text: string): string {
  if (secretText(text)) return 'a secret'
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
}

/** A key of the file as a step of a path: up to where a value may have slipped in (`password=…`). */
export function showKey(key: string): string {
  return secretText(key) ? '…' : /^[\p{L}\p{N}_.-]{0,40}/u.exec(key)?.[0] || '…'
}

/** Says what a value is, in a few words. */
export function describe(value: unknown): string {
  if (value === undefined) return 'missing'
  if (value === null) return 'found nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'found an empty list' : 'found a list'
  if (typeof value === 'object') return 'found a mapping'
  return `found ${typeof value === 'string' ? quote(value) : value}`
}
