/** File of the native library, where this machine has it. */
export const library: string | undefined = process.env['ALLMENDE_CRYPTO_LIBRARY']
