import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { StartRefused } from '../bot/matrix/account.ts'
import { openLanes } from '../bot/matrix/encryption/lanes.ts'
import { loadLibrary } from '../bot/matrix/encryption/library.ts'
import { openHold } from '../bot/matrix/encryption/native-calls.ts'
import { secureDirectory } from '../bot/matrix/encryption/store-directory.ts'
import { takeStoreLock } from '../bot/matrix/encryption/store-lock.ts'
import { scratchFolder } from './scratch.ts'

function folder(): string {
  const path = scratchFolder('allmende-store-')
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

test('work in one lane keeps its order, other lanes do not wait, and a failure holds up nobody', async () => {
  const inLane = openLanes()
  const done: string[] = []
  const gate = Promise.withResolvers<void>()
  const first = inLane('a', async () => {
    await gate.promise
    done.push('a1')
    throw new Error('broken')
  })
  const second = inLane('a', async () => void done.push('a2'))
  await inLane('b', async () => void done.push('b1'))
  gate.resolve()
  await expect(first).rejects.toThrow('broken')
  await second
  expect(done).toEqual(['b1', 'a1', 'a2'])
})

test('a native call that never ends is reported by its name, one that ends is not', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const hung: string[] = []
  const hold = openHold((what) => hung.push(what), 1000)
  void hold([], () => new Promise(() => {}), 'encryptRoomEvent')
  expect(await hold([], async () => 7)).toBe(7)
  await expect(hold([], () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await vi.advanceTimersByTimeAsync(5000)
  expect(hung).toEqual(['encryptRoomEvent of the encryption library has not ended for 1000 ms'])
})

test('a library that is none is refused with what to do', () => {
  const file = join(folder(), 'rubbish.node')
  writeFileSync(file, 'garbage')
  expect(() => loadLibrary(file)).toThrow(StartRefused)
  expect(() => loadLibrary(file)).toThrow(/cannot be loaded \(.+\): run "npm run crypto:install"/)
})

test('the store is for its owner alone, also where it was open before', () => {
  const directory = join(folder(), 'store')
  mkdirSync(directory)
  chmodSync(directory, 0o755)
  secureDirectory(directory)
  expect(statSync(directory).mode & 0o777).toBe(0o700)
})

test('a store below something that is no directory is refused', () => {
  const file = join(folder(), 'file')
  writeFileSync(file, '')
  expect(() => secureDirectory(join(file, 'store'))).toThrow(StartRefused)
  expect(() => secureDirectory(join(file, 'store'))).toThrow(/cannot be made or closed to others \(ENOTDIR\)/)
})

const options = () => {
  const lines: string[] = []
  return { lines, lookMs: 20, log: (line: string) => void lines.push(line), signal: new AbortController().signal }
}

test('a store has one process: the next one waits, says so once, and is let in when the first one ends, stopped or not', async () => {
  const directory = join(folder(), 'store')
  const script = `import { takeStoreLock } from './bot/matrix/encryption/store-lock.ts'
await takeStoreLock(${JSON.stringify(directory)}, { signal: new AbortController().signal, log() {} })
console.log('held'); setInterval(() => {}, 1000)`
  const first = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: 'pipe' })
  onTestFinished(() => void first.kill('SIGKILL'))
  await once(first.stdout, 'data')
  first.kill('SIGSTOP')
  const mine = options()
  let isHeld = false
  const taken = takeStoreLock(directory, mine).then((lock) => {
    isHeld = true
    return lock
  })
  await expect
    .poll(() => mine.lines, { timeout: 10_000 })
    .toEqual([`waits, because process ${first.pid} holds the encryption store`])
  await sleep(10 * mine.lookMs)
  expect(isHeld).toBe(false)
  first.kill('SIGKILL')
  const lock = await taken
  expect(mine.lines).toHaveLength(1)
  lock.release()
  ;(await takeStoreLock(directory, options())).release()
})

test('waiting for the store can be broken off', async () => {
  const directory = join(folder(), 'store')
  const lock = await takeStoreLock(directory, options())
  const stop = new AbortController()
  const waiting = takeStoreLock(directory, { ...options(), signal: stop.signal })
  stop.abort()
  await expect(waiting).rejects.toThrow(/abort/i)
  lock.release()
})
