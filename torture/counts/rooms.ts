import { type Cast, SPACE } from '../cast.ts'
import type { Diary } from '../diary.ts'
import type { Outside, SeenRoom } from '../outside.ts'
import { type Count, count } from './count.ts'

/** Counts rooms that exist twice or never, and invitations that came twice or never: from the homeserver's lists and the rooms' own events. */
export function countRooms(diary: Diary, cast: Cast, outside: Outside): Count[] {
  const names = [...cast.groups.map(({ name }) => name), ...diary.groupsMade]
  const standing = [SPACE, ...names].map((name) => ({ name, rooms: outside.all.filter((room) => room.name === name) }))
  return [
    count(
      'rooms lost',
      standing.filter(({ rooms }) => rooms.length === 0).map(({ name }) => `${name} has no room`),
    ),
    count('rooms double', [
      ...standing
        .filter(({ rooms }) => rooms.length > 1)
        .map(({ name, rooms }) => `${name}: ${rooms.map(({ room_id }) => room_id)}`),
      ...doubleDirect(cast, outside, [SPACE, ...names]),
    ]),
    ...countInvitations(diary, cast, outside),
  ]
}

/** The bot makes at most one direct room for anybody; one that its person has left a newer one for still counts as made. */
function doubleDirect({ me }: Cast, { all }: Outside, others: string[]): string[] {
  const direct = all.filter(({ name }) => !others.includes(name ?? ''))
  const byPerson = Map.groupBy(direct, ({ members }) => members.find((id) => id !== me.userId) ?? 'nobody')
  return [...byPerson]
    .filter(([person, rooms]) => person === 'nobody' || rooms.length > 1)
    .map(([person, rooms]) => `${person}: ${rooms.map(({ room_id }) => room_id)}`)
}

function countInvitations(diary: Diary, cast: Cast, { rooms }: Outside): Count[] {
  const wanted = new Map<string, number>()
  const want = (group: string, userId: string) => {
    const key = `${group} ${userId}`
    wanted.set(key, (wanted.get(key) ?? 0) + 1)
  }
  for (const { name, members } of cast.groups) for (const { userId } of [cast.karin, ...members]) want(name, userId)
  for (const { group, userId } of diary.invitations) want(group, userId)
  for (const { userId } of [cast.karin, ...cast.writers.filter(isIn(cast)), ...cast.movers]) want(SPACE, userId)
  const lost: string[] = []
  const double: string[] = []
  for (const room of rooms) {
    const made = invitationsIn(room, cast.me.userId)
    for (const [key, times] of wanted) {
      const [group, userId] = [key.slice(0, key.lastIndexOf(' ')), key.slice(key.lastIndexOf(' ') + 1)]
      if (group !== room.name) continue
      const seen = made.get(userId) ?? []
      if (seen.length < times) lost.push(`${userId} in ${group}: ${seen.length} of ${times}`)
      if (seen.length > times) double.push(`${userId} in ${group}: ${seen.length} instead of ${times}: ${seen}`)
    }
    for (const [userId, seen] of made)
      if (!wanted.has(`${room.name} ${userId}`) && seen.length > 1)
        double.push(`${userId} in ${room.name ?? room.roomId}: ${seen}`)
  }
  return [count('invitations lost', lost), count('invitations double', double)]
}

/** With few groups some of the writers are in none. */
const isIn =
  ({ groups }: Cast) =>
  ({ userId }: { userId: string }) =>
    groups.some(({ members }) => members.some((one) => one.userId === userId))

function invitationsIn({ events }: SeenRoom, me: string): Map<string, string[]> {
  const made = events.filter(
    ({ type, sender, content }) => type === 'm.room.member' && sender === me && content.membership === 'invite',
  )
  return new Map(
    [...Map.groupBy(made, ({ stateKey }) => stateKey ?? '')].map(([id, all]) => [
      id,
      all.map(({ eventId }) => eventId),
    ]),
  )
}
