import type { Command } from '../bot/command.ts'
import beschluesse from './beschluesse.ts'
import beschluss from './beschluss.ts'
import digest from './digest.ts'
import heute from './heute.ts'
import hilfe from './hilfe.ts'
import status from './status.ts'
import ueberblick from './ueberblick.ts'
import rueckgaengig from './rueckgaengig.ts'
import sichtbar from './sichtbar.ts'

/** Every command there is, in the order in which help lists them. */
export const commands: readonly Command[] = [hilfe, heute, ueberblick, digest, status, beschluss, beschluesse, sichtbar, rueckgaengig]
