import { call } from './calls.ts'
import type { Random } from './random.ts'
import { flood, text, word } from './texts.ts'
import { damaged, mostly, oddValue } from './values.ts'
import type { Surroundings } from './world.ts'

type Content = Record<string, unknown>

/** What a message says, and the command it calls by name. */
export type Said = { content: Content; command?: string }

/** A message: mostly a call of some command, with forged relations, HTML, mentions and damage. */
export function message(random: Random, around: Surroundings): Said {
  const called = random.chance(0.75) ? call(random) : undefined
  const reply = random.chance(0.25)
  const body = called && !(reply && random.chance(0.5)) ? called.text : replyWords(random)
  const shown = {
    msgtype: random.pick(['m.text', 'm.text', 'm.text', 'm.text', 'm.text', 'm.emote', 'm.notice', 'm.image']),
    body,
    ...(random.chance(0.12) ? html(random, body, around) : {}),
    ...(random.chance(0.1)
      ? { 'm.mentions': mostly(random, { user_ids: random.some(4, () => person(random, around)) }, 0.5) }
      : {}),
  }
  const content = reply || random.chance(0.15) ? related(random, shown, around) : shown
  return {
    content: damaged(random, content, 0.12),
    ...(called && body === called.text ? { command: called.command } : {}),
  }
}

/** What is said in reply to a card, or to anybody. */
function replyWords(random: Random): string {
  if (random.chance(0.03)) return flood(random)
  const known = [
    'erledigt',
    'in Arbeit',
    'bis Freitag',
    'an @anna',
    'abbrechen',
    'bestätigen',
    'ja',
    'nein',
    'kreisweit',
    'notiz x',
    'text neu',
  ]
  return random.chance(0.5) ? random.pick(known) : text(random, 6)
}

function related(random: Random, shown: Content, around: Surroundings): Content {
  const target = around.anyEvent(random)
  const reply = { 'm.in_reply_to': mostly(random, { event_id: target }, 0.1) }
  switch (random.below(5)) {
    case 0:
      return {
        ...shown,
        body: `* ${shown['body']}`,
        'm.new_content': mostly(random, shown, 0.1),
        'm.relates_to': { rel_type: 'm.replace', event_id: target },
      }
    case 1:
      return {
        ...shown,
        'm.relates_to': {
          rel_type: 'm.thread',
          event_id: around.anyEvent(random),
          is_falling_back: random.chance(0.5),
          ...reply,
        },
      }
    case 2:
      return {
        ...shown,
        body: `> <@x:y> ${word(random)}\n> ${word(random)}\n\n${shown['body']}`,
        'm.relates_to': reply,
      }
    case 3:
      return {
        ...shown,
        'm.relates_to': mostly(
          random,
          { ...reply, rel_type: random.pick(['m.annotation', 'm.reference', 'x']), key: word(random) },
          0.4,
        ),
      }
    default:
      return { ...shown, 'm.relates_to': reply }
  }
}

/** HTML with pills that are some, or only begin like some. */
function html(random: Random, body: string, around: Surroundings): Content {
  const pill = () =>
    random.pick([
      `<a href="https://matrix.to/#/${person(random, around)}">${word(random)}</a>`,
      `<a href='https://matrix.to/#/%40${word(random)}'>x</a>`,
      '<a href="https://matrix.to/#/',
      '<mx-reply><blockquote>x</blockquote></mx-reply>',
      '<mx-reply>',
      '<a href="%E0%A4%A">x</a>',
      '<br/><p>&lt;script&gt;',
    ])
  const parts = random.chance(0.05)
    ? [pill().repeat(1500)]
    : random.some(6, () => (random.chance(0.5) ? pill() : word(random)))
  return { format: mostly(random, 'org.matrix.custom.html'), formatted_body: [body, ...parts].join(' ') }
}

const person = (random: Random, around: Surroundings): string =>
  random.chance(0.6)
    ? random.pick(around.senders)
    : random.pick(['@x', '@:', '@ghost:nowhere.example', '@a:b\u0000', '', `@${'a'.repeat(300)}:b`])

/** A reaction on a card, on nothing, with any key. */
export function reaction(random: Random, around: Surroundings): Content {
  const key = random.pick([
    '✅',
    '✅',
    '👀',
    '👍',
    '👎🏽',
    '❌',
    '❓',
    '',
    'x'.repeat(50_000),
    '✅'.repeat(9000),
    '\ud83d',
    '__proto__',
    word(random),
  ])
  const relation = {
    rel_type: mostly(random, 'm.annotation'),
    event_id: mostly(random, around.anyEvent(random)),
    key: mostly(random, key),
  }
  return damaged(random, { 'm.relates_to': mostly(random, relation) }, 0.1)
}

/** Content of a type that is not looked into, or should not be. */
export const anyContent = (random: Random): Content =>
  damaged(random, { body: text(random, 4), membership: word(random), [word(random)]: oddValue(random) }, 1)
