import { expect, test } from 'vitest'
import { grouped } from '../prisma/flush.ts'

/** A disk whose flushes end when the test says so. */
function slowDisk() {
  const begun: PromiseWithResolvers<void>[] = []
  const sync = () => {
    const one = Promise.withResolvers<void>()
    begun.push(one)
    return one.promise
  }
  return { begun, flush: grouped(sync) }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('what is committed while the disk is being flushed waits for the next flush, and all of it for the same one', async () => {
  const { begun, flush } = slowDisk()
  const done: string[] = []
  const committed = (name: string) => flush().then(() => done.push(name))
  void committed('first')
  void committed('second') // it may have come too late for the flush that runs
  void committed('third')
  await turn()
  expect(begun).toHaveLength(1)
  begun[0]?.resolve()
  await turn()
  expect([done, begun.length]).toEqual([['first'], 2])
  begun[1]?.resolve()
  await turn()
  expect([done, begun.length]).toEqual([['first', 'second', 'third'], 2])
})

test('a flush that fails is told to whoever waited for it, and the next one is tried', async () => {
  const { begun, flush } = slowDisk()
  const [first, second] = [flush(), flush()]
  begun[0]?.reject(new Error('input/output error'))
  await expect(first).rejects.toThrow('input/output error')
  await turn()
  begun[1]?.resolve()
  await expect(second).resolves.toBeUndefined()
})
