import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { anyone } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '../../../../testing/shop-over-http.js';

const content = '0123456789abcdefghij';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const attach = (text = content, filename = 'Käse.epub') =>
  shop.call('PUT', `/api/v1/admin/variants/${shop.book}/file?filename=${encodeURIComponent(filename)}`, {
    headers: { 'content-type': 'application/octet-stream', ...shop.as('editor') },
    body: text,
  });
type Bought = { readonly id: string; readonly number: string; readonly headers: Record<string, string> };
let orders = 0;
const buy = async (who?: Record<string, string>): Promise<Bought> => {
  orders += 1;
  const { body } = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': `order-${orders}`, ...who },
    body: {
      items: [{ variantId: shop.book, quantity: 1 }],
      ...(who === undefined ? { email: 'ada@example.com' } : {}),
    },
  });
  const headers = who ?? { 'x-order-token': String(body.token) };
  const started = await shop.call('POST', `/api/v1/orders/${body.id}/payments`, {
    headers: { ...headers, 'idempotency-key': `pay-${orders}` },
    body: { method: 'card' },
  });
  await shop.call('POST', `/api/v1/sandbox/payments/${started.body.paymentId}/confirm`, {
    body: { paymentMethod: 'pm_card_visa' },
  });
  return { id: body.id, number: body.number, headers };
};
const pathOf = (url: string): string => url.slice('http://127.0.0.1:3000'.length);
const linkOf = async (order: Bought): Promise<string> => {
  const { body } = await shop.call('GET', `/api/v1/orders/${order.id}/downloads`, { headers: order.headers });
  return pathOf(body.data[0].url);
};
const download = (path: string, headers: Record<string, string> = {}) => shop.call('GET', path, { headers });

describe('digital purchases', () => {
  it('are listed for their customer, available once there is a file', async () => {
    const { headers } = await shop.register();
    const list = () => shop.call('GET', '/api/v1/me/downloads', { headers });
    expect((await list()).body).toEqual({ data: [], meta: { page: 1, limit: 20, total: 0, totalPages: 0 } });
    const order = await buy(headers);
    await buy();
    const purchase = {
      id: `${order.id}.${shop.book}`,
      orderId: order.id,
      orderNumber: order.number,
      variantId: shop.book,
      name: 'Book',
      purchasedAt: shop.clock.now(),
    };
    expect((await list()).body.data).toEqual([{ ...purchase, available: false }]);
    await attach();
    const { body, headers: answered } = await list();
    expect(body.data).toEqual([{ ...purchase, available: true, fileName: 'Käse.epub', size: 20 }]);
    expect(answered['cache-control']).toBe('no-store');
    expect((await shop.call('GET', '/api/v1/me/downloads?cursor=&limit=1', { headers })).body.meta).toEqual({
      limit: 1,
      nextCursor: null,
    });
    expect((await shop.call('GET', '/api/v1/me/downloads?sort=name', { headers })).status).toBe(400);
    expect((await shop.call('GET', '/api/v1/me/downloads')).status).toBe(401);
  });

  it('are fetched by a link that needs nothing else', async () => {
    const { headers } = await shop.register();
    const order = await buy(headers);
    const path = `/api/v1/me/downloads/${order.id}.${shop.book}`;
    expect((await shop.call('GET', path, { headers })).body).toMatchObject({
      status: 404,
      code: 'download.file-missing',
    });
    await attach();
    const { status, body } = await shop.call('GET', path, { headers });
    expect([status, Object.keys(body)]).toEqual([200, ['url', 'expiresAt']]);
    const answer = await download(pathOf(body.url));
    expect([answer.status, answer.text]).toEqual([200, content]);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '20',
      'content-disposition': `attachment; filename="K?se.epub"; filename*=UTF-8''K%C3%A4se.epub`,
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
      'accept-ranges': 'bytes',
      'referrer-policy': 'no-referrer',
    });
    const head = await shop.call('HEAD', pathOf(body.url));
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', '20']);
  });

  it("are a guest's with the order's token, and nobody else's", async () => {
    await attach();
    const order = await buy();
    const path = `/api/v1/orders/${order.id}/downloads`;
    const { body } = await shop.call('GET', path, { headers: order.headers });
    expect(body.data).toEqual([
      expect.objectContaining({
        id: `${order.id}.${shop.book}`,
        available: true,
        url: expect.any(String),
        expiresAt: expect.any(String),
      }),
    ]);
    const { headers } = await shop.register();
    for (const others of [{}, headers, shop.as('support'), { 'x-order-token': 'guessed' }]) {
      expect((await shop.call('GET', path, { headers: others as Record<string, string> })).body).toMatchObject({
        status: 404,
        code: 'order.not-found',
      });
    }
    expect((await shop.call('GET', `/api/v1/me/downloads/${order.id}.${shop.book}`, { headers })).body).toMatchObject({
      status: 404,
      code: 'download.not-found',
    });
    expect((await shop.call('GET', '/api/v1/me/downloads/nothing', { headers })).body.code).toBe('request.not-found');
  });
});

describe('a download link', () => {
  it('is refused when it was changed, and when it is over', async () => {
    await attach();
    const link = await linkOf(await buy());
    const start = link.slice(0, link.lastIndexOf('.') + 1);
    const mac = link.slice(start.length);
    for (const forged of [
      `${start}${mac.slice(1)}`,
      `${start}${'A'.repeat(43)}`,
      '/api/v1/downloads/x',
      '/api/v1/downloads/%2e%2e%2fetc',
      `${link}.x`,
    ]) {
      expect((await download(forged)).body).toMatchObject({ status: 403, code: 'link.invalid' });
    }
    shop.clock.advance(900_000);
    const { body } = await download(link);
    expect(body).toMatchObject({ status: 410, code: 'link.expired', expiredAt: expect.any(String) });
  });

  it('leads nowhere once the money is back', async () => {
    await attach();
    const order = await buy();
    const link = await linkOf(order);
    const stored = shop.store.committed().orders.get(order.id);
    if (stored === undefined) throw new Error('the order is there');
    shop.store.committed().orders.set(order.id, { ...stored, order: { ...stored.order, paymentStatus: 'refunded' } });
    expect((await download(link)).body).toMatchObject({ status: 403, code: 'download.withdrawn', orderId: order.id });
  });

  it('brings a part of the file to whoever resumes', async () => {
    await attach();
    const link = await linkOf(await buy());
    const part = await download(link, { range: 'bytes=10-' });
    expect([part.status, part.text, part.headers['content-range'], part.headers['content-length']]).toEqual([
      206,
      'abcdefghij',
      'bytes 10-19/20',
      '10',
    ]);
    const whole = await download(link, { range: 'bytes=0-1,4-5' });
    expect([whole.status, whole.text, whole.headers['content-range']]).toEqual([200, content, undefined]);
    const past = await download(link, { range: 'bytes=20-' });
    expect([past.status, past.body.code, past.headers['content-range']]).toEqual([
      416,
      'download.range-unsatisfiable',
      'bytes */20',
    ]);
  });

  it('brings the whole file to whoever has a part of another one', async () => {
    await attach();
    const link = await linkOf(await buy());
    const { headers } = await download(link);
    const resume = { range: 'bytes=10-', 'if-range': String(headers.etag) };
    expect((await download(link, resume)).status).toBe(206);
    await attach('another edition');
    const answer = await download(link, resume);
    expect([answer.status, answer.text]).toEqual([200, 'another edition']);
  });

  it('closes the file when whoever downloads it leaves', async () => {
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.alloc(100_000);
      } finally {
        leave();
      }
    }
    const opened = { name: 'book.epub', size: 1_000_000_000, version: 'one', read: () => okAsync(endless()) };
    const { server } = await openShop({}, { useCases: { openDownload: anyone(() => okAsync(opened)) } });
    await server.listen({ host: '127.0.0.1', port: 0 });
    const { port } = server.server.address() as AddressInfo;
    const sent = get({ host: '127.0.0.1', port, path: '/api/v1/downloads/token' });
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    await once(response, 'data');
    sent.destroy();
    await expect(left).resolves.toBeUndefined();
    await server.close();
  });

  it('reads nothing of the file for a HEAD request, whose Range it ignores', async () => {
    let reads = 0;
    const read = () => {
      reads += 1;
      return okAsync(Readable.from([Buffer.from(content)]));
    };
    const opened = { name: 'book.epub', size: 20, version: 'one', read };
    const open = await openShop({}, { useCases: { openDownload: anyone(() => okAsync(opened)) } });
    const { status, headers, text } = await open.call('HEAD', '/api/v1/downloads/token', {
      headers: { range: 'bytes=0-3' },
    });
    expect([status, headers['content-length'], headers['content-range'], text]).toEqual([200, '20', undefined, '']);
    expect(reads).toBe(0);
  });

  it('says so when the files are away', async () => {
    await attach();
    const link = await linkOf(await buy());
    shop.fileStore.goAway();
    const answer = await download(link);
    expect([answer.status, answer.body.code, answer.headers['retry-after']]).toEqual([503, 'files.unavailable', '1']);
  });
});
