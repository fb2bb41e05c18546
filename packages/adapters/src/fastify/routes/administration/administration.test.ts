import { importFileKey } from '@cartwright/application';
import { buffer } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

describe('exporting products', () => {
  it("sends all products in Shopify's format to editors", async () => {
    const path = '/api/v1/admin/exports/products.csv';
    const { status, headers, text } = await shop.call('GET', path, { headers: shop.as('editor') });
    expect([status, headers['content-type']]).toEqual([200, 'text/csv; charset=utf-8']);
    const [header = '', ...rows] = text.trim().split('\r\n');
    expect(header.startsWith('Handle,Title,Body (HTML),Vendor')).toBe(true);
    expect(rows.map((row) => row.split(',')[0]).sort()).toEqual(['book', 'hidden', 'mug', 'pen']);
    expect((await shop.call('GET', path, { headers: shop.as('support') })).status).toBe(403);
  });
});

describe('importing products', () => {
  const none = { created: 0, changed: 0, unchanged: 0, rejected: 0 };
  const send = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    shop.call('POST', '/api/v1/admin/imports/products', {
      headers: { ...shop.as('editor'), 'content-type': 'text/csv', ...headers },
      body,
    });

  it('is taken on, and can be followed', async () => {
    const { status, headers, body } = await send('Handle,Title\nmug,Mug\n', {
      'content-type': 'text/csv; charset=utf-8',
    });
    expect([status, headers['location']]).toEqual([202, `/api/v1/admin/imports/${body.jobId}`]);
    const followed = await shop.call('GET', String(headers['location']), { headers: shop.as('editor') });
    expect([followed.status, followed.body]).toEqual([
      200,
      {
        status: 'queued',
        total: 0,
        processed: 0,
        failureCount: 0,
        failures: [],
        dryRun: false,
        ignoredColumns: [],
        counts: { products: none, variants: none, pictures: none },
      },
    ]);
  });

  it('accepts a file larger than any JSON, and none that is larger than the limit', async () => {
    expect((await send('x'.repeat(2 * 1024 * 1024))).status).toBe(202);
    expect((await send('x'.repeat(3_000_001))).body).toMatchObject({
      status: 413,
      code: 'file.too-large',
      maximumBytes: 3_000_000,
    });
  });

  it.each([
    ['empty', '', 'text/csv', 400, 'file.empty'],
    ['JSON', '{}', 'application/json', 415, 'request.content-type-unsupported'],
  ])('refuses a file that is %s', async (_what, body, type, status, code) => {
    const answer = await send(body, { 'content-type': type });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('changes nothing in a dry run', async () => {
    const csv = 'Title,Price\nCup,3.00\n';
    const { status, headers } = await shop.call('POST', '/api/v1/admin/imports/products?dryRun=true', {
      headers: { ...shop.as('editor'), 'content-type': 'text/csv' },
      body: csv,
    });
    expect(status).toBe(202);
    const followed = await shop.call('GET', String(headers['location']), { headers: shop.as('editor') });
    expect(followed.body.dryRun).toBe(true);
  });

  it.each(['windows-1252', 'iso-8859-1', undefined])('stores a file in the encoding %s as it is', async (charset) => {
    const type = charset === undefined ? 'text/csv' : `text/csv; charset=${charset}`;
    const file = Buffer.from('Title\nCr\u00E8me\n', 'latin1');
    const { status, body } = await send(file, { 'content-type': type });
    expect(status).toBe(202);
    expect(shop.store.committed().imports.get(body.jobId)?.upload).toEqual(charset === undefined ? {} : { charset });
    const stored = (await shop.fileStore.read(importFileKey(body.jobId)))._unsafeUnwrap();
    expect(stored && (await buffer(stored.content))).toEqual(file);
  });

  it('stores nothing while the files are away', async () => {
    const { imports, outbox } = shop.store.committed();
    const before = [imports.size, outbox.size, shop.fileStore.keys()];
    shop.fileStore.goAway();
    const { status, headers, body } = await send('Title\nCup\n');
    shop.fileStore.comeBack();
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'files.unavailable', '1']);
    expect([imports.size, outbox.size, shop.fileStore.keys()]).toEqual(before);
  });

  it('is for editors, and refuses others before it reads the file', async () => {
    const { status } = await send('x'.repeat(21 * 1024 * 1024), shop.as('customer'));
    expect(status).toBe(403);
    expect((await shop.call('GET', `/api/v1/admin/imports/${shop.mug}`, { headers: shop.as('support') })).status).toBe(
      403,
    );
  });

  it('that nobody asked for is not found', async () => {
    const { status, body } = await shop.call('GET', `/api/v1/admin/imports/${shop.mug}`, {
      headers: shop.as('editor'),
    });
    expect([status, body.code]).toEqual([404, 'import.not-found']);
  });
});

describe('stock', () => {
  const path = (variantId: string) => `/api/v1/admin/variants/${variantId}/stock`;
  const change = (variantId: string, body: object) =>
    shop.call('PATCH', path(variantId), { headers: shop.as('editor'), body });

  it('changes by hand, with the reason in the ledger, newest first', async () => {
    shop.clock.advance(1000);
    const added = await change(shop.mug, { delta: 5, reason: 'delivery' });
    shop.clock.advance(1000);
    await change(shop.mug, { delta: -2, reason: 'broken' });
    expect([added.status, added.body]).toEqual([200, { variantId: shop.mug, available: 15 }]);
    const byEditor = { id: expect.any(String), type: 'adjusted', actor: expect.any(String) };
    const ledger = await shop.call('GET', `${path(shop.mug)}?limit=2`, { headers: shop.as('editor') });
    expect(ledger.body).toEqual({
      variantId: shop.mug,
      onHand: 13,
      reserved: 0,
      available: 13,
      data: [
        { ...byEditor, quantity: -2, reason: 'broken', at: '2026-11-21T09:30:02.000Z' },
        { ...byEditor, quantity: 5, reason: 'delivery', at: '2026-11-21T09:30:01.000Z' },
      ],
      meta: { page: 1, limit: 2, total: 3, totalPages: 2 },
    });
  });

  it('never goes below zero', async () => {
    const { status, body } = await change(shop.pen, { delta: -4, reason: 'lost' });
    expect([status, body.code, body.shortages]).toEqual([
      409,
      'stock.insufficient',
      [{ variantId: shop.pen, requested: 4, available: 3 }],
    ]);
  });

  it.each([
    [{ delta: 0, reason: 'nothing' }, 422, 'stock.delta-out-of-range'],
    [{ delta: 1_000_001, reason: 'much' }, 422, 'stock.delta-out-of-range'],
    [{ delta: 1.5, reason: 'half' }, 400, 'request.invalid'],
    [{ delta: '5', reason: 'text' }, 400, 'request.invalid'],
    [{ delta: 5 }, 400, 'request.invalid'],
    [{ delta: 5, reason: ' ' }, 400, 'request.invalid'],
  ])('does not change by %j', async (body, status, code) => {
    const answer = await change(shop.mug, body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is not counted for digital goods, and not there for what is not sold', async () => {
    const digital = await change(shop.book, { delta: 1, reason: 'more bits' });
    expect([digital.status, digital.body.code]).toEqual([422, 'stock.not-tracked']);
    const unknown = '00000000-0000-7000-8000-00000000ffff';
    const ledger = await shop.call('GET', path(unknown), { headers: shop.as('editor') });
    for (const { status, body } of [await change(unknown, { delta: 1, reason: 'new' }), ledger]) {
      expect([status, body.code, body.variantId]).toEqual([404, 'catalogue.variant-not-found', unknown]);
    }
  });
});
