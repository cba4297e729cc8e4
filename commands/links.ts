import { defineCommand } from '../bot/command.ts'
import { headOfLink } from '../bot/domain/link-index.ts'
import { listLinks, readLinkQuestion } from '../bot/domain/link-list.ts'
import { linkList, noLinks } from '../templates/links.ts'

const SHOWN = 10

/** Links, newest first: in a room those of its group, in a direct message all that may be seen. */
export default defineCommand({
  name: 'links',
  english: 'links',
  aliases: ['linkliste'],
  permission: 'member',
  writes: false,
  usage: { de: '[Suchwort / #tag] [alle]', en: '[word / #tag] [all]' },
  help: { de: 'Zeigt die gespeicherten Links, neueste zuerst.', en: 'Shows the stored links, newest first.' },
  examples: {
    de: ['!links', '!links Vergabe', '!links #vergabe'],
    en: ['!links', '!links procurement', '!links #procurement'],
  },

  async run({ db, viewer, isDirect, group }, text) {
    const question = readLinkQuestion(text.trim())
    const here = isDirect ? undefined : group
    const found = await listLinks(db, viewer, { ...question, groupId: here?.id })
    const isFiltered = Boolean(question.words ?? question.tag)
    if (found.length === 0) return noLinks({ filtered: isFiltered })
    const rows = found.slice(0, question.isAll ? undefined : SHOWN).map((link) => {
      const { id, url, item } = link
      return {
        id,
        url,
        head: headOfLink(link),
        at: item.createdAt,
        group: here?.id === item.groupId ? undefined : item.group.name,
      }
    })
    const asked = isFiltered ? ` ${question.words ?? `#${question.tag}`}` : ''
    return linkList({
      title: { group: isFiltered ? undefined : here?.name },
      total: found.length,
      rows,
      all: { de: `links${asked} alle`, en: `links${asked} all` },
    })
  },
})
