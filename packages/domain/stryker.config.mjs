// Mutation testing of the domain's sources: `pnpm mutate`, or of some of them:
// `pnpm mutate --mutate 'src/money/*.ts,!**/*.test.ts'`. There is no type checker, because Stryker's needs the
// compiler's classic API: a mutant that does not compile has to be killed by a test as well.

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['src/**/*.ts', '!src/**/*.test.ts', '!src/index.ts'],
  plugins: ['@stryker-mutator/vitest-runner'],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutate.config.ts', related: false },
  coverageAnalysis: 'perTest',
  ignorePatterns: ['dist', 'examples', 'test-vectors', 'tests', 'tsconfig.json'],
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: '../../.tmp/mutation.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  tempDirName: '.stryker-tmp',
  concurrency: 2,
  timeoutMS: 60_000,
  thresholds: { high: 95, low: 90, break: 90 },
};
