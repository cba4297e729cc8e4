import { expect, test } from 'vitest'
import { complaints, plus, swap } from './config-files.ts'

const mapping = 'allowed: a mapping as in config/allmende.example.yaml'

test.each<[string, string, string]>([
  ['an empty file', '# nothing yet\n', `allmende.yaml: the file is empty; ${mapping}`],
  ['a bare text', 'hunter2', `allmende.yaml: found no keys with values; ${mapping}`],
  ['a list', '- hunter2', `allmende.yaml: found no keys with values; ${mapping}`],
  [
    'a key twice',
    plus('space: hunter2'),
    'allmende.yaml (line 10): not valid YAML: the same key twice; allowed: YAML 1.2',
  ],
  [
    'an id without quotes',
    swap('"@allmende:harburg.example"', '@hunter2:harburg.example'),
    'allmende.yaml (line 2): not valid YAML: a value that begins with @ or ` without quotes; allowed: YAML 1.2',
  ],
  [
    'a colon inside a value',
    plus('data: a: hunter2'),
    'allmende.yaml (line 10): not valid YAML: a colon inside a value, or a wrong indent; allowed: YAML 1.2',
  ],
  [
    'a bracket left open',
    plus('operators: [ "hunter2"'),
    'allmende.yaml (line 10): not valid YAML: a wrong indent, or a bracket that is not closed; allowed: YAML 1.2',
  ],
  [
    'a quote left open',
    plus('data: "hunter2'),
    'allmende.yaml (line 10): not valid YAML: a quote, bracket, comma or colon that is missing; allowed: YAML 1.2',
  ],
  [
    'a tab',
    plus('digests:\n\tgroups: hunter2'),
    'allmende.yaml (line 11): not valid YAML: a tab at the beginning of a line; allowed: YAML 1.2',
  ],
  [
    'two documents',
    plus('---\na: hunter2'),
    'allmende.yaml (line 10): not valid YAML: more than one document (---); allowed: YAML 1.2',
  ],
  [
    'an unknown tag',
    plus('data: !hunter2 x'),
    'allmende.yaml (line 10): not valid YAML: a tag (!) that means nothing here; texts that begin with ! need quotes; allowed: YAML 1.2',
  ],
  [
    'a list as a key',
    plus('[hunter2]: 7'),
    'allmende.yaml (line 10): not valid YAML: a key that is not a text; allowed: YAML 1.2',
  ],
])('%s is one problem, and nothing of the file is shown', (_, file, expected) => {
  expect(complaints(file)).toStrictEqual([expected])
  expect(expected).not.toContain('hunter2')
})

test('a file that is not UTF-8 is one problem', () => {
  expect(complaints(Buffer.from('space: Lüneburg', 'latin1'))).toStrictEqual([
    'allmende.yaml: not written in UTF-8; allowed: UTF-8',
  ])
})
