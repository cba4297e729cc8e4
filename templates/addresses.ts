import { escapeText, type Markdown, toPlain } from './template.ts'

/** An escaped sign, which begins no code; code; or an address as `escapeText` leaves it. */
const PIECES = /\\[^\n]|`[^`]*`|\bhttps?:\/\/(?:\\[^\n]|&(?:lt|amp);|[^\s\\`*<>"„“”«»&])+/gi

/** The same Markdown with its web addresses, in text and in code, as `change` makes them. It is given text as it was typed. */
export const withAddresses = ({ source }: Markdown, change: (text: string) => string): Markdown => ({
  source: source.replace(PIECES, (piece) => {
    if (piece.startsWith('\\')) return piece
    if (piece.startsWith('`')) return change(piece)
    const typed = toPlain(piece)
    const changed = change(typed)
    return changed === typed ? piece : escapeText(changed)
  }),
})
