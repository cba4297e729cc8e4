import { createInterface, type Interface } from 'node:readline'
import { Writable } from 'node:stream'
import { Ending } from '../backup/command-line.ts'

/** Whoever is at the keyboard, or the lines that are piped in. */
export type Asking = {
  /** A secret, not shown where it is typed at a terminal. Throws Ending where nothing comes. */
  secret(question: string): Promise<string>
  /** Goes on only when this word was typed, which cannot be by mistake. Throws Ending otherwise. */
  confirm(word: string): Promise<void>
}

type Terminal = { input: NodeJS.ReadableStream & { isTTY?: boolean }; output: NodeJS.WritableStream }

/** Asks at a terminal; one reader for all questions, because it may have read more lines than one. */
export function openAsking({ input, output }: Terminal): Asking {
  const isTerminal = input.isTTY === true
  let isHidden = false
  let next: (() => Promise<string>) | undefined
  const shown = new Writable({
    write(chunk, _encoding, done) {
      if (!isHidden) output.write(chunk)
      done()
    },
  })
  const ask = async (question: string, hidden: boolean) => {
    output.write(question)
    isHidden = hidden
    next ??= linesOf(createInterface(isTerminal ? { input, output: shown, terminal: true } : { input }))
    const line = await next()
    if (isTerminal && hidden) output.write('\n')
    return line
  }
  return {
    async secret(question) {
      const typed = await ask(question, true)
      if (!typed) throw new Ending('Nothing was typed, so nothing was done: run this again and type it.')
      return typed
    },
    async confirm(word) {
      if ((await ask(`Type ${word} to go on: `, false)) !== word)
        throw new Ending('Not confirmed, so nothing was done.')
    },
  }
}

/** Line after line, without what stands around it; empty ones for ever once the input ends, or Ctrl-C is pressed. */
function linesOf(reader: Interface): () => Promise<string> {
  const lines: string[] = []
  const waiting: ((line: string) => void)[] = []
  let isOver = false
  reader.on('line', (line) => {
    const first = waiting.shift()
    if (first) first(line.trim())
    else lines.push(line.trim())
  })
  reader.once('SIGINT', () => reader.close())
  reader.once('close', () => {
    isOver = true
    for (const each of waiting.splice(0)) each('')
  })
  return () =>
    new Promise((resolve) => (lines.length > 0 || isOver ? resolve(lines.shift() ?? '') : waiting.push(resolve)))
}
