import { powerLost, sentence, stateRestored } from '../../../templates/incidents.ts'
import { nameWritten, topicWritten } from '../../domain/groups.ts'
import { clearIncident, raiseIncident } from '../../domain/incidents.ts'
import { doneAmong, isDone, markDone, markUndone } from '../../domain/occasions.ts'
import { coordinatorsOf, type Group } from '../../domain/people.ts'
import { isPowerful, isTold, joinRule, type Repair, type RoomRow, repairsOf, wantedPower } from '../../domain/rooms.ts'
import type { Work } from './attempt.ts'

/** Occasions: this join rule was set by the bot; this person got her power from the bot; members' talk was closed. */
export const joinRuleSet = (roomId: string, { join }: Pick<Group, 'join'>, spaceId: string | undefined) =>
  `join-rule:${roomId}:${join === 'space' ? (spaceId ?? 'none') : 'invite'}`
export const raised = (roomId: string, personId: string) => `raised:${roomId}:${personId}`
const closed = (roomId: string) => `read-only:${roomId}`

/**
 * Keeps what must be so in a group's room: rules, encryption, power. What people changed is restored and told to
 * operators; name and topic are written once. Without power all of that waits, and operators are told.
 */
export async function keepState(work: Work, group: Group, room: RoomRow, space: RoomRow | undefined): Promise<void> {
  const { db, clock, installation } = work
  if (!isTold(room)) return
  const key = `power-lost:${group.id}`
  if (!isPowerful(room, installation.me))
    return raiseIncident(db, key, sentence(powerLost({ group: group.name })), clock())
  await clearIncident(db, key, clock())
  await writeNames(work, group, room)
  await keepRules(work, group, room, space)
  await keepPower(work, group, room)
}

/** Name and topic, once; later ones only where a command or the file changed them. */
async function writeNames(work: Work, group: Group, room: RoomRow): Promise<void> {
  const { db, chat, clock } = work
  const done = await doneAmong(db, [nameWritten(group.id), topicWritten(group.id)])
  if (!done.has(nameWritten(group.id))) {
    if (room.name !== group.name) await chat.setState(room.id, 'm.room.name', '', { name: group.name })
    await markDone(db, nameWritten(group.id), clock())
  }
  if (!done.has(topicWritten(group.id))) {
    if ((room.topic ?? '') !== (group.topic ?? ''))
      await chat.setState(room.id, 'm.room.topic', '', { topic: group.topic ?? '' })
    await noteTopic(work, group, room)
  }
}

/** What was just set is so, also before the sync has told it. A topic that a command has set meanwhile is still to be written. */
const noteTopic = ({ db, clock }: Work, { id, topic }: Group, room: RoomRow) =>
  db.$transaction(async (tx) => {
    await tx.room.update({ where: { id: room.id }, data: { topic: topic === '' ? null : topic } })
    const { count } = await tx.group.updateMany({ where: { id, topic }, data: { topic } })
    if (count === 1) await markDone(tx, topicWritten(id), clock())
  })

async function keepRules(work: Work, group: Group, room: RoomRow, space: RoomRow | undefined): Promise<void> {
  const { db, chat, clock, installation } = work
  const wanted = {
    join: group.join === 'space' ? ('space' as const) : ('invite' as const),
    spaceId: space?.id,
    encrypted: installation.encryption,
  }
  const ruleKey = joinRuleSet(room.id, group, space?.id)
  const wasSet = await isDone(db, ruleKey)
  const repairs = repairsOf(room, wanted)
  // Restricted to another space than now looks the same in the room's row, so the mark decides too.
  if (!wasSet && !repairs.some(({ what }) => what === 'join') && group.join === 'space')
    repairs.unshift({ what: 'join', type: 'm.room.join_rules', content: joinRule(wanted) })
  for (const repair of repairs) {
    await chat.setState(room.id, repair.type, '', repair.content)
    await remember(work, room.id, repair)
    if (repair.what === 'encryption') await goOnSpeaking(work, room.id)
    // A room that is looked at for the first time, new or upgraded, was not changed by anybody.
    if (wasSet) await report(work, group, repair)
  }
  if (wasSet) return
  await db.occasion.deleteMany({ where: { key: { startsWith: `join-rule:${room.id}:` } } })
  await markDone(db, ruleKey, clock())
}

/** What was just set is so, also before the sync has told it. */
const remember = ({ db }: Work, id: string, { what, content }: Repair) =>
  db.room.update({
    where: { id },
    data:
      what === 'join'
        ? { joinRule: String(content['join_rule']) }
        : what === 'history'
          ? { historyVisibility: 'shared' }
          : { encrypted: true },
  })

/** What was held back until the room is encrypted need not wait for its next attempt. */
const goOnSpeaking = ({ db }: Work, roomId: string) =>
  db.outboxMessage.updateMany({ where: { roomId, sentAt: null, setAsideAt: null }, data: { nextTryAt: null } })

/** At most once a day, should somebody insist. */
async function report({ db, clock, log }: Work, group: Group, { what }: Repair): Promise<void> {
  const now = clock()
  log('warn', 'the state of a room was restored', { groupId: group.id, what })
  await raiseIncident(
    db,
    `restored:${group.id}:${what}:${now.toISOString().slice(0, 10)}`,
    sentence(stateRestored({ group: group.name, what })),
    now,
  )
}

async function keepPower({ db, chat, clock }: Work, group: Group, room: RoomRow): Promise<void> {
  const now = (await coordinatorsOf(db, group.id)).map(({ personId }) => personId)
  const keys = await db.occasion.findMany({ where: { key: { startsWith: raised(room.id, '') } } })
  const before = keys.map(({ key }) => key.slice(raised(room.id, '').length))
  const lower = before.filter((id) => !now.includes(id))
  const raise = now.filter((id) => !before.includes(id))
  const readOnly = group.archivedAt !== null
  const wasReadOnly = await isDone(db, closed(room.id))
  if (raise.length + lower.length === 0 && readOnly === wasReadOnly) return
  const power = wantedPower(room, { raise, lower, readOnly, wasReadOnly })
  if (power) await chat.setState(room.id, 'm.room.power_levels', '', power)
  await db.$transaction(async (tx) => {
    if (power) await tx.room.update({ where: { id: room.id }, data: { powerLevels: JSON.stringify(power) } })
    await markUndone(tx, ...lower.map((id) => raised(room.id, id)), ...(readOnly ? [] : [closed(room.id)]))
    for (const id of raise) await markDone(tx, raised(room.id, id), clock())
    if (readOnly) await markDone(tx, closed(room.id), clock())
  })
}
