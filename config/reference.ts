import { stringify } from 'yaml'
import { SecretsSchema } from './environment.ts'
import { type Field, outline } from './outline.ts'

const head = `# Configuration

This page is generated from the schema by \`npm run generate\`.

\`npm start\` reads \`config/allmende.yaml\`, or the file that \`ALLMENDE_CONFIG\` names. It is YAML 1.2 in UTF-8;
\`config/allmende.example.yaml\` is a file to begin with. Relative paths count from the working directory.

The file is checked as a whole before anything happens. Every problem is told at once, one line each, with its path, its
line, what was found and what is allowed:

    groups.0.members.1.role (line 24): found "deputi"; allowed: member, deputy, coordinator, leitung. Did you mean "deputy"?

The start then ends with exit code 78, and nothing was touched. Unknown keys are problems, and so are secrets in the file.

\`votes\`, \`meetings\` and \`retention\` are read and checked already; they take effect with the
commands and jobs that use them.

## Keys
`

const tail = `
What else is checked:

- No two administrations share a key, name or short name, and no two groups a key or name (upper and lower case are the same).
- The administrations of a group exist; a member's administration is one of the group's.
- A person stands once among the members of a group, and has the same administration in all groups. A coordinator may
  also stand under \`members\`: that gives her an administration.
- What disappears from the file is kept, with a warning: \`!gruppe entfernen\` and \`!gruppe archivieren\` remove.

## Environment

Secrets come from the environment, or from a file \`.env\` in the working directory.
`

/** The reference in the docs: every key with its rule, default and meaning, and the variables of the environment. */
export function reference(): string {
  const keys = outline().flatMap(flat).map(row)
  const variables = Object.entries(SecretsSchema.shape).map(
    ([name, { description }]) => `| \`${name}\` | ${description} |`,
  )
  return [
    head,
    '| key | allowed | default | meaning |',
    '| --- | --- | --- | --- |',
    ...keys,
    tail,
    '| variable | meaning |',
    '| --- | --- |',
    ...variables,
    '| `ALLMENDE_CONFIG` | Another configuration file. |',
    '| `PGPASSWORD` | The password of the PostgreSQL database. |',
    '',
  ].join('\n')
}

function flat(field: Field): Field[] {
  return [field, ...field.fields.flatMap(flat)]
}

function row(field: Field): string {
  const { path, allowed, description } = field
  return `| \`${path}\` | ${cell(allowed)} | ${cell(preset(field))} | ${cell(description)} |`
}

/** The default; that of a mapping stands at its keys. */
function preset({ needed, default: value, fields }: Field): string {
  if (needed) return '**needed**'
  const mapping = fields.length > 0 && typeof value === 'object' && !Array.isArray(value)
  return value === undefined || mapping ? '' : code(value)
}

function code(value: unknown): string {
  return `\`${stringify(value, { compat: 'yaml-1.1', collectionStyle: 'flow', lineWidth: 0 }).trim()}\``
}

function cell(text: string): string {
  return text.replace(/[|<]/g, '\\$&')
}
