import { readFileSync } from 'node:fs'
import { type Splitter, splitterOver } from './compound.ts'
import { once } from './once.ts'

/** The splitter over nouns.txt, read when first needed and kept: it never changes while the program runs. */
export const germanNouns: () => Splitter = once(() => splitterOver(readNouns()))

function readNouns(): string[] {
  const lines = readFileSync(new URL('nouns.txt', import.meta.url), 'utf8').split('\n')
  return lines.filter((line) => !line.startsWith('#')).flatMap((line) => line.split(' ').filter(Boolean))
}
