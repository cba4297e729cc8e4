import { Refused } from './refused.ts'

/** Hands chunks on until there are too many bytes; then throws Refused with the sentence. */
export async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
  sentence: string,
): AsyncGenerator<Uint8Array> {
  let taken = 0
  for await (const chunk of chunks) {
    taken += chunk.length
    if (taken > most) throw new Refused(sentence)
    yield chunk
  }
}
