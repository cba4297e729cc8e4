import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { lastLines, startChild } from './child.ts'
import { withFileLock } from './file-lock.ts'
import { type Log, showProgress } from './progress.ts'

const NAMES = ['python3.12', 'python3.11', 'python3.10', 'python3.13', 'python3.14', 'python3', 'python']
const PROBE = 'import ensurepip, sqlite3, venv, sys; sys.exit(not (3, 10) <= sys.version_info < (3, 15))'
const MISSING =
  'Synapse needs Python 3.10 to 3.14 with its venv module, and none was found. ' +
  'Install it (Debian and Ubuntu: apt install python3 python3-venv) and start again.'

/**
 * Makes a Python environment in `dir` that holds exactly what the requirements file lists, when it is missing, was
 * interrupted, or the file has changed since. Gives the path of its Python. Throws a sentence for the reader when
 * no fitting Python is installed.
 */
export async function installEnvironment(dir: string, requirements: string, log: Log): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  const python = join(dir, 'bin', 'python')
  const marker = join(dir, 'installed')
  const isComplete = () => existsSync(marker) && existsSync(python) && readFileSync(marker, 'utf8') === hash
  if (isComplete()) return python
  mkdirSync(dir, { recursive: true })
  const install = async () => {
    if (isComplete()) return
    rmSync(dir, { recursive: true, force: true })
    await createEnvironment(dir, log)
    await installPackages(dir, python, requirements, log)
    writeFileSync(marker, hash)
  }
  await withFileLock(`${dir}.lock`, install, () => log('Another process is installing Synapse: waiting for it …'))
  return python
}

/** The first command of the usual names that is a Python able to run Synapse. */
export async function findPython(names: string[] = NAMES): Promise<string> {
  for (const name of names) {
    const fits = await run(name, ['-c', PROBE]).then(
      () => true,
      () => false, // not installed, too old, or without the modules: try the next
    )
    if (fits) return name
  }
  throw new Error(MISSING)
}

const run = promisify(execFile)

async function createEnvironment(dir: string, log: Log): Promise<void> {
  const python = await findPython()
  const create = () => runLogged(python, ['-m', 'venv', dir], `${dir}.log`)
  await showProgress(log, `Creating a Python environment with ${python}`, create)
}

async function installPackages(dir: string, python: string, requirements: string, log: Log): Promise<void> {
  const logFile = `${dir}.log`
  const count = (file: string, line: RegExp) => readFileSync(file, 'utf8').match(line)?.length ?? 0
  const total = count(requirements, /^[^#\s]/gm)
  const args = ['-m', 'pip', 'install', '--no-deps', '--no-input', '--disable-pip-version-check', '-r', requirements]
  const detail = () => `${count(logFile, /^Collecting /gm)} of ${total} packages fetched`
  await showProgress(log, 'Installing Synapse', () => runLogged(python, args, logFile), detail)
}

async function runLogged(command: string, args: string[], logFile: string): Promise<void> {
  writeFileSync(logFile, '')
  const child = startChild({ name: 'Python', command, args, cwd: dirname(logFile), logFile, lastSignal: 'SIGKILL' })
  const code = await child.exited()
  if (code !== 0) throw new Error(`Installing Synapse failed (full log: ${logFile}).\n${lastLines(logFile)}`)
}
