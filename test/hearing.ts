import { expect } from 'vitest'
import type { TestBot } from './bot.ts'

/** Travels through these moments, looking after task reminders at each, and gives what a place heard meanwhile. */
export async function heard(bot: TestBot, place: string, ...moments: string[]): Promise<string[]> {
  const before = (await bot.said(place)).length
  for (const at of moments) {
    bot.travelTo(at)
    await bot.tick('task-reminders')
  }
  return (await bot.said(place)).slice(before)
}

/** Every morning from one day to another, the minute before eight and at eight; the days on which a place heard something. */
export async function days(
  bot: TestBot,
  place: string,
  from: string,
  to: string,
  offset = '+01:00',
): Promise<string[]> {
  const found: string[] = []
  for (let at = Date.parse(`${from}T12:00:00Z`); at <= Date.parse(`${to}T12:00:00Z`); at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10)
    expect(await heard(bot, place, `${day}T07:59:00${offset}`)).toEqual([])
    if ((await heard(bot, place, `${day}T08:00:00${offset}`)).length > 0) found.push(day)
  }
  return found
}
