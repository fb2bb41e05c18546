/**
 * The list of test projects and all that they share. This file is the Vitest config itself: recent Vitest ignores a
 * file of this name unless `--config` names it, as `pnpm test` does.
 *
 * `pnpm test` guards every rule and takes minutes. `pnpm test:thorough` (`--mode thorough`) runs laws and races at full
 * length, on both databases, and the files `*.thorough.test.ts`, which kill processes or take long (docs/adr/0036).
 *
 * @example npx vitest run --config vitest.workspace.ts packages/domain
 * @example npx vitest run --config vitest.workspace.ts --mode thorough packages/adapters/src/drizzle/races
 */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Packs the domain as it would be published, for the tests of the package. */
const packedDomain = here('packages/domain/tests/package-setup.ts');

/** Makes databases once a test requests one. */
const databasesOnDemand = here('packages/adapters/testing/global-setup.ts');

/** Bundles the processes that tests start. */
const bundledApps = here('apps/http/testing/bundle-setup.ts');

/** Finds a browser to drive, and reports how to get one where there is none. */
const browser = here('tests/browser/chromium-setup.ts');

/** Reports which programs of tests are missing, and how to get them. */
const installedPrograms = here('apps/http/testing/needs-setup.ts');

/** Which test files of a project each command runs. */
type Files = { readonly fast: string; readonly thorough: readonly string[] };

/** Every test; for `pnpm test:thorough`, the long ones and those `more`. */
const tests = (...more: readonly string[]): Files => ({
  fast: '**/*.test.ts',
  thorough: ['**/*.thorough.test.ts', ...more],
});

/** How often a property is tried, unless the environment decides. */
const lawRuns = { fast: '200', thorough: '1000' };

export default defineConfig(({ mode }) => {
  const speed = mode === 'thorough' ? 'thorough' : 'fast';
  const project = (
    name: string,
    root: string,
    files: Files,
    ...globalSetup: readonly string[]
  ): TestProjectInlineConfiguration => ({
    extends: true,
    test: {
      name,
      root: here(root),
      include: speed === 'thorough' ? [...files.thorough] : [files.fast],
      exclude: [...configDefaults.exclude, ...(speed === 'thorough' ? [] : ['**/*.thorough.test.ts'])],
      globalSetup: [...globalSetup],
      // Here and not below: `extends` loads this file again, without the mode.
      testTimeout: speed === 'thorough' ? 600_000 : 60_000,
      hookTimeout: speed === 'thorough' ? 600_000 : 120_000,
      // Vitest polls for one second, which is too short on a busy machine.
      expect: { poll: { timeout: speed === 'thorough' ? 60_000 : 20_000 } },
      env: { THOROUGH: String(speed === 'thorough'), FC_RUNS: process.env['FC_RUNS'] ?? lawRuns[speed] },
    },
  });
  return {
    root: here('.'),
    resolve: {
      // Tests run the sources: a stale `dist` must never decide whether a test passes.
      alias: [
        { find: /^@cartwright\/(domain|application)$/, replacement: here('packages/$1/src/index.ts') },
        { find: /^@cartwright\/domain\/testing\/(.+)$/, replacement: here('packages/domain/testing/$1.ts') },
        {
          find: /^@cartwright\/application\/contracts\/(.+)$/,
          replacement: here('packages/application/contracts/$1.ts'),
        },
        { find: /^@cartwright\/adapters\/testing\/(.+)$/, replacement: here('packages/adapters/testing/$1.ts') },
        { find: /^@cartwright\/adapters\/(.+)$/, replacement: here('packages/adapters/src/$1.ts') },
        { find: /^@cartwright\/tests\/(.+)$/, replacement: here('tests/$1.ts') },
        // As Node does. Vite prefers the ES modules, whose classes are not those that mercurius requires.
        { find: /^graphql$/, replacement: here('packages/adapters/node_modules/graphql/index.js') },
      ],
    },
    test: {
      pool: 'forks',
      // By default there is one worker fewer than there are cores.
      maxWorkers: Math.max(2, availableParallelism() - 1),
      // The files of a worker share its modules, which takes half the time. No module has state that a test changes.
      isolate: false,
      coverage: {
        include: ['packages/*/src/**/*.ts', 'apps/*/src/**/*.ts'],
        exclude: ['**/*.test.ts'],
        reporter: ['json-summary'],
        reportsDirectory: here('coverage'),
      },
      // Console output goes straight to the process's streams, where the setup file counts it against the test.
      disableConsoleIntercept: true,
      setupFiles: [here('tests/refuse-console-output.ts')],
      projects: [
        project('domain', 'packages/domain', { fast: 'src/**/*.test.ts', thorough: ['src/**/*.test.ts'] }),
        project(
          'domain package',
          'packages/domain',
          { fast: 'tests/**/*.test.ts', thorough: ['tests/**/*.thorough.test.ts'] },
          packedDomain,
          browser,
        ),
        project('application', 'packages/application', tests('src/**/*-laws.test.ts')),
        project('adapters', 'packages/adapters', tests('src/drizzle/**/*.test.ts'), databasesOnDemand),
        project('worker', 'apps/worker', tests(), databasesOnDemand),
        project('http', 'apps/http', tests(), databasesOnDemand, bundledApps, browser, installedPrograms),
        project('repository', 'tests', tests()),
        project('examples', 'examples', tests()),
      ],
    },
  };
});
