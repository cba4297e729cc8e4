import { z } from 'zod'

/** A message as the handling sees it. `text` has the user ids of mention pills in place of the names. */
export type Incoming = {
  eventId: string
  roomId: string
  sender: string
  sentAt: Date
} & (
  | {
      kind: 'message'
      text: string
      body: string
      mentions: string[]
      replyTo?: string
      editOf?: string
      thread?: string
      isNotice: boolean
    }
  | { kind: 'reaction'; target: string; symbol: string }
  | { kind: 'redaction'; redacts: string }
  | { kind: 'member'; userId: string; membership: string }
  | { kind: 'other' }
)

/** As a database can hold it: no NUL, no half characters. */
const clean = (value: string) => value.replaceAll('\0', '').toWellFormed()
const text = z.string().transform(clean)
const idOf = (sigil: string) => z.string().regex(new RegExp(`^${sigil}[^\\p{Cc}\\p{Cs}]{1,254}$`, 'u'))
const eventId = idOf('\\$')
const userId = idOf('@')
const Relation = z.object({
  rel_type: text.optional().catch(undefined),
  event_id: eventId.optional().catch(undefined),
  key: text.optional().catch(undefined),
  is_falling_back: z.boolean().optional().catch(undefined),
  'm.in_reply_to': z.object({ event_id: eventId }).optional().catch(undefined),
})
const Message = z.object({
  msgtype: text,
  body: text,
  format: text.optional().catch(undefined),
  formatted_body: text.optional().catch(undefined),
  'm.mentions': z
    .object({ user_ids: z.array(text).catch([]) })
    .optional()
    .catch(undefined),
  'm.relates_to': Relation.optional().catch(undefined),
})
const Edit = z.object({ 'm.new_content': Message.omit({ 'm.relates_to': true }) })
const Event = z.object({ type: text, content: z.looseObject({}), redacts: text.optional(), state_key: text.optional() })

/** Reads a stored event; whatever has not the shape of its type becomes `other` and starts nothing. */
export function readIncoming(row: {
  eventId: string
  roomId: string
  sender: string
  sentAt: Date
  payload: string
}): Incoming {
  const { eventId, roomId, sender, sentAt } = row
  const about = { eventId, roomId, sender, sentAt }
  const event = Event.safeParse(JSON.parse(row.payload))
  if (!event.success) return { ...about, kind: 'other' }
  const { type, content, redacts, state_key } = event.data
  if (type === 'm.room.message') return { ...about, ...readMessage(content) }
  if (type === 'm.reaction') return { ...about, ...readReaction(content) }
  if (type === 'm.room.redaction') return { ...about, ...readRedaction(redacts ?? content['redacts']) }
  if (type === 'm.room.member') return { ...about, ...readMember(state_key, content['membership']) }
  return { ...about, kind: 'other' }
}

function readMessage(content: object) {
  const message = Message.safeParse(content)
  if (!message.success) return { kind: 'other' as const }
  const relation = message.data['m.relates_to']
  const editOf = relation?.rel_type === 'm.replace' ? relation.event_id : undefined
  const edit = editOf ? Edit.safeParse(content) : undefined
  const shown = edit?.success ? edit.data['m.new_content'] : message.data
  if (!['m.text', 'm.notice', 'm.emote'].includes(shown.msgtype)) return { kind: 'other' as const }
  const thread = relation?.rel_type === 'm.thread' ? relation.event_id : undefined
  // In a thread the reply relation is often only a fallback for clients that know no threads.
  const replyTo = thread && relation?.is_falling_back ? undefined : relation?.['m.in_reply_to']?.event_id
  return {
    kind: 'message' as const,
    text: readText(shown, replyTo !== undefined),
    body: shown.body,
    mentions: shown['m.mentions']?.user_ids.slice(0, 50).filter((id) => userId.safeParse(id).success) ?? [],
    isNotice: shown.msgtype !== 'm.text',
    ...(replyTo ? { replyTo } : {}),
    ...(editOf ? { editOf } : {}),
    ...(thread ? { thread } : {}),
  }
}

function readReaction(content: object) {
  const relation = Relation.safeParse((content as { 'm.relates_to'?: unknown })['m.relates_to'])
  const { rel_type, event_id, key } = relation.data ?? {}
  if (rel_type !== 'm.annotation' || !event_id || !key) return { kind: 'other' as const }
  return { kind: 'reaction' as const, target: event_id, symbol: normalizeSymbol(key) }
}

function readRedaction(target: unknown) {
  const redacts = eventId.safeParse(target)
  return redacts.success ? { kind: 'redaction' as const, redacts: redacts.data } : { kind: 'other' as const }
}

function readMember(stateKey: string | undefined, value: unknown) {
  const who = userId.safeParse(stateKey)
  const membership = text.safeParse(value)
  if (!who.success || !membership.success) return { kind: 'other' as const }
  return { kind: 'member' as const, userId: who.data, membership: membership.data }
}

/** Without variation selectors and skin tones: equal signs are equal. */
const normalizeSymbol = (key: string) => key.slice(0, 16).replace(/[\ufe0e\ufe0f]|\ud83c[\udffb-\udfff]/g, '')

const PILL =
  /<a\s[^<>]{0,20}href=["']https:\/\/matrix\.to\/#\/(@[^"'<>?]{1,255}|%40[^"'<>?]{1,255})[^<>]{0,100}>[^<>]{0,255}<\/a>/gi
const LONGEST = 60_000

/** The body; where pills mark persons, their user ids stand in place of their names. Quotes of older clients are left out. */
function readText(
  {
    body,
    format,
    formatted_body: html,
  }: { body: string; format?: string | undefined; formatted_body?: string | undefined },
  isReply: boolean,
) {
  const plain = isReply ? body.replace(/^(?:> ?[^\n]*\n)+\n?/, '') : body
  if (format !== 'org.matrix.custom.html' || !html || html.length > LONGEST) return plain
  const pills = [...html.matchAll(PILL)]
  if (pills.length === 0) return plain
  return toText(html.replace(PILL, (_all, id: string) => ` ${decodeId(id)} `))
}

function decodeId(id: string) {
  try {
    return clean(decodeURIComponent(id))
  } catch {
    return id // not encoded after all
  }
}

/** Text of simple HTML: breaks stay, tags go, the five entities are read. */
const toText = (html: string) =>
  html
    .replace(/^\s*<mx-reply>[\s\S]{0,20000}?<\/mx-reply>/i, '')
    .replace(/<br\s*\/?>|<\/p>/gi, '\n')
    .replace(/<[^<>]{1,2000}>/g, '')
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (_all, name: string) => ENTITIES[name] ?? '')
    .replace(/[ \t]{2,}/g, ' ')
    .trim()

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ', amp: '&' }
