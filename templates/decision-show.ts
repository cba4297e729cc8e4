import { nameOfDecision, type Shown, unended, wordIn } from './decisions.ts'
import { scopeNames } from './scope.ts'
import { code, type Formats, joined, lines, linesOf, type Markdown, md, template } from './template.ts'

/** One line of a decision's history. `who` is left out where no persons are named. */
export type Line = {
  at: Date
  who?: string | undefined
  action: string
  detail: Record<string, string | number | null>
}

type WithHistory = Shown & {
  group: string
  scope: keyof typeof scopeNames
  reason: string | null
  createdAt: Date
  enteredAt: Date | null
  history: Line[]
}

/** A decision with all that is known of it. */
export const decisionShown = template<WithHistory>({
  de: (data, read) =>
    lines(
      joined([md`**${data.word} ${nameOfDecision(data)}**`, md`${data.group}`]),
      md`„${linesOf(data.text)}“`,
      joined([statusDe(data), md`gefasst am ${read.day(data.day)}`, enteredDe(data, read), scopeDe(data)]),
      data.history.length > 0 && md`Verlauf:`,
      ...data.history.map((line) => historyDe(line, read)),
    ),
  en: (data, read) =>
    lines(
      joined([md`**${wordIn('en', data.word)} ${nameOfDecision(data)}**`, md`${data.group}`]),
      md`“${linesOf(data.text)}”`,
      joined([statusEn(data), md`taken on ${read.day(data.day)}`, enteredEn(data, read), scopeEn(data)]),
      data.history.length > 0 && md`History:`,
      ...data.history.map((line) => historyEn(line, read)),
    ),
})

const statusDe = ({ status, reason }: WithHistory) =>
  status === 'pending'
    ? md`zur Bestätigung`
    : status === 'valid'
      ? md`gültig`
      : md`Fehleintrag${reason !== null && md`, Grund: ${unended(reason)}`}`
const statusEn = ({ status, reason }: WithHistory) =>
  status === 'pending'
    ? md`to be confirmed`
    : status === 'valid'
      ? md`valid`
      : md`wrong entry${reason !== null && md`, reason: ${unended(reason)}`}`

const enteredDe = ({ enteredAt, createdAt }: WithHistory, read: Formats) =>
  enteredAt ? md`eingetragen am ${read.date(enteredAt)}` : md`vorgemerkt am ${read.date(createdAt)}`
const enteredEn = ({ enteredAt, createdAt }: WithHistory, read: Formats) =>
  enteredAt ? md`entered on ${read.date(enteredAt)}` : md`noted on ${read.date(createdAt)}`

const scopeDe = ({ scope }: WithHistory) => scope !== 'group' && md`Sichtbarkeit: ${scopeNames[scope].de}`
const scopeEn = ({ scope }: WithHistory) => scope !== 'group' && md`Scope: ${scopeNames[scope].en}`

const historyDe = ({ at, who, action, detail }: Line, read: Formats): Markdown =>
  md`- ${read.moment(at)}: ${doneDe(action, detail)}${who !== undefined && ` (${who})`}`
const historyEn = ({ at, who, action, detail }: Line, read: Formats): Markdown =>
  md`- ${read.moment(at)}: ${doneEn(action, detail)}${who !== undefined && ` (${who})`}`

const because = (reason: string | number | null | undefined) =>
  reason ? md`, Grund: ${unended(String(reason))}` : undefined
const becauseEn = (reason: string | number | null | undefined) =>
  reason ? md`, reason: ${unended(String(reason))}` : undefined
const scopeOf = (value: string | number | null | undefined) => scopeNames[String(value) as keyof typeof scopeNames]

function doneDe(action: string, detail: Line['detail']): Markdown {
  if (action === 'created') return detail['status'] === 'valid' ? md`eingetragen` : md`vorgemerkt`
  if (action === 'confirmed') return md`bestätigt`
  if (action === 'text') return md`berichtigt, vorher „${detail['from'] ?? ''}“${because(detail['reason'])}`
  if (action === 'void') return md`storniert${because(detail['reason'])}`
  if (action === 'scope') return md`Sichtbarkeit ${scopeOf(detail['to'])?.de}`
  return action === 'undone' ? md`letzten Befehl zurückgenommen` : md`geändert`
}

function doneEn(action: string, detail: Line['detail']): Markdown {
  if (action === 'created') return detail['status'] === 'valid' ? md`entered` : md`noted`
  if (action === 'confirmed') return md`confirmed`
  if (action === 'text') return md`corrected, before “${detail['from'] ?? ''}”${becauseEn(detail['reason'])}`
  if (action === 'void') return md`marked as a wrong entry${becauseEn(detail['reason'])}`
  if (action === 'scope') return md`scope ${scopeOf(detail['to'])?.en}`
  return action === 'undone' ? md`last command taken back` : md`changed`
}

type Listed = {
  title: { group?: string | undefined }
  total: number
  rows: Shown[]
  /** What to type for all of them. */
  all: { de: string; en: string }
}

/** The register: newest first, cut where it is long. */
export const decisionList = template<Listed>({
  de: ({ title, total, rows, all }, read) =>
    lines(
      joined([
        md`**Register**`,
        title.group !== undefined && md`${title.group}`,
        md`${total} ${total === 1 ? 'Eintrag' : 'Einträge'}`,
      ]),
      ...rows.map((row) => md`- ${nameOfDecision(row)} ${row.text} · ${markDe(row, read)}`),
      total > rows.length && md`… und ${total - rows.length} weitere: ${code(`!${all.de}`)}`,
    ),
  en: ({ title, total, rows, all }, read) =>
    lines(
      joined([
        md`**Register**`,
        title.group !== undefined && md`${title.group}`,
        md`${total} ${total === 1 ? 'entry' : 'entries'}`,
      ]),
      ...rows.map((row) => md`- ${nameOfDecision(row)} ${row.text} · ${markEn(row, read)}`),
      total > rows.length && md`… and ${total - rows.length} more: ${code(`!${all.en}`)}`,
    ),
})

const markDe = ({ status, day }: Shown, read: Formats) =>
  status === 'pending' ? md`zur Bestätigung` : status === 'void' ? md`Fehleintrag` : md`${read.day(day)}`
const markEn = ({ status, day }: Shown, read: Formats) =>
  status === 'pending' ? md`to be confirmed` : status === 'void' ? md`wrong entry` : md`${read.day(day)}`

/** Nothing in the register that was asked for. */
export const noDecisions = template<{ filtered: boolean }>({
  de: ({ filtered }) =>
    filtered
      ? md`Dazu steht nichts im Register. Alles: ${code('!beschlüsse')}`
      : md`Im Register steht noch nichts. Eintragen: ${code('!beschluss <Text>')}`,
  en: ({ filtered }) =>
    filtered
      ? md`There is nothing in the register for that. All of it: ${code('!decisions')}`
      : md`There is nothing in the register yet. To enter something: ${code('!decision <text>')}`,
})
