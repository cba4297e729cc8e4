import type { SigningState } from './signing-state.ts'

/** What an operator is told of a device that is not signed; see `deviceUnsigned` of the templates. */
export type AlarmReason = 'keys' | 'recovery' | 'storage' | 'approval' | 'other'

const REASONS: Record<Exclude<SigningState, 'signed'>, AlarmReason> = {
  'other-keys': 'keys',
  'needs-recovery-key': 'recovery',
  'wrong-recovery-key': 'recovery',
  'storage-unfit': 'storage',
  'needs-approval': 'approval',
  'no-identity': 'other',
  'not-signed': 'other',
}

/** The reason for an alarm to the operators; undefined where there is none. */
export function alarmReason(state: SigningState): AlarmReason | undefined {
  return state === 'signed' ? undefined : REASONS[state]
}
