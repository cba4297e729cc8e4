import { FileRefused, NotSent, type RoomFile, Undeliverable } from '../chat.ts'
import { FILE } from '../mark.ts'
import { openFile, sealFile } from './encryption/attachment.ts'
import { NoVerdict, Refused, type Request } from './request.ts'
import { type Json, toObject, toText } from './shapes.ts'

const UPLOAD = '/_matrix/media/v3/upload'
const DOWNLOAD = '/_matrix/client/v1/media/download'
/** How long the homeserver may take to bring a file, also from another one. */
const DOWNLOAD_MS = 20_000

/**
 * The content as it is said in the room: where a row has a file, that was uploaded before, in an encrypted room encrypted.
 * An upload that a crash leaves behind stays at the homeserver unused; the message itself stands once all the same.
 * Throws Undeliverable where the homeserver never takes it, else NotSent: nothing of it is in the room.
 */
export async function attach(request: Request, content: Json, { isHidden }: { isHidden: boolean }): Promise<Json> {
  const { [FILE]: file, ...shown } = content
  if (file === undefined) return content
  const { type = '', text = '' } = readOwnFile(file)
  const bytes = Buffer.from(text)
  const info = { mimetype: type, size: bytes.length }
  if (!isHidden) return { ...shown, info, url: await upload(request, bytes, type) }
  const hidden = sealFile(bytes)
  // Neither type nor name are told to whoever keeps it.
  const url = await upload(request, hidden.bytes, 'application/octet-stream')
  return { ...shown, info, file: { ...hidden.sealed, url } }
}

const readOwnFile = (file: unknown) => {
  const { type, text } = toObject(file)
  return { type: toText(type), text: typeof text === 'string' ? text : undefined }
}

async function upload(request: Request, body: Uint8Array, contentType: string): Promise<string> {
  try {
    const { content_uri } = toObject(await request('POST', UPLOAD, { body, contentType }))
    if (!isAddress(content_uri)) throw new Error('no address for the file')
    return content_uri
  } catch (error) {
    if (error instanceof NotSent) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw isForGood(error) ? new Undeliverable(reason) : new NotSent(`the file was not uploaded: ${reason}`)
  }
}

/** A proxy in front may refuse in its own words what it never lets through. */
const NEVER = [404, 405, 413, 414, 415]
const isForGood = (error: unknown) =>
  error instanceof Refused || (error instanceof NoVerdict && NEVER.includes(error.status))

const MEDIA = ['m.file', 'm.image', 'm.video', 'm.audio']
const ADDRESS = /^mxc:\/\/([\w.:[\]-]{1,255})\/([\w-]{1,255})$/

/** The file that a message brings, as its sender describes it; undefined where it brings none. */
export function toFile(content: Json): RoomFile | undefined {
  const sealed = content.file === undefined ? undefined : toObject(content.file)
  const address = sealed ? sealed.url : content.url
  if (!MEDIA.some((type) => type === content.msgtype) || !isAddress(address)) return undefined
  const { mimetype, size } = toObject(content.info)
  return {
    name: toText(content.filename, 255) ?? toText(content.body, 255) ?? '',
    type: toText(mimetype, 255) ?? '',
    size: typeof size === 'number' ? size : undefined,
    url: address,
    sealed,
  }
}

/** Downloads a file from our own homeserver, decrypted where it was encrypted. Throws FileRefused, or as requests do. */
export async function download(request: Request, { url, size, sealed }: RoomFile, maxBytes: number): Promise<Buffer> {
  const address = readAddress(url)
  if (!address || (size ?? 0) > maxBytes) throw new FileRefused('too-large')
  const path = [DOWNLOAD, ...address.map(encodeURIComponent)].join('/')
  const options = { query: { timeout_ms: DOWNLOAD_MS }, maxBytes, timeoutMs: DOWNLOAD_MS + 5_000 }
  const bytes = (await request('GET', path, options)) as Buffer
  return sealed ? openFile(bytes, sealed) : bytes
}

const isAddress = (value: unknown): value is string => readAddress(value) !== undefined

function readAddress(value: unknown): [server: string, id: string] | undefined {
  const [, server, id] = ADDRESS.exec(typeof value === 'string' ? value : '') ?? []
  return server && id ? [server, id] : undefined
}
