import { anyone } from '@cartwright/application';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { ResultAsync } from 'neverthrow';
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { terminalLine } from '../../../runtime/monitoring/terminal-log.js';
import type { FinishedRequest } from '../../../prom-client/request-counter.js';

const token = 'a-secret-token-that-nobody-but-its-owner-may-know';

describe('the line of a request', () => {
  const lines: string[] = [];
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop({ logger: pino({}, { write: (line) => lines.push(line) }) });
  });

  it.each([
    ['a download', `/api/v1/downloads/${token}`, '/api/v1/downloads/:token'],
    ['an invoice', `/api/v1/invoices/${token}`, '/api/v1/invoices/:token'],
    ['a coupon', `/api/v1/carts/1/coupons/${token}`, '/api/v1/carts/:id/coupons/:code'],
    ['a token in a wrong place', `/${token}/x?token=${token}`, '/…/x'],
    ['a token in a query', `/api/v1/products?search=${token}`, '/api/v1/products'],
  ])('has the path of %s without what is secret', async (_what, url, path) => {
    lines.length = 0;
    await shop.call(url.includes('coupons') ? 'DELETE' : 'GET', url);
    const requests = lines.map((line) => JSON.parse(line) as { readonly msg: string; readonly path?: string });
    expect(requests.filter(({ msg }) => msg === 'request answered').map((line) => line.path)).toEqual([path]);
    expect(lines.join()).not.toContain(token);
  });

  it('is written when the client leaves before the response, once', async () => {
    lines.length = 0;
    const counted: FinishedRequest[] = [];
    let begin = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      begin = resolve;
    });
    const viewCart = anyone(() => {
      begin();
      return new ResultAsync<never, never>(new Promise(() => undefined));
    });
    const hanging = await openShop(
      { logger: pino({}, { write: (line) => lines.push(line) }), countRequest: (request) => counted.push(request) },
      { useCases: { viewCart } },
    );
    const url = await hanging.server.listen({ host: '127.0.0.1', port: 0 });
    const client = new AbortController();
    const left = fetch(`${url}/api/v1/carts/${hanging.mug}`, { signal: client.signal }).catch(() => 'left');
    await begun;
    client.abort();
    expect(await left).toBe('left');
    await expect.poll(() => lines.filter((line) => line.includes('request answered'))).toHaveLength(1);
    expect(lines.join()).toContain('"aborted":true');
    expect(counted).toMatchObject([{ route: '/api/v1/carts/:id', status: 499 }]);
    await hanging.server.close();
  });

  it('is readable on a terminal', () => {
    const line = JSON.stringify({
      level: 30,
      time: 0,
      pid: 7,
      hostname: 'host',
      requestId: 'trace-1',
      address: '192.0.2.1',
      method: 'GET',
      path: '/api/v1/products',
      route: '/api/v1/products',
      status: 200,
      ms: 3,
      userId: 'ada',
      msg: 'request answered',
    });
    expect(terminalLine(line)).toMatch(
      /^\[\d\d:\d\d:00\.000\] INFO: GET \/api\/v1\/products 200 in 3 ms \{"requestId":"trace-1","address":"192\.0\.2\.1","userId":"ada"\}\n$/,
    );
  });
});
