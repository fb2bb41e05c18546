/** The test that runs a command, and a text of it that does; or why no test can. */
export type Tested = { readonly test: string; readonly by: string } | { readonly untested: string };

const readme = 'apps/http/tests/readme.thorough.test.ts';

/** Shell blocks that a test pastes into a terminal as they are, by their page, with the heading if not all are. */
export const pastedBlocks: Readonly<Record<string, { readonly test: string; readonly by: string }>> = {
  'README.md: Buy something': { test: readme, by: "linesUnder('Buy something')" },
  'README.md: Run it in production': { test: readme, by: "linesUnder('Run it in production')" },
  'docs/getting-started.md': { test: readme, by: "shellBlocks('docs/getting-started.md')" },
  'docs/storefront.md': { test: readme, by: "shellBlocks('docs/storefront.md')" },
  'docs/import.md': { test: readme, by: "shellBlocks('docs/import.md')" },
  'docs/extensions.md: Guide to extensions': {
    test: 'apps/http/tests/extensions.thorough.test.ts',
    by: "shellBlocks('docs/extensions.md')",
  },
  'docs/operations.md: Settings': { test: readme, by: "shellBlocks('docs/operations.md')" },
  'docs/operations.md: Audit the books': { test: readme, by: "=== 'Audit the books'" },
  'docs/operations/backup-and-restore.md: Dump and restore': {
    test: 'apps/http/tests/operations/restored-backup.thorough.test.ts',
    by: "shellBlocks('docs/operations/backup-and-restore.md')",
  },
};

const jobs = (by: string): Tested => ({ test: 'apps/http/tests/stopped-jobs.thorough.test.ts', by });
const restored = (by: string): Tested => ({
  test: 'apps/http/tests/operations/restored-backup.thorough.test.ts',
  by,
});
/** A script that runs each time the repository is checked. */
const checked = (by: string): Tested => ({ test: '.ci/run', by });
const docker: Tested = {
  untested: 'It needs a Docker daemon. The job `containers` of .github/workflows/ci.yml runs it.',
};
const contributor = (by: string): Tested => ({
  test: 'tests/doc-commands/contributor-commands.thorough.test.ts',
  by,
});
const measured = (by: string): Tested => ({ test: 'tests/doc-commands/benches.thorough.test.ts', by });

/** Every other command of the documentation, as `commandsOf` returns it. */
export const testedCommands: Readonly<Record<string, Tested>> = {
  'pnpm start': { test: readme, by: "linesUnder('Try it')" },
  'ALLOWED_ORIGINS=http://127.0.0.1:8080 pnpm start': {
    test: 'apps/http/tests/storefront-example.thorough.test.ts',
    by: 'ALLOWED_ORIGINS: origin',
  },
  'python3 -m http.server 8080 --bind 127.0.0.1 --directory examples/storefront': {
    untested: 'Any static web server will do. The test of the example has one of its own.',
  },
  'npx @hey-api/openapi-ts@0.90 -i http://127.0.0.1:3000/openapi.json -o client': {
    test: 'apps/http/tests/generated-clients.thorough.test.ts',
    by: 'node_modules/.bin/openapi-ts',
  },
  'pnpm install': checked('npx -y pnpm@12'),
  'pnpm check': checked('pnpm@12 check'),
  'pnpm test': checked('pnpm@12 test '),
  'pnpm test:thorough': checked('pnpm@12 test:thorough'),
  'pnpm test:coverage': contributor("scripts['test:coverage']"),
  'pnpm format': contributor('scripts.format'),
  'npx vitest run --config vitest.workspace.ts packages/domain/src/money': {
    test: 'tests/run-kind.thorough.test.ts',
    by: 'packages/domain/src/money',
  },
  'npx vitest run --config vitest.workspace.ts examples/shipping-rates': {
    test: 'examples/shipping-rates/shipping-rates.test.ts',
    by: 'shippingRates',
  },
  'pnpm docs:generate': {
    test: 'packages/adapters/src/fastify/openapi/describe-operations.test.ts',
    by: 'docs:generate',
  },
  'pnpm docs:release-schema': {
    test: 'packages/adapters/src/mercurius/schema.test.ts',
    by: 'docs:release-schema',
  },
  'pnpm db:generate': contributor("scripts['db:generate']"),
  'pnpm bench': measured('shop/bench.ts'),
  'pnpm bench catalogue': measured('catalogue/bench.ts'),
  'pnpm bench books': measured('books/bench.ts'),
  'pnpm bench jobs': measured('jobs/bench.ts'),
  'pnpm bench domain': measured('domain/bench.mjs'),
  'pnpm --filter @cartwright/example-purchase-analytics deploy --prod DIRECTORY': contributor("'purchase-analytics'"),
  'pnpm --filter @cartwright/example-sms-on-dispatch deploy --prod DIRECTORY': contributor("'sms-on-dispatch'"),
  'pnpm pack': {
    test: 'packages/domain/tests/package-setup.ts',
    by: "'pack'",
  },
  'npm install @cartwright/domain': {
    test: 'packages/domain/tests/package-setup.ts',
    by: 'pack',
  },
  'sh create-env.sh': { test: 'tests/compose.test.ts', by: 'create-env.sh' },
  'docker compose up --build --wait': docker,
  'docker compose up --wait --scale http=3 --scale worker=2': docker,
  'docker compose ps': docker,
  'pnpm db:migrate': { test: readme, by: "linesUnder('Run it in production')" },
  'pnpm audit-books': { test: readme, by: "=== 'Audit the books'" },
  'node apps/worker/dist/audit-books.js': { test: readme, by: 'node apps/worker/dist/audit-books.js' },
  'node apps/worker/dist/jobs.js list': jobs("'apps/worker/dist/jobs.js'"),
  'pnpm jobs list': jobs("command('list')"),
  'pnpm jobs failed': jobs("command('failed')"),
  'pnpm jobs pause send-mail': jobs("command('pause', 'send-mail')"),
  'pnpm jobs resume send-mail': jobs("command('resume', 'send-mail')"),
  'pnpm jobs resume <name>': jobs("command('resume', 'send-mail')"),
  'pnpm jobs run purge-old-data': jobs("command('run', 'purge-old-data')"),
  'pnpm jobs run <name>': jobs("command('run', 'purge-old-data')"),
  'pnpm jobs retry <id>': jobs("command('retry', "),
  'pg_restore --exit-on-error --no-owner --dbname="$DATABASE_URL" shop.dump': restored('pg_restore'),
  'tar --extract --gzip --file=files.tar.gz --directory="$DATA_DIR"': restored('tar --extract'),
  'pg_basebackup --pgdata=/backup/base --format=tar --gzip --checkpoint=fast': {
    test: 'apps/http/tests/operations/recovered-time.thorough.test.ts',
    by: 'pg_basebackup',
  },
};
