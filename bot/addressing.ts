/** Whoever the bot is called in a room: display name and the local part of its user id. */
export type Me = { userId: string; names: readonly string[] }

/**
 * What a text asks for: a first word and the rest, and both as `text`. `explicit`: by prefix or name, so that a typing
 * error deserves a hint.
 */
export type Call = { word: string; rest: string; text: string; explicit: boolean }

/** The joiner within an emoji stays: it makes one sign of several. */
const INVISIBLE =
  /[\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]|(?<!\p{Extended_Pictographic}|\ufe0f|[\u{1f3fb}-\u{1f3ff}])\u200d/gu

/** What phones and clients make of a text, taken back: full-width signs, spaces that do not break, invisible characters. */
export const normalizeText = (text: string) =>
  text
    .normalize('NFC')
    .replace(INVISIBLE, '')
    .replace(/[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/\r\n?/g, '\n')
    .replaceAll('！', '!')
    .trim()

/** A text without the quotation marks that stand around all of it, as when an example was copied. */
export const unquoted = (text: string) => text.replace(/^["„“”»«]([^"„“”»«]+)["“”»«]$/u, '$1').trim()

const PREFIX = /^(?:!|\/\/?) {0,3}(?=[\p{L}\p{N}?])/u

/** Finds out whether a text speaks to the bot; undefined: it does not. In a direct message no prefix is needed. */
export function readCall(text: string, me: Me, isDirect: boolean): Call | undefined {
  const said = normalizeText(text).slice(0, 20_000)
  const normal = isDirect ? unquoted(said) : said
  const stripped = normal.replace(PREFIX, '')
  if (stripped !== normal) return split(stripped, true)
  const named = afterName(normal, me)
  if (named !== undefined) return split(named.replace(PREFIX, ''), true)
  return isDirect ? split(normal, false) : undefined
}

/** `@Allmende aufgabe …`, `Allmende: aufgabe …`, or the user id itself where a pill stood. */
function afterName(text: string, { userId, names }: Me): string | undefined {
  if (text.startsWith(userId)) return text.slice(userId.length).replace(/^[\s:,]+/, '')
  const lower = text.toLowerCase()
  for (const name of names) {
    const short = name.toLowerCase()
    const at = lower.startsWith(`@${short}`)
      ? short.length + 1
      : lower.startsWith(`${short}:`) || lower.startsWith(`${short},`)
        ? short.length
        : 0
    if (at > 0 && /^[\s:,]/.test(text.slice(at))) return text.slice(at).replace(/^[\s:,]+/, '')
  }
  return undefined
}

function split(text: string, explicit: boolean): Call | undefined {
  const [, word, rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text) ?? []
  return word
    ? { word: word.replace(/(?<![.,:;!?])[.,:;!?]+$/, '') || word, rest: rest.trim(), text: text.trim(), explicit }
    : undefined
}

/** Lower case, umlauts as ae oe ue ss: how names of commands are compared. */
export const fold = (text: string) =>
  text.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss')

const URL_IN_TEXT = /\bhttps?:\/\/\S/i

/**
 * Whether a message may concern the bot; of all others, files among them, nothing but the id is kept.
 * True for prefix, name, mention, direct message, reply to the bot, edits of any of these, and posted links.
 */
export function concernsBot(
  event: { content: unknown; sender: string },
  ctx: { me: string; names: readonly string[]; isDirect: boolean; repliesToMe: boolean },
): boolean {
  if (typeof event.content !== 'object' || event.content === null) return false
  const content = event.content as Record<string, unknown>
  const edited = content['m.new_content']
  const shown = typeof edited === 'object' && edited !== null ? (edited as Record<string, unknown>) : content
  const body = shown['body']
  const isSpoken = content['msgtype'] === 'm.text' || content['msgtype'] === 'm.emote'
  if (typeof body !== 'string' || !isSpoken) return false
  if (ctx.isDirect || ctx.repliesToMe || mentions(shown, ctx.me)) return true
  const text = body.replace(/^(?:> ?[^\n]*\n)+\n?/, '').replace(/^\* /, '')
  return readCall(text, { userId: ctx.me, names: ctx.names }, false) !== undefined || URL_IN_TEXT.test(text)
}

function mentions(content: Record<string, unknown>, me: string) {
  const { user_ids } = (content['m.mentions'] ?? {}) as { user_ids?: unknown }
  return Array.isArray(user_ids) && user_ids.includes(me)
}
