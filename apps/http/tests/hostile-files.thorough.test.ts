import { importLimits } from '@cartwright/application';
import { peakMemoryOf } from '@cartwright/adapters/testing/processes/peak-memory';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, importProducts, shopClient, signIn, type ShopClient } from '../testing/shop-client.js';
import { admin, startEmbeddedShop, type RunningShop } from '../testing/start-shop.js';

const header = 'Handle,Title,Variant SKU,Variant Price,Variant Inventory Qty';
const mug = (name: string) => `${name},Mug,${name},12.50,7`;

describe('a product file that is meant to do harm', () => {
  let directory: string;
  let shop: RunningShop;
  let call: ShopClient;
  let accessToken: string;
  let before: number;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'cartwright-shop-'));
    shop = await startEmbeddedShop(directory, { RATE_LIMIT_MAX: '1000000' });
    call = shopClient(shop.url);
    accessToken = await signIn(call, admin);
    await importProducts(call, accessToken, [header, mug('first')].join('\n'));
    before = peakMemoryOf(shop.http.pid);
  });
  afterAll(async () => {
    await shop.stop();
    await rm(directory, { recursive: true });
  });

  /** Sends one line without `content-length` for as long as the shop reads it. Returns how many bytes were sent. */
  const sendLine = (most: number) =>
    new Promise<{ readonly status: number; readonly code: string; readonly sent: number }>((resolve, reject) => {
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      let sent = 0;
      let isAnswered = false;
      const sending = request(
        new URL('/api/v1/admin/imports/products', shop.url),
        { method: 'POST', headers: { ...bearer(accessToken), 'content-type': 'text/csv' } },
        (response) => {
          isAnswered = true;
          text(response).then(
            (body) => {
              sending.destroy();
              resolve({ status: response.statusCode ?? 0, code: JSON.parse(body).code, sent });
            },
            (error: unknown) => reject(error),
          );
        },
      );
      sending.on('error', (error) => (isAnswered ? undefined : reject(error)));
      const send = (): void => {
        if (isAnswered) return;
        if (sent >= most) return void sending.end();
        sent += chunk.length;
        // A chunk is more than a socket takes at once.
        sending.once('drain', send).write(chunk);
      };
      send();
    });

  it('as one line of a gigabyte is refused once it is too large, and is never in memory as a whole', async () => {
    const gigabyte = 1024 ** 3;
    const { status, code, sent } = await sendLine(gigabyte);
    expect([status, code]).toEqual([413, 'file.too-large']);
    expect(sent).toBeLessThan(importLimits.fileBytes + gigabyte / 10);
    expect((await readdir(join(directory, 'files', 'imports'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(peakMemoryOf(shop.http.pid) - before || 0).toBeLessThan(250);
  });

  it('whose `content-length` is a gigabyte is refused before it is sent', async () => {
    const headers = { ...bearer(accessToken), 'content-type': 'text/csv', 'content-length': String(1024 ** 3) };
    const status = await new Promise<number>((resolve, reject) => {
      const sending = request(
        new URL('/api/v1/admin/imports/products', shop.url),
        { method: 'POST', headers },
        (response) => {
          response.resume();
          sending.destroy();
          resolve(response.statusCode ?? 0);
        },
      );
      sending.on('error', reject);
      sending.flushHeaders();
    });
    expect(status).toBe(413);
  });

  it.each([
    ['200,000 columns', [Array.from({ length: 200_000 }, (_, index) => `c${index}`).join(','), mug('wide')]],
    ['200,000 columns without names', [','.repeat(200_000), mug('wide')]],
    ['501 columns', [[header, ...Array.from({ length: 496 }, (_, index) => `c${index}`)].join(','), mug('wide')]],
    ['a header of 15 MB', ['x'.repeat(15_000_000), mug('wide')]],
  ])('with %s fails as a whole', async (_what, lines) => {
    const { body } = await importProducts(call, accessToken, lines.join('\n'));
    expect(body).toMatchObject({ status: 'failed', failures: [{ line: 1 }] });
    expect((await call('GET', '/api/v1/products/wide')).status).toBe(404);
  });

  it.each([
    ['a line of 15 MB', 'x'.repeat(15_000_000)],
    ['a line of 100 MB', 'x'.repeat(100_000_000)],
    ['a cell of 15 MB', `long,"${`${'x'.repeat(60_000)}\n`.repeat(250)}",LONG,12.50,7`],
    ['a row of 200,000 cells', `many${',x'.repeat(200_000)}`],
    ['NUL in a name', 'nul,Mu\0g,NUL,12.50,7'],
    ['a quote that is never closed', 'open,"Mug,OPEN,12.50,7'],
  ])('with %s loses that line only', async (what, line) => {
    const names = ['before', 'after'].map((place) => `${place}-${what}`.replaceAll(/\W+/gu, '-').toLowerCase());
    const lines = [header, mug(names[0] ?? ''), line, mug(names[1] ?? '')];
    const { body } = await importProducts(call, accessToken, lines.join('\n'));
    expect(body).toMatchObject({ status: 'completed', counts: { products: { created: 2 } } });
    expect(body.failures[0]).toMatchObject({ line: 3, code: expect.any(String), reason: expect.any(String) });
    expect(JSON.stringify(body).length).toBeLessThan(100_000);
    for (const name of names) expect((await call('GET', `/api/v1/products/${name}`)).status).toBe(200);
  });

  it('leaves the shop running within its memory', async () => {
    expect((await call('GET', '/health/ready')).status).toBe(200);
    expect(peakMemoryOf(shop.http.pid) - before || 0).toBeLessThan(500);
  });
});
