import { z } from 'zod'
import { FileSchema } from './schema.ts'

/** A field as the generated files show it: its place (`groups[].members[].role`), meaning, rule, default. */
export type Field = {
  path: string
  description: string
  allowed: string
  needed: boolean
  default?: unknown
  example?: unknown
  fields: Field[]
}

type Node = {
  description?: string
  allowed?: string
  default?: unknown
  example?: unknown
  properties?: Record<string, Node>
  required?: string[]
  items?: Node
  anyOf?: Node[]
}

/** The fields of the file, as a tree, taken from the schema. */
export function outline(): Field[] {
  return fieldsOf(z.toJSONSchema(FileSchema, { io: 'input' }) as Node, '')
}

function fieldsOf(node: Node, path: string): Field[] {
  const inner = node.anyOf?.find(({ properties }) => properties) ?? node
  if (node.items) return fieldsOf(node.items, `${path}[]`)
  return Object.entries(inner.properties ?? {}).map(([key, field]) => {
    const place = path === '' ? key : `${path}.${key}`
    const fields = fieldsOf(field, place)
    return {
      path: place,
      description: field.description ?? '',
      allowed: field.allowed ?? 'a mapping',
      needed: inner.required?.includes(key) ?? false,
      default: completed(field, fields),
      example: field.example,
      fields,
    }
  })
}

/** The default of a mapping is made of those of its fields. */
function completed(field: Node, fields: Field[]): unknown {
  if (fields.length === 0 || !field.properties || field.default === undefined) return field.default
  return Object.fromEntries(fields.map(({ path, default: value }) => [path.split('.').at(-1), value]))
}
