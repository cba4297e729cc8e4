import { createEngine as realEngine } from '../../bot/matrix/encryption/engine.ts'
import type { Machinery } from '../../bot/matrix/encryption/machinery.ts'
import { atMoment } from './moments.ts'

/** Stands in for bot/matrix/encryption/engine.ts: the same, with moments between all that has to last. */
export const createEngine: typeof realEngine = (machinery, options) => {
  const engine = realEngine(tellingKeys(machinery), options)
  return {
    ...engine,
    async receive(response) {
      const keys = await engine.receive(response)
      if (keys.length > 0) await atMoment('keys-received')
      return keys
    },
    async decrypt(roomId, event) {
      const decrypted = await engine.decrypt(roomId, event)
      await atMoment('decrypted')
      return decrypted
    },
    async encrypt(...about) {
      const content = await engine.encrypt(...about)
      await atMoment('encrypted')
      return content
    },
  }
}

/** After keys have gone to other devices. */
const tellingKeys = (machinery: Machinery): Machinery => ({
  ...machinery,
  async send(outgoing) {
    const answer = await machinery.send(outgoing)
    if ('eventType' in outgoing && outgoing.eventType === 'm.room.encrypted') await atMoment('keys-sent')
    return answer
  },
})
