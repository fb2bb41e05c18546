import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runCommand } from '../run-command.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cartwright-bench-'));
});
afterEach(() => rm(folder, { recursive: true }));

// In the smallest sizes, so the figures mean nothing: a missed target ends a bench with 1 as well. The processes are
// those that the run of all tests has built.
it.each([
  ['pnpm bench domain', 'domain/bench.mjs', { BENCH_ROUNDS: '1' }, /^priceCart, 20 lines/mu],
  ['pnpm bench books', 'books/bench.ts', { BENCH_ORDERS: '50', BENCH_SALES: '2000' }, /\| audit, orders \|/u],
  [
    'pnpm bench jobs',
    'jobs/bench.ts',
    { BENCH_ROUNDS: '1', BENCH_JOBS: '50', BENCH_SECONDS: '1' },
    /\| commit to webhook, p99 \|/u,
  ],
  [
    'pnpm bench catalogue',
    'catalogue/bench.ts',
    { BENCH_SECONDS: '1', BENCH_PRODUCTS: '1000', BENCH_ROWS: '100' },
    /\| /u,
  ],
  [
    'pnpm bench',
    'shop/bench.ts',
    { BENCH_ROUNDS: '1', BENCH_SECONDS: '1', BENCH_ONLY: 'reads' },
    /medians of 1 rounds of 1 s/u,
  ],
])('%s measures and prints its figures', async (_command, script, sizes, printed) => {
  const settings = { ...sizes, BENCH_RESULTS: join(folder, 'results.json') };
  const variables = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const tsx = ['node_modules/.bin/tsx', '--tsconfig', 'tsconfig.tests.json', `bench/${script}`];
  const { output } = await runCommand('env', [...variables, ...tsx], root);
  expect(output).toMatch(printed);
});
