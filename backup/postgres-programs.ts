import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Ending } from './command-line.ts'

type Env = Record<string, string | undefined>

/** Runs PostgreSQL's own programs, which read the password from PGPASSWORD. */
export type Programs = {
  /** Resolves with what the program wrote; throws Ending with its last line when it fails. */
  run(name: Name, args: string[]): Promise<string>
  /** Begins a program whose input and output are used. */
  start(name: Name, args: string[]): ChildProcess
}
type Name = 'pg_dump' | 'pg_restore' | 'psql'
const NAMES: readonly Name[] = ['pg_dump', 'pg_restore', 'psql']

/** Finds the programs on the PATH, else the newest of Debian's. Throws Ending where they are not installed. */
export function findPrograms(env: Env): Programs {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
  ]
  const folder = folders.find((one) => NAMES.every((name) => existsSync(join(one, name))))
  if (!folder)
    throw new Ending(
      'pg_dump, pg_restore and psql are not installed (Debian and Ubuntu: apt install postgresql-client); they must be as new as the server.',
    )
  const start = (name: Name, args: string[]) =>
    spawn(join(folder, name), args, { env: { ...env, LC_ALL: 'C' }, stdio: ['pipe', 'pipe', 'pipe'] })
  async function run(name: Name, args: string[]): Promise<string> {
    const child = start(name, args)
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk
    })
    await endOf(name, child)
    return output
  }
  return { start, run }
}

/** Resolves when a program that was begun has ended well; throws Ending with its last line otherwise. */
export async function endOf(name: string, child: ChildProcess): Promise<void> {
  let problem = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    problem += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Ending(`${name} failed: ${lastLine(problem) || `exit code ${code}`}`)
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.slice(0, 500) ?? ''
