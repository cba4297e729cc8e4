import type { Db } from '../prisma/client.ts'
import {
  noSuchGroup,
  onlyCoordinators,
  onlyCoordinatorsOf,
  onlyMembers,
  onlyMembersSomewhere,
  onlyOperators,
  strangerHere,
  whichGroup,
} from '../templates/errors.ts'
import type { Say } from '../templates/template.ts'
import { fold } from './addressing.ts'
import { type Command, type Permission, UserError } from './command.ts'
import { inTurn } from './domain/in-turn.ts'
import { coordinatorsOf, type Group, isCoordinator, membershipIn, nameOf, type Viewer } from './domain/people.ts'

type Asked = {
  viewer: Viewer
  command: Command
  roomGroup: Group | undefined
  isDirect: boolean
  text: string
  operators: readonly string[]
}

/**
 * Decides whether a command may run, and for which group, before its arguments are looked at.
 * Throws a UserError that names who may.
 */
export async function admit(db: Db, asked: Asked): Promise<{ group: Group | undefined; text: string }> {
  const { viewer, command, roomGroup, isDirect, operators } = asked
  if (!viewer.isKnown && !roomGroup) throw new UserError(strangerHere())
  if (command.permission === 'organizer') return { group: roomGroup, text: asked.text }
  if (roomGroup && !isDirect) {
    if (!(await mayIn(viewer, command.permission, roomGroup)))
      throw new UserError(await refusalIn(db, command.permission, roomGroup, operators))
    return { group: roomGroup, text: asked.text }
  }
  if (!mayAnywhere(viewer, command.permission))
    throw new UserError(await refusalAnywhere(db, viewer, command.permission, operators))
  return command.needsGroup ? chooseGroup(viewer, command, asked.text) : { group: undefined, text: asked.text }
}

function mayIn(viewer: Viewer, permission: Permission, group: Group): boolean {
  if (permission === 'operator') return viewer.isOperator
  if (permission === 'known') return viewer.isKnown
  if (permission === 'organizer' && viewer.isOperator) return true
  if (permission === 'coordinator' || permission === 'organizer') return isCoordinator(viewer, group.id)
  return permission === 'everyone' || membershipIn(viewer, group.id) !== undefined
}

function mayAnywhere(viewer: Viewer, permission: Permission): boolean {
  if (permission === 'operator') return viewer.isOperator
  if (permission === 'known') return viewer.isKnown
  if (permission === 'organizer' && viewer.isOperator) return true
  if (permission === 'coordinator' || permission === 'organizer')
    return viewer.memberships.some(({ role }) => role === 'coordinator')
  return permission === 'everyone' || viewer.memberships.length > 0
}

/** What this person may use here, for help. */
export const mayUse = (viewer: Viewer, { permission }: Command, group: Group | undefined): boolean =>
  group ? mayIn(viewer, permission, group) : mayAnywhere(viewer, permission)

async function refusalIn(db: Db, permission: Permission, group: Group, operators: readonly string[]) {
  if (permission === 'operator') return onlyOperators({ operators: await namesOf(db, operators) })
  if (permission === 'known') return strangerHere()
  const about = { group: group.name, names: await coordinatorNames(db, group) }
  return permission === 'member' ? onlyMembers(about) : onlyCoordinators(about)
}

async function refusalAnywhere(db: Db, viewer: Viewer, permission: Permission, operators: readonly string[]) {
  if (permission === 'operator') return onlyOperators({ operators: await namesOf(db, operators) })
  return permission === 'coordinator' ? refuseUncoordinated(db, viewer) : onlyMembersSomewhere()
}

/** In a direct message: who may, for each of the viewer's groups. */
export async function refuseUncoordinated(db: Db, { memberships }: Viewer): Promise<Say> {
  const groups = await inTurn(memberships, async ({ group }) => ({
    name: group.name,
    names: await coordinatorNames(db, group),
  }))
  const [only, second] = groups
  return only && !second ? onlyCoordinators({ group: only.name, names: only.names }) : onlyCoordinatorsOf({ groups })
}

/** Names of a group's coordinators, as a refusal gives them. */
export async function coordinatorNames(db: Db, group: Group): Promise<string[]> {
  const coordinators = await coordinatorsOf(db, group.id)
  return inTurn(coordinators, ({ personId }) => nameOf(db, personId, group.roomId))
}

const namesOf = (db: Db, ids: readonly string[]) => inTurn(ids, (id) => nameOf(db, id))

/** `merken [IT] …`; else the only group that fits. */
function chooseGroup(viewer: Viewer, command: Command, text: string): { group: Group; text: string } {
  const own = viewer.memberships
    .filter((m) => command.permission !== 'coordinator' || m.role === 'coordinator')
    .map(({ group }) => group)
  const fitting = own.filter(({ archivedAt }) => !archivedAt)
  const { key, rest } = takeKey(text)
  if (key !== undefined) {
    // What an ended group has recorded stays readable.
    const named = (command.writes ? fitting : own).find((group) => fold(group.key) === fold(key))
    if (!named) throw new UserError(noSuchGroup({ key, groups: fitting }))
    return { group: named, text: rest }
  }
  const [only, second] = fitting
  if (!only) throw new UserError(onlyMembersSomewhere())
  if (second) throw new UserError(whichGroup({ command: { de: command.name, en: command.english }, groups: fitting }))
  return { group: only, text }
}

/** The group's key in brackets, at the start. */
function takeKey(text: string): { key?: string; rest: string } {
  const [, key, rest = ''] = /^\[([^\]\s]{1,40})\]\s*([\s\S]*)$/.exec(text) ?? []
  return key === undefined ? { rest: text } : { key, rest }
}
