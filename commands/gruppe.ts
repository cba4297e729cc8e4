import { defineCommand, UserError } from '../bot/command.ts'
import { wrongUsage } from '../templates/errors.ts'
import { newGroup } from './gruppe/new-group.ts'
import { groupFor, isCalled, type Part, requireOpen, requireOperator, takeKey } from './gruppe/part.ts'
import { invite, remove } from './gruppe/people.ts'
import { archive, key, links, open, topic } from './gruppe/room.ts'

const parts: readonly Part[] = [invite, remove, topic, archive, open, links, key]

const about = {
  name: 'gruppe',
  english: 'group',
  usage: {
    de: 'einladen @… / entfernen @… / thema … / links aus / archivieren / öffnen / neu …',
    en: 'invite @… / remove @… / topic … / links off / archive / open / new …',
  },
  examples: {
    de: [
      '!gruppe einladen @anna:seevetal.example',
      '!gruppe thema Gemeinsame Beschaffung',
      '!gruppe archivieren',
      '!gruppe neu AG Datenschutz für Seevetal, Stelle',
    ],
    en: [
      '!group invite @anna:seevetal.example',
      '!group topic Joint procurement',
      '!group archive',
      '!group new Data Protection for Seevetal, Stelle',
    ],
  },
}

/** Looks after a working group: coordinators its people, topic and end; operators make new ones. */
export default defineCommand({
  ...about,
  aliases: ['arbeitsgruppe', 'ag'],
  permission: 'organizer',
  changesRooms: true,
  writes: true,
  help: {
    de: 'Verwaltet die Arbeitsgruppe; neue legt der Betrieb an.',
    en: 'Looks after the working group; operators make new ones.',
  },

  async run(ctx, text) {
    const { key, word, rest } = readPart(text)
    if (isCalled(newGroup.names, word)) {
      await requireOperator(ctx)
      return newGroup.run(ctx, rest)
    }
    const part = parts.find(({ names }) => isCalled(names, word))
    const command = { de: `gruppe ${part?.names[0] ?? ''}`.trim(), en: `group ${part?.names[1] ?? ''}`.trim() }
    const group = await groupFor(ctx, key, part?.for ?? 'both', command)
    if (!part) throw new UserError(wrongUsage(about))
    if (!part.whileArchived) requireOpen(group)
    return part.run({ ...ctx, group }, rest)
  },
})

type Read = { key?: string; word: string; rest: string }

/** The group's key stands in brackets before or after the word, or as a bare word before it, whether there is such a group or not. */
function readPart(text: string): Read {
  const first = takeKey(text)
  const [word, rest] = split(first.rest)
  if (first.key === undefined && !isPart(word)) {
    const [second, others] = split(rest)
    if (isOfGroup(second)) return { key: word, word: second, rest: others }
  }
  if (first.key !== undefined) return { key: first.key, word, rest }
  const later = takeKey(rest)
  return { ...(later.key === undefined ? {} : { key: later.key }), word, rest: later.rest }
}

function split(text: string): [string, string] {
  const [, word = '', rest = ''] = /^(\S+)\s*([\s\S]*)$/.exec(text.trim()) ?? []
  return [word.replace(/(?<![.:,])[.:,]+$/, ''), rest.trim()]
}

const isOfGroup = (word: string) => parts.some(({ names }) => isCalled(names, word))

const isPart = (word: string) => isOfGroup(word) || isCalled(newGroup.names, word)
