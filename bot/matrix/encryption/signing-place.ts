import { join, resolve } from 'node:path'

/** The folder whose lock (`takeStoreLock`) keeps a second process from all stores of an installation. */
export const storesIn = (data: string) => resolve(data, 'encryption')

/**
 * The store of one device. Each has a folder of its own, so that a new device never meets the keys of an old one, at
 * whatever point a recovery is broken off.
 */
export const storeOf = (data: string, deviceId: string) =>
  join(storesIn(data), `device-${encodeURIComponent(deviceId)}`)

/** Where a new recovery key waits until a person has put it in the safe. */
export const recoveryKeyFile = (data: string) => resolve(data, 'recovery-key.txt')
