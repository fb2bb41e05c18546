import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFreshDatabase, type FreshDatabase } from '@cartwright/adapters/testing/fresh-database';
import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { startRedis, type RunningRedis } from '@cartwright/adapters/testing/start-redis';
import { mailsIn } from '../testing/mail-files.js';
import { shopClient } from '../testing/shop-client.js';
import { paste, shellBlocks } from '@cartwright/tests/doc-commands/shell-blocks';
import { migrateDatabase, startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};
const blocks = shellBlocks('README.md');
const linesUnder = (heading: string): string => blocks.find((block) => block.heading === heading)?.lines ?? '';

it('the README has no commands that these tests do not run', () => {
  expect(blocks.map(({ heading }) => heading)).toEqual(['Try it', 'Buy something', 'Run it in production']);
  // The tests below start the shop in the same way, without building it again.
  expect(linesUnder('Try it')).toBe('npx pnpm@12 start\n');
  expect(scripts['start']).toMatch(/node apps\/http\/dist\/main\.js --embedded$/);
});

describe('the documentation, with the shop that the first command of the README starts', () => {
  let directory: string;
  let shop: RunningShop;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cartwright-readme-'));
    await mkdir(join(directory, '.data'));
    shop = await startEmbeddedShop(join(directory, '.data'), {
      DEMO_DATA: 'true',
      PORT: String(await freeLoopbackPort()),
    });
  });
  afterAll(async () => {
    await shop.stop();
    await rm(directory, { recursive: true });
  });

  it('buys: the order is paid, two mails are listed, and no file is left in the directory', async () => {
    const output = await paste(linesUnder('Buy something'), { cwd: directory, url: shop.url });
    const [total, afterCoupon, payment, order, ...files] = output.trim().split('\n');
    expect([total, afterCoupon]).toEqual([expect.stringContaining('USD'), expect.stringContaining('USD')]);
    expect(afterCoupon).not.toBe(total);
    expect([payment, order]).toEqual(['succeeded', 'paid']);
    expect(files).toEqual([expect.stringMatching(/\.eml$/), expect.stringMatching(/\.eml$/)]);

    const mails = await mailsIn(join(directory, '.data'));
    expect(mails.map(({ subject }) => String(subject)).toSorted()).toEqual([
      expect.stringMatching(/^Your order \S+$/),
      expect.stringMatching(/^Your order \S+ is paid$/),
    ]);
    expect(await readdir(directory)).toEqual(['.data']);
  });

  it('guides front-end developers: every command works in the order of the page, and leaves no file', async () => {
    const guide = shellBlocks('docs/storefront.md');
    expect(guide.length).toBeGreaterThan(7);
    const lines = guide.map((block) => block.lines).join('\n');
    const output = await paste(lines, { cwd: directory, url: shop.url });
    expect(output.trim().split('\n')).toEqual([
      '3',
      expect.stringMatching(/^\d{4,}$/),
      '422',
      expect.stringMatching(/^[\w-]+$/),
      'requires_payment_method',
      'succeeded',
      'paid',
      `${shop.url}/docs`,
      'THE ART OF SETTING A TABLE',
      'book.txt',
      'invoice.pdf',
    ]);
    expect(await readdir(directory)).toEqual(['.data']);
  });

  it('gets a beginner started: a product and a promotion are in the cart, and explained', async () => {
    const [start, ...steps] = shellBlocks('docs/getting-started.md');
    expect(start).toEqual({ heading: 'Start the shop', lines: linesUnder('Try it') });
    const output = await paste(steps.map(({ lines }) => lines).join('\n'), { cwd: directory, url: shop.url });
    expect(output.trim().split('\n')).toEqual([
      'true',
      'Two teapots: 25 % off',
      expect.stringMatching(/quantity/u),
      '1600',
    ]);
  });

  it('guides an import: what fails is named before anything changes, and the file is removed', async () => {
    const lines = shellBlocks('docs/import.md').map((block) => block.lines);
    expect(lines).toHaveLength(3);
    const output = await paste(lines.join('\n'), { cwd: directory, url: shop.url });
    expect(output.trim().split('\n')).toEqual(['4: Variant Price', '2', '2']);
    expect(await readdir(directory)).toEqual(['.data']);
  });

  it('guides operators: tax is charged once the commands that set it have run', async () => {
    const lines =
      shellBlocks('docs/operations.md').find((block) => block.lines.includes('/admin/tax-rules'))?.lines ?? '';
    expect(JSON.parse(await paste(lines, { cwd: directory, url: shop.url }))).toMatchObject({
      zones: [{ countries: [], prices: 'inclusive', rates: { standard: 200_000, reduced: 50_000 } }],
    });
    const call = shopClient(shop.url);
    const found = await call('GET', '/api/v1/products?inStock=true&sort=-price&limit=1');
    const { body: cart } = await call('POST', '/api/v1/carts', { body: {} });
    const priced = await call('PUT', `/api/v1/carts/${cart.id}/lines/${found.body.data[0].variants[0].id}`, {
      headers: { 'x-cart-token': cart.token },
      body: { quantity: 1 },
    });
    expect(priced.body.pricing).toMatchObject({ taxIncluded: true, taxes: [{ rate: 200_000 }] });
  });
});

describe('the README, in production', () => {
  let database: FreshDatabase;
  let redis: RunningRedis;
  let dataDir: string;

  beforeAll(async () => {
    [database, redis] = await Promise.all([createFreshDatabase(), startRedis()]);
    dataDir = await mkdtemp(join(tmpdir(), 'cartwright-readme-production-'));
  });
  afterAll(async () => {
    await redis.stop();
    await database.drop();
    await rm(dataDir, { recursive: true });
  });
  /** The same lines on this database, with the scripts themselves: pnpm would be loaded from the network. */
  const here = (lines: string): string =>
    lines
      .replace('postgres://shop:secret@127.0.0.1:5432/shop', database.url)
      .replaceAll(/npx pnpm@12 (\S+)/g, (_match, name: string) => scripts[name] ?? `no script is called ${name}`);

  it('migrates the database, and starts a worker and an API that is ready', async () => {
    const [install, build, ...others] = linesUnder('Run it in production').trim().split('\n');
    expect([install, build]).toEqual(['npx pnpm@12 install', 'npx pnpm@12 build']);
    const lines = here(others.join('\n')).replace('redis://127.0.0.1:6379', redis.url);

    // A process group of its own, so that the shell and both processes end together.
    const shell = spawn('bash', ['-euo', 'pipefail', '-c', lines], {
      cwd: root,
      detached: true,
      env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(shell, 'close');
    try {
      let output = '';
      for await (const chunk of shell.stdout) {
        output += String(chunk);
        if (output.includes('the shop is open') && output.includes('the worker is ready')) break;
      }
      const open = output.split('\n').find((line) => line.includes('the shop is open')) ?? '{}';
      const { url } = JSON.parse(open) as { readonly url: string };
      expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    } finally {
      process.kill(-(shell.pid ?? 0), 'SIGKILL');
      await ended;
    }
  });

  it('audits the books of the migrated database, and finds no difference', async () => {
    expect(scripts).toMatchObject({
      'audit-books': 'node apps/worker/dist/audit-books.js',
      jobs: 'node apps/worker/dist/jobs.js',
    });
    await migrateDatabase(database.url);
    const lines = shellBlocks('docs/operations.md').find(({ heading }) => heading === 'Audit the books')?.lines ?? '';
    expect(await paste(here(lines), { cwd: root, url: '' })).toContain('0 differences');
  });
});
