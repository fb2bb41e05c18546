/**
 * The list of test projects and all that they share. This file is the Vitest config itself: recent Vitest ignores a
 * file of this name unless it is named with `--config`, which `pnpm test` does.
 *
 * @example npx vitest run --config vitest.workspace.ts packages/domain
 */
import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Packs the domain as it would be published, for the tests of the package. */
const packedDomain = here('packages/domain/tests/package-setup.ts');

/** Starts nothing by itself: it listens for a first test that asks for PostgreSQL. */
const serversOnDemand = here('packages/adapters/testing/global-setup.ts');

/** Bundles the processes that tests start. */
const bundledApps = here('apps/http/testing/bundle-setup.ts');

/** Looks for a browser to drive, and says so where there is none. */
const browser = here('tests/browser/chromium-setup.ts');

const project = (
  name: string,
  root: string,
  include: string,
  ...globalSetup: readonly string[]
): TestProjectInlineConfiguration => ({
  extends: true,
  test: { name, root: here(root), include: [include], globalSetup: [...globalSetup] },
});

/** Laws are tried a thousand times and more (`FC_RUNS`), on machines that do other things too. */
const patient = (made: TestProjectInlineConfiguration): TestProjectInlineConfiguration => ({
  ...made,
  test: { ...made.test, testTimeout: 300_000 },
});

const everywhere = '**/*.test.ts';

export default defineConfig({
  root: here('.'),
  resolve: {
    // Tests run the sources: a stale `dist` must never decide whether a test passes.
    alias: [
      { find: /^@cartwright\/(domain|application)$/, replacement: here('packages/$1/src/index.ts') },
      {
        find: /^@cartwright\/application\/contracts\/(.+)$/,
        replacement: here('packages/application/contracts/$1.ts'),
      },
      { find: /^@cartwright\/adapters\/testing\/(.+)$/, replacement: here('packages/adapters/testing/$1.ts') },
      { find: /^@cartwright\/adapters\/(.+)$/, replacement: here('packages/adapters/src/$1.ts') },
      { find: /^@cartwright\/tests\/(.+)$/, replacement: here('tests/$1.ts') },
    ],
  },
  test: {
    pool: 'forks',
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Console output goes straight to the process's streams, where the setup file counts it against the test.
    disableConsoleIntercept: true,
    setupFiles: [here('tests/refuse-console-output.ts')],
    projects: [
      patient(project('domain', 'packages/domain', 'src/**/*.test.ts')),
      project('domain package', 'packages/domain', 'tests/**/*.test.ts', packedDomain, browser),
      project('application', 'packages/application', everywhere),
      project('adapters', 'packages/adapters', everywhere, serversOnDemand),
      project('worker', 'apps/worker', everywhere, serversOnDemand),
      project('http', 'apps/http', everywhere, serversOnDemand, bundledApps, browser),
      project('repository', 'tests', everywhere),
    ],
  },
});
