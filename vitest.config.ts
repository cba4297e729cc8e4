import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Need no homeserver either, but seconds: random input by the hundred, worlds by the dozen, and waiting for time-outs. */
const patient = [
  'test/when-properties.test.ts',
  'test/matrix-hostile.test.ts',
  'test/hostile.test.ts',
  'test/slow-readers.test.ts',
  'test/properties-texts.test.ts',
  'test/properties-ids.test.ts',
  'test/matrix-loop.test.ts',
  'test/matrix-account.test.ts',
  'test/config-generated.test.ts',
  'test/search-analyse.test.ts',
  'test/search-quality.test.ts',
  'test/rights.test.ts',
  'test/log.test.ts',
  'test/link-titles-floods.test.ts',
  ...[
    'unseen',
    'rooms',
    'rooms-direct',
    'restore',
    'restore-posts',
    'restore-oddities',
    'limits',
    'rooms-kept',
    'rooms-upgrades',
    'rooms-abroad',
    'standby',
    'ending',
    'link-titles-hostile',
  ].map((name) => `test/stories/${name}.test.ts`),
]
/** Stories of minutes at one or two homeservers: among the long ones. */
const lengthy = ['federation', 'upgrades', 'coordinators', 'backup', 'standby'].map(
  (name) => `test/e2e/${name}.test.ts`,
)
const stories = ['test/stories/**/*.test.ts', 'test/search*.test.ts', 'test/database.test.ts', 'test/lean.test.ts']

/** What takes longest must not begin last: torture before the end-to-end stories that run beside it. */
class TortureFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project }: TestSpecification) => (project.name === 'torture' ? 0 : 1)
    const group = ({ project }: TestSpecification) => project.config.sequence.groupOrder
    return (await super.sort(files)).toSorted((a, b) => group(a) - group(b) || rank(a) - rank(b))
  }
}

/** Without a homeserver: everything on SQLite, stories on PostgreSQL too. With one: test/e2e. `test:long` has its own. */
export default defineConfig({
  test: {
    testTimeout: 30_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Files share their process: loading the bot anew for each of them would cost more than the stories themselves.
    isolate: false,
    maxWorkers: 2,
    sequence: { sequencer: TortureFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'fast',
          include: ['test/*.test.ts', 'test/stories/**/*.test.ts'],
          exclude: patient,
          env: { TEST_DATABASE: 'sqlite' },
        },
      },
      { extends: true, test: { name: 'patient', include: patient, env: { TEST_DATABASE: 'sqlite' } } },
      {
        extends: true,
        test: {
          name: 'postgresql',
          include: stories,
          env: { TEST_DATABASE: 'postgresql' },
          globalSetup: 'test/postgresql.ts',
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: lengthy,
          testTimeout: 120_000,
          globalSetup: 'test/e2e/setup.ts',
          maxWorkers: 4, // most of a story is waiting
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'encryption',
          include: ['test/encryption/**/*.test.ts', 'test/encryption-signing/**/*.test.ts'],
          testTimeout: 120_000,
          globalSetup: 'test/encryption/setup.ts',
          maxWorkers: 2,
          sequence: { groupOrder: 3 }, // a group has one number of workers
        },
      },
      {
        extends: true,
        test: {
          name: 'torture',
          include: ['test/torture/**/*.test.ts'],
          testTimeout: 600_000,
          globalSetup: 'test/e2e/setup.ts',
          maxWorkers: 4, // as the end-to-end stories have: it waits for starts while they wait for answers
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          include: ['test/long/**/*.test.ts', ...lengthy],
          globalSetup: 'test/e2e/setup.ts',
          testTimeout: 1_800_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
