import type { Command } from '../bot/command.ts'
import aufgabe from './aufgabe.ts'
import aufgaben from './aufgaben.ts'
import beschluesse from './beschluesse.ts'
import beschluss from './beschluss.ts'
import digest from './digest.ts'
import einstellungen from './einstellungen.ts'
import erledigt from './erledigt.ts'
import frage from './frage.ts'
import gruppe from './gruppe.ts'
import heute from './heute.ts'
import hilfe from './hilfe.ts'
import link from './link.ts'
import links from './links.ts'
import merken from './merken.ts'
import mitglied from './mitglied.ts'
import mitglieder from './mitglieder.ts'
import rueckgaengig from './rueckgaengig.ts'
import sichtbar from './sichtbar.ts'
import sitzung from './sitzung.ts'
import sitzungen from './sitzungen.ts'
import status from './status.ts'
import suche from './suche.ts'
import ueberblick from './ueberblick.ts'
import wer from './wer.ts'
import wissen from './wissen.ts'

/** Every command there is, in the order in which help lists them. */
export const commands: readonly Command[] = [
  hilfe,
  heute,
  aufgabe,
  aufgaben,
  erledigt,
  beschluss,
  beschluesse,
  sitzung,
  sitzungen,
  link,
  links,
  merken,
  wissen,
  suche,
  frage,
  wer,
  sichtbar,
  rueckgaengig,
  mitglieder,
  einstellungen,
  ueberblick,
  digest,
  gruppe,
  mitglied,
  status,
]
