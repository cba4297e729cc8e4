import { join } from 'node:path'

/** The database that the library keeps in the directory of a store. */
export const storeFile = (directory: string) => join(directory, 'matrix-sdk-crypto.sqlite3')
