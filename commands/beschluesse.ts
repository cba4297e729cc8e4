import { shownOf } from '../bot/answers/decisions.ts'
import { defineCommand } from '../bot/command.ts'
import { listDecisions } from '../bot/domain/decision-list.ts'
import { readRegisterQuestion } from '../bot/domain/decision-list-call.ts'
import { firstWords } from '../bot/domain/decisions.ts'
import { decisionList, noDecisions } from '../templates/decision-show.ts'

const SHOWN = 10

/** The register: in a room that of its group, in a direct message all that may be seen. */
export default defineCommand({
  name: 'beschlüsse',
  english: 'decisions',
  aliases: ['register'],
  permission: 'member',
  writes: false,
  usage: { de: '[Jahr / offen / gültig / <Suchwort>] [alle]', en: '[year / open / valid / <word>] [all]' },
  help: {
    de: 'Zeigt das Register der Beschlüsse, neueste zuerst.',
    en: 'Shows the register of decisions, newest first.',
  },
  examples: {
    de: ['!beschlüsse', '!beschlüsse 2026 gültig', '!beschlüsse Drucker'],
    en: ['!decisions', '!decisions 2026 valid', '!decisions printer'],
  },

  async run(ctx, text) {
    const { isAll, ...question } = readRegisterQuestion(text)
    const group = ctx.isDirect ? undefined : ctx.group
    const where = group && !question.groupKey ? { ...question, groupId: group.id } : question
    const found = await listDecisions(ctx.db, ctx.viewer, where)
    if (found.length === 0) return noDecisions({ filtered: text.trim() !== '' })
    const rows = found
      .slice(0, isAll ? undefined : SHOWN)
      .map((decision) => ({ ...shownOf(ctx, decision), text: firstWords(decision.text) }))
    const asked = text.trim() ? ` ${text.trim()}` : ''
    const all = { de: `beschlüsse${asked} alle`, en: `decisions${asked} all` }
    return decisionList({ title: { group: group?.name }, total: found.length, rows, all })
  },
})
