import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inject } from 'vitest'
import { type Client, openDb } from '../../prisma/client.ts'
import { minimal } from '../config-files.ts'
import type { Ended } from '../e2e/bot-process.ts'
import { library, newBot, PASSPHRASE } from './signing-world.ts'

/** A bot with configuration and database, as `npm run crypto` finds it. */
export async function installation() {
  const bot = await newBot()
  const { url } = inject('synapse')
  const { account, data } = bot
  const database = `file:${join(data, 'allmende.db')}`
  const file = join(data, 'allmende.yaml')
  const settings = { homeserver: url, user: account.userId, database, data, encryption: { library } }
  const rest = minimal.slice(minimal.indexOf('space:'))
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${JSON.stringify(value)}\n`)
  writeFileSync(file, lines.join('') + rest)
  await inDatabase(database, (db) => db.account.create({ data: { id: 1, homeserver: url, ...account } }))
  return {
    ...bot,
    /** Runs the command with the lines typed. */
    crypto: (args: string[], own: Record<string, string> = {}, typed: string[] = []) => run(file, args, own, typed),
    withDb: <T>(work: (db: Client) => Promise<T>) => inDatabase(database, work),
    login: () => inDatabase(database, (db) => db.account.findUniqueOrThrow({ where: { id: 1 } })),
    url,
    database,
  }
}

async function inDatabase<T>(url: string, work: (db: Client) => Promise<T>): Promise<T> {
  const { prisma, close } = await openDb(url)
  return work(prisma).finally(close)
}

async function run(file: string, args: string[], own: Record<string, string>, typed: string[]): Promise<Ended> {
  const others = Object.entries(process.env).filter(([name]) => !name.startsWith('ALLMENDE_'))
  const env = {
    ...Object.fromEntries(others),
    ...{ ALLMENDE_CONFIG: file, ALLMENDE_STORE_PASSPHRASE: PASSPHRASE, ...own },
  }
  const child = spawn(process.execPath, ['run.mjs', 'encryption/crypto.ts', ...args], { env })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk
    })
  child.stdin.on('error', () => {}) // it may end without having read all
  child.stdin.end(typed.map((line) => `${line}\n`).join(''))
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, output }
}
