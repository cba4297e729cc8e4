import { join, resolve } from 'node:path'
import { libraryName, thisMachine } from './platform.ts'

/** Where an installation keeps its library: a folder of its own in the data directory, closed to others. */
export type Place = { folder: string; file: string }

/** A machine that no release has a file for may still have one that was built for it. */
const UNPUBLISHED = 'matrix-sdk-crypto.node'

/** The place in a data directory. */
export function placeIn(data: string): Place {
  const folder = resolve(data, 'library')
  return { folder, file: join(folder, libraryName(thisMachine()) ?? UNPUBLISHED) }
}
