import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { pdfPages } from '@cartwright/adapters/testing/read-pdf';
import { demoBook } from '../src/demo-book.js';
import { mailsWritten } from '../testing/mail-files.js';
import { shopClient } from '../testing/shop-client.js';
import { startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

const run = promisify(execFile);
const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

/** The shell lines under a heading, as printed. */
function shellUnder(heading: string): string {
  const section = readme.split(`${heading}\n`)[1]?.split(/\n#{2,3} /)[0] ?? '';
  return /```sh\n([\s\S]*?)```/.exec(section)?.[1] ?? '';
}

describe('the README', () => {
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

  /** Runs lines in one go, as they are pasted; a command that fails, or an answer that is no JSON, ends it. */
  const paste = async (lines: string): Promise<string> => {
    const here = lines.replaceAll('http://127.0.0.1:3000', shop.url);
    return (await run('bash', ['-euo', 'pipefail', '-c', here], { cwd: directory })).stdout;
  };

  it('sells something to whoever pastes its lines, and the purchase ends paid, with its mail', async () => {
    const lines = shellUnder('### Buy something').replace(/^ls .*$/m, '');
    const [total, afterCoupon, payment, order] = (await paste(lines)).trim().split('\n');
    expect([total, afterCoupon]).toEqual([expect.stringContaining('USD'), expect.stringContaining('USD')]);
    expect(afterCoupon).not.toBe(total);
    expect([payment, order]).toEqual(['succeeded', 'paid']);
    const mails = await mailsWritten(join(directory, '.data'), 2);
    expect(mails.map(({ subject }) => String(subject)).toSorted()).toEqual([
      expect.stringMatching(/^Your order \S+$/),
      expect.stringMatching(/^Your order \S+ is paid$/),
    ]);
    expect(mails.flatMap(({ to }) => to?.map(({ address }) => address))).toEqual([
      'you@example.com',
      'you@example.com',
    ]);
    expect((await run('bash', ['-c', 'ls .data/mail'], { cwd: directory })).stdout).toMatch(/\.eml\n$/);
  });

  it('shows the sandbox’s page to whoever pastes on, and the purchase ends paid', async () => {
    const lines = `${shellUnder('### Buy something')}\n${shellUnder('### Pay on a page')}`;
    const [page = '', end, order] = (await paste(lines)).trim().split('\n').slice(-3);
    expect(page).toContain(`${shop.url}/sandbox/checkout/`);
    expect([end, order]).toEqual([`${shop.url}/docs`, 'paid']);
    expect(await (await fetch(page)).text()).toContain('This payment is complete.');
  });

  it('gives the invoice and the book to whoever pastes on', async () => {
    const lines = `${shellUnder('### Buy something')}\n${shellUnder('### Get the invoice, and download what you bought')}`;
    expect((await paste(lines)).trim().split('\n').slice(-2)).toEqual(['succeeded', 'THE ART OF SETTING A TABLE']);
    expect(await readFile(join(directory, 'book.txt'), 'utf8')).toBe(demoBook.text);
    const pages = pdfPages(await readFile(join(directory, 'invoice.pdf')));
    expect(pages.flat().some((line) => line.startsWith('Total  $'))).toBe(true);
  });

  it('charges tax once the lines that say how are pasted', async () => {
    const above = shellUnder('### Buy something').split('\n\n')[0] ?? '';
    expect(JSON.parse(await paste(`${above}\n${shellUnder('### Charge tax')}`))).toMatchObject({
      prices: 'inclusive',
      rates: { standard: 200_000, reduced: 50_000 },
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
