import { execFile } from 'node:child_process'
import { join } from 'node:path'

const LIMIT_MS = 30_000
/** How loading.ts ends where something loads that is not this library. */
const OTHER_LIBRARY = 3

/** Why a library cannot be loaded, with what to do, to go on a sentence; undefined when it can. */
export type Proof = (library: string) => Promise<string | undefined>

/** Loads a library in a process of its own, because one that is broken takes its process down. */
export function proveLibrary(library: string, limitMs = LIMIT_MS): Promise<string | undefined> {
  const args = [join(import.meta.dirname, 'loading.ts'), library]
  const options = { timeout: limitMs, killSignal: 'SIGKILL' } as const
  return new Promise((resolve) => {
    const child = execFile(process.execPath, args, options, (error, _, stderr) => {
      if (!error) resolve(undefined)
      else if (child.exitCode === OTHER_LIBRARY)
        resolve('it is a library, but not that of the encryption package; get the right file')
      else if (error.killed) resolve(`loading it takes longer than ${limitMs / 1000} s; get the file anew`)
      else if (child.signalCode) resolve(`it crashes when it is loaded (${child.signalCode}); get the file anew`)
      else resolve(reasonIn(stderr.replaceAll(`${library}: `, '')))
    })
  })
}

/** The words of the system's loader, and what an operator does about them. */
function reasonIn(text: string): string {
  const [line = ''] = text.trim().split('\n')
  const glibc = /GLIBC_[\d.]+/.exec(text)
  if (glibc) return `the system is too old for it, ${glibc[0]} is missing; use a system with glibc 2.34 or newer`
  if (/failed to map segment/.test(text))
    return 'its file system may not hold programs (mount option noexec); use another folder for "data"'
  if (
    /invalid ELF header|file too short|not a mach-o|not a valid Win32|wrong ELF|incompatible architecture/i.test(text)
  )
    return `it is not a library for this machine (${line}); get the file for ${process.platform}-${process.arch}`
  return `${line || 'the process ended without a word'}; get the file for ${process.platform}-${process.arch} anew`
}
