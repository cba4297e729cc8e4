import { existsSync } from 'node:fs'
import { Ending } from '../backup/command-line.ts'
import type { Login } from '../bot/matrix/account.ts'
import { type Library, loadLibrary } from '../bot/matrix/encryption/library.ts'
import { type Machinery, openMachinery } from '../bot/matrix/encryption/machinery.ts'
import { storeOf } from '../bot/matrix/encryption/signing-place.ts'
import { askPublished } from '../bot/matrix/encryption/signing-published.ts'
import { openRequest, type Request, TokenRefused } from '../bot/matrix/request.ts'
import type { Installation } from './crypto-installation.ts'
import { logInAnew, logOut, replaceLogin } from './crypto-login.ts'
import { checkLibrary } from './library.ts'

/** The file of the native library. Throws Ending. */
export async function libraryOf({ encryption, data }: Installation): Promise<string> {
  if (!encryption)
    throw new Ending('encryption is off in the configuration, so there is nothing to put right: set it to true first.')
  const check = await checkLibrary({ library: encryption.library, data })
  if (!check.ok) throw new Ending(check.reason, 'configuration')
  return check.file
}

/**
 * The machine of the bot's device. Where its store is lost or its log-in no longer valid that is a new device, and the
 * old one is logged out; `test` is asked before, and keeps everything as it was by throwing. Whatever it is broken off
 * at: calling it again completes it.
 */
export async function openDevice(
  installation: Installation,
  libraryFile: string,
  test: (request: Request, library: Library) => Promise<void>,
): Promise<Machinery> {
  const { account, homeserver, data, secrets, say } = installation
  const library = loadLibrary(libraryFile)
  let login = account
  if (await isLost(installation)) {
    say('The store or the log-in of the present device is lost: logging in as a new one.')
    login = await moveToNewDevice(installation, (request) => test(request, library))
  } else await test(openRequest(account), library)
  const { userId, deviceId, accessToken } = login
  return openMachinery({
    ...{ library: libraryFile, userId, deviceId, request: openRequest({ homeserver, accessToken }) },
    directory: storeOf(data, deviceId),
    passphrase: secrets.storePassphrase,
    onHang,
  })
}

/** The homeserver has keys that we have not, or knows us no more. */
async function isLost({ account, data }: Installation): Promise<boolean> {
  const { userId, deviceId } = account
  try {
    const { hasKeys } = await askPublished(openRequest(account), userId, deviceId)
    return hasKeys && !existsSync(storeOf(data, deviceId))
  } catch (error) {
    if (error instanceof TokenRefused) return true
    throw error
  }
}

/** The old device goes before the new one counts: once its token is replaced nobody could log it out any more. */
async function moveToNewDevice(installation: Installation, test: (request: Request) => Promise<void>): Promise<Login> {
  const { account, opened, say } = installation
  const login = await logInAnew(installation, await passwordOf(installation))
  try {
    await test(openRequest(login))
    await logOut(account)
  } catch (error) {
    await logOut(login).catch(() => {}) // what was wrong before is what matters
    throw error
  }
  await replaceLogin(opened.prisma, login, new Date())
  say(`The bot's device is ${login.deviceId} now; ${account.deviceId} is logged out.`)
  return login
}

/** From the environment, else typed. */
export async function passwordOf({ secrets, userId, asking }: Installation): Promise<string> {
  return secrets.password ?? (await asking.secret(`Password of ${userId}: `))
}

function onHang(what: string): never {
  console.error(`${what}: run this again.`)
  process.exit(1)
}
