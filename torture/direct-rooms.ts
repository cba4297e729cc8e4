export type DirectRooms = ReturnType<typeof openDirectRooms>

/**
 * Where each person talks with the bot alone. Nobody speaks into a room that is just being left for a newer one: what was
 * said there would be read by no bot any more.
 */
export function openDirectRooms(rooms: Map<string, string>) {
  const lanes = new Map<string, Promise<unknown>>()
  /** One after the other for each person. */
  function inTurn<T>(userId: string, act: () => Promise<T>): Promise<T> {
    const turn = (lanes.get(userId) ?? Promise.resolve()).then(act)
    lanes.set(
      userId,
      turn.catch(() => {}), // whoever asked for it gets the error
    )
    return turn
  }
  return {
    of: (userId: string) => rooms.get(userId) ?? '',
    /** Speaks in her room. */
    speak: <T>(userId: string, act: (roomId: string) => Promise<T>) =>
      inTurn(userId, () => act(rooms.get(userId) ?? '')),
    /** Opens a newer one. */
    open: (userId: string, make: () => Promise<string>) =>
      inTurn(userId, async () => {
        const roomId = await make()
        rooms.set(userId, roomId)
        return roomId
      }),
  }
}
