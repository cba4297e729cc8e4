import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Federation, startFederation } from '../../tools/federation.ts'
import { openPerson, type Person } from '../../tools/person.ts'
import { registerUser } from '../../tools/synapse.ts'
import { type E2eBot, startBot } from './bot.ts'
import { answersTo, enterRoom, idIn, until } from './listening.ts'

const dir = mkdtempSync(join(tmpdir(), 'allmende-federation-'))
const name = 'AG IT-Kooperation'
/** How long the servers are parted; FEDERATION_MINUTES=1 for the impatient. */
const APART_MS = Number(process.env['FEDERATION_MINUTES'] ?? 10) * 60_000
let both: Federation
let bot: E2eBot
/** Of the bot's own server. */
let karin: Person
let olga: Person
/** Of the other one. */
let anna: Person
let ben: Person
let room: string

beforeAll(async () => {
  both = await startFederation({ dir })
  bot = await startBot(both.servers[0], { abroad: both.servers[1] })
  ;({ karin, olga, anna, ben } = bot.people)
  room = await bot.room()
}, 600_000)
afterAll(async () => {
  await bot?.close()
  await both?.stop()
  rmSync(dir, { recursive: true, force: true })
})

const membershipOf = async (person: Person, roomId: string, userId: string) =>
  (await person.members(roomId)).find((member) => member.userId === userId)?.membership

test('people of another server are members like all others: room, commands, direct messages, what is told by itself', async () => {
  const task = await bot.ask(anna, room, `!aufgabe Angebot einholen an ${ben.userId} bis 12.3.2027`)
  expect(task.body).toContain('notiert: „Angebot einholen“ · Ben Schulz (Stelle) · bis Fr., 12.03.2027')
  const direct = await bot.direct(ben)
  expect((await bot.ask(ben, direct, 'aufgaben')).body).toContain('Angebot einholen')
  await bot.ask(karin, room, `!aufgabe ${idIn(task)} bis 13.3.2027`)
  const told = await bot.hear(ben, direct, `Karin Beispiel in ${name}: ${idIn(task)} geändert`)
  expect(told).toMatchObject({ msgtype: 'm.text', mentions: [ben.userId] })
  // Entered before: what is said in the moment in which somebody of another server comes in, that server may hear of only with the next event.
  const hers = await bot.direct(anna)
  await ben.react(room, task.eventId, '✅')
  await bot.hear(anna, hers, `Ben Schulz in ${name}: ${idIn(task)} erledigt`)
  const approach = await bot.people.stranger.createDirectRoom(bot.me)
  await until(
    'a stranger of the other server is declined',
    async () => (await membershipOf(bot.people.stranger, approach, bot.me)) === 'leave',
  )
})

/** A start from which the reminder of a quarter of an hour before falls due within the next minutes, as people write it. */
function soon(): string {
  const at = new Date(Math.ceil((Date.now() + 15 * 60_000 + 20_000) / 60_000) * 60_000)
  const parts = new Intl.DateTimeFormat('de-DE', { timeZone: 'Europe/Berlin', dateStyle: 'medium', timeStyle: 'short' })
  return parts.format(at).replace(',', '')
}

test('servers that are parted, and come together again: all that was said on either side is handled once, in order', {
  timeout: 400_000 + APART_MS,
}, async () => {
  const { task } = await bot.db()
  const before = await task.count()
  await bot.ask(karin, room, `!sitzung ${soon()} Lenkungskreis`)
  await both.part('silently')
  const parted = performance.now()

  const theirs: string[] = []
  for (let index = 0; index < 25; index++)
    theirs.push(await (index % 2 ? ben : anna).say(room, `!aufgabe Drüben ${index}`))
  // What it has not got rid of is not in its mind any more after that: it will tell the last event only, and be asked.
  await both.servers[1].kill()
  await both.servers[1].start()
  const newcomers = await Promise.all(['eva', 'ulf'].map((local) => registerThere(local)))
  for (const { userId } of newcomers) await bot.ask(karin, room, `!gruppe einladen ${userId}`)
  const ours: string[] = []
  for (let index = 0; index < 8; index++) {
    const answer = await bot.ask(karin, room, `!aufgabe Hier ${index}`)
    expect(answer.body).toContain(`„Hier ${index}“`)
    ours.push(answer.relatesTo?.inReplyTo ?? '')
  }
  const operators = await olga.createDirectRoom(bot.me)
  await bot.ask(olga, operators, 'hilfe')
  const reminder = await bot.hear(karin, room, /^In 15 Minuten.*Lenkungskreis/)
  await until('the servers have tried again and again', async () => both.attempts() >= 6)

  await wait(Math.max(0, APART_MS - (performance.now() - parted)))
  await both.reunite()
  theirs.push(await anna.say(room, '!aufgabe Drüben 25'))
  ours.push((await bot.ask(karin, room, '!aufgabe Hier 8')).relatesTo?.inReplyTo ?? '')
  await until('everything is noted', async () => (await task.count()) >= before + theirs.length + ours.length)
  // Else they are tried again ten minutes after the last time.
  for (const { userId } of newcomers) await bot.ask(karin, room, `!gruppe einladen ${userId}`)
  await bot.settled()
  for (const person of [karin, anna]) {
    await person.waitFor(room, ({ relatesTo }) => relatesTo?.inReplyTo === theirs.at(-1), { timeoutMs: 90_000 })
    const messages = await person.messages(room)
    for (const side of [theirs, ours]) {
      const answers = side.map((eventId) => answersTo(messages, bot.me, eventId))
      expect(answers.map((all) => all.length)).toEqual(side.map(() => 1))
      const numbers = answers.flat().map((answer) => Number(idIn(answer).slice(1)))
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    }
    expect(messages.filter(({ body }) => body === reminder.body)).toHaveLength(1)
  }
  expect(await task.count()).toBe(before + theirs.length + ours.length)
  for (const person of newcomers) expect(await enterRoom(person, name)).toBe(room)
})

async function registerThere(local: string): Promise<Person> {
  const [, there] = both.servers
  return openPerson({ url: there.url, ...(await registerUser(there, local, 'e2e-secret')) })
}
