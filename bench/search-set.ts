import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'

/** A document of a search set: `id|kind|title|text`. */
export interface SetDocument {
  id: string
  kind: string
  title: string
  body: string
}

/** A query of a search set, `class|query|id`: the document that it must find. */
export interface SetQuery {
  kind: string
  text: string
  id: string
}

/** The lines of a text file; `.gz` is unpacked. */
export function linesOf(file: string | URL): string[] {
  const bytes = readFileSync(file)
  const text = (String(file).endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text.split(/\r?\n/).filter((line) => line.trim())
}

export const readDocuments = (file: string | URL): SetDocument[] =>
  linesOf(file).map((line) => {
    const [id = '', kind = '', title = '', ...body] = line.split('|')
    return { id, kind, title, body: body.join('|') }
  })

export const readQueries = (file: string | URL): SetQuery[] =>
  linesOf(file).map((line) => {
    const [kind = '', text = '', id = ''] = line.split('|')
    return { kind, text, id }
  })

/** `size` distractors: those of the file, and when there are too few, the same again with other place names and numbers. */
export function* distractorsOf(documents: SetDocument[], size: number): Generator<SetDocument> {
  for (let i = 0; i < size && documents.length; i++) {
    const round = Math.floor(i / documents.length)
    const document = documents[i % documents.length]!
    yield round === 0 ? document : varied(document, round)
  }
}

function varied({ id, kind, title, body }: SetDocument, round: number): SetDocument {
  const place = title.split(' ').at(-1) ?? ''
  const vary = (text: string) =>
    text
      .replaceAll(place, `${place}${'abcdefghij'[round % 10]}${round}`)
      .replace(/\d+/g, (number) => String((Number(number) * (round + 1)) % 997))
  return { id: `${id}-${round}`, kind, title: vary(title), body: vary(body) }
}
