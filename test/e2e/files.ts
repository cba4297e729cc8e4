/** Files at a homeserver, as somebody with this log-in uploads and downloads them. */
export function openFiles({ url, accessToken }: { url: string; accessToken: string }) {
  const authorization = `Bearer ${accessToken}`
  return {
    /** Gives the address. */
    async upload(bytes: Uint8Array, type: string): Promise<string> {
      const init = { method: 'POST', headers: { authorization, 'content-type': type }, body: new Uint8Array(bytes) }
      const response = await fetch(`${url}/_matrix/media/v3/upload`, init)
      const { content_uri } = (await response.json()) as { content_uri: string }
      return content_uri
    },
    async download(address: string): Promise<{ bytes: Buffer; type: string | null }> {
      const path = `/_matrix/client/v1/media/download/${address.slice('mxc://'.length)}`
      const response = await fetch(url + path, { headers: { authorization } })
      if (!response.ok) throw new Error(`${path}: ${response.status}`)
      return { bytes: Buffer.from(await response.arrayBuffer()), type: response.headers.get('content-type') }
    },
  }
}

/** A calendar file with one event in the year 2031. */
export const calendarFile = (title: string) =>
  Buffer.from(
    [
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'BEGIN:VEVENT',
      'UID:1',
      'DTSTART:20310312T090000Z',
      'DTEND:20310312T103000Z',
      `SUMMARY:${title}`,
      'LOCATION:Kreishaus',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ].join('\r\n'),
  )

/** What is said of it when it is planned. */
export const calendarFileSaid = (title: string) => `„${title}“ · Mi., 12.03.2031, 10:00–11:30 Uhr · Kreishaus`
