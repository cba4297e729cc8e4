/**
 * The machine's two clocks, in milliseconds. `wall` is what people read and may jump; `steady` never does, but stands
 * still while some machines sleep.
 */
export type Clocks = { wall(): number; steady(): number }

/** Those of this machine. What is due takes its clock from whoever starts the bot; this is about processes and timers. */
export const machineClocks: Clocks = { wall: () => Date.now(), steady: () => performance.now() }
