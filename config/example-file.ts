import { Document, isCollection, visit } from 'yaml'
import { type Field, outline } from './outline.ts'

const head = `The configuration of Allmende: copy this file to config/allmende.yaml and change what is yours.
Every key is explained in docs/configuration.md; what equals its default can be left out.
Secrets stand in the environment or in .env, never here.`

/** The example file: every key with its meaning, and its example or default as the value. */
export function exampleFile(): string {
  const comments = head.split('\n').map((line) => `# ${line}\n`)
  return `${comments.join('')}\n${outline().map(paragraph).join('\n')}`
}

function paragraph(field: Field): string {
  const need = field.needed ? 'Needed.' : ''
  return `# ${[field.description, need].filter(Boolean).join(' ')}\n${write({ [field.path]: field.example ?? field.default })}`
}

/** Writes mappings within lists in one line where they fit, and texts so that older YAML reads them alike. */
function write(value: Record<string, unknown>): string {
  const document = new Document(value, { compat: 'yaml-1.1' })
  visit(document, {
    Collection: (_, node, ancestors) => {
      const inside = ancestors.filter((each) => isCollection(each)).length > 0
      const small = JSON.stringify(node.toJSON()).length < 130
      if (inside && small) node.flow = true
    },
  })
  return document.toString({ lineWidth: 0, flowCollectionPadding: true })
}
