import type { StateEvent } from './event.ts'
import { type Json, toId, toJson, toList, toObject, toText } from './shapes.ts'

/** Columns of a room that its state events tell; what was not told is absent. */
export type RoomColumns = {
  version?: string
  name?: string | null
  topic?: string | null
  joinRule?: string
  historyVisibility?: string
  encrypted?: true
  encryption?: string
  powerLevels?: string
  creators?: string
  mark?: string
  replaces?: string
  replacedBy?: string
}
export type Member = { membership: string; displayName: string | undefined }
export type RoomState = { columns: RoomColumns; members: Map<string, Member>; own?: StateEvent }

/** Name of the mark in the creation content of rooms that the bot made. */
export const MARK = 'de.allmende.group'

/** The state of a room after all these events, of which later ones win. */
export function foldState(events: readonly StateEvent[], me: string): RoomState {
  const state: RoomState = { columns: {}, members: new Map() }
  for (const event of events) {
    if (event.type === 'm.room.member') foldMember(state, event, me)
    else if (event.stateKey === '') Object.assign(state.columns, readColumns(event, me))
  }
  return state
}

function foldMember(state: RoomState, event: StateEvent, me: string): void {
  const userId = toId('@', event.stateKey)
  const membership = toText(event.content.membership, 20)
  if (!userId || !membership) return
  state.members.set(userId, { membership, displayName: toText(event.content.displayname, 255) })
  if (userId === me) state.own = event
}

function readColumns({ type, content, sender }: StateEvent, me: string): RoomColumns {
  switch (type) {
    case 'm.room.create':
      return readCreation(content, sender, me)
    case 'm.room.name':
      return { name: toText(content.name, 255) || null }
    case 'm.room.topic':
      return { topic: toText(content.topic, 4000) || null }
    case 'm.room.join_rules':
      return defined({ joinRule: toText(content.join_rule, 50) })
    case 'm.room.history_visibility':
      return defined({ historyVisibility: toText(content.history_visibility, 50) })
    case 'm.room.encryption':
      return defined({ encrypted: true, encryption: toJson(content) }) // whatever it says: it is never taken back
    case 'm.room.power_levels':
      return defined({ powerLevels: toJson(content) })
    case 'm.room.tombstone':
      return defined({ replacedBy: toId('!', content.replacement_room) })
    default:
      return {}
  }
}

function readCreation(content: Json, sender: string, me: string): RoomColumns {
  const version = toText(content.room_version, 50) ?? '1'
  return defined({
    version,
    creators: JSON.stringify(readCreators(content, sender, version)),
    // In a room that somebody else made the mark proves nothing.
    mark: sender === me ? toText(content[MARK], 255) : undefined,
    replaces: toId('!', toObject(content.predecessor).room_id),
  })
}

/** Additional creators have power from room version 12 on; before, the field is any text. */
function readCreators(content: Json, sender: string, version: string): string[] {
  if (/^(?:[1-9]|1[01])$/.test(version)) return [sender]
  const others = toList(content.additional_creators).map((id) => toId('@', id))
  return [...new Set([sender, ...others.filter((id) => id !== undefined)])]
}

function defined(columns: { [Name in keyof RoomColumns]: RoomColumns[Name] | undefined }): RoomColumns {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}
