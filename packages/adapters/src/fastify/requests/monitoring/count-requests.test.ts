import { openShop } from '@cartwright/adapters/testing/shop-over-http';
import { expect, it } from 'vitest';
import type { FinishedRequest } from '../../../prom-client/request-counter.js';
import { makeMetrics } from '../../../prom-client/metrics.js';

it('counts each request by the pattern of its route, never by its URL', async () => {
  const counted: FinishedRequest[] = [];
  const shop = await openShop({ countRequest: (request) => counted.push(request) });
  await shop.call('GET', '/api/v1/products?search=mug');
  await shop.call('GET', `/api/v1/products?ids=${shop.mug}`);
  await shop.call('GET', '/api/v1/products/absent');
  await shop.call('GET', '/no/such/page-1');
  await shop.call('POST', '/api/v1/orders', { body: {} });
  expect(counted.map(({ route, method, status }) => [method, route, status])).toEqual([
    ['GET', '/api/v1/products', 200],
    ['GET', '/api/v1/products', 200],
    ['GET', '/api/v1/products/:idOrSlug', 404],
    ['GET', undefined, 404],
    ['POST', '/api/v1/orders', 400],
  ]);
  expect(counted.every(({ seconds = -1 }) => seconds >= 0 && seconds < 10)).toBe(true);
});

it('has one series for all requests that match no route', async () => {
  const { countRequest, render } = makeMetrics({ storeCurrency: 'USD' });
  const shop = await openShop({ countRequest });
  for (const path of ['/one', '/two', '/three']) await shop.call('GET', path);
  const { body } = await render();
  expect(body).toContain('cartwright_http_requests_total{route="unmatched",method="GET",status="404"} 3\n');
  expect(body).toContain('cartwright_http_request_duration_seconds_count 3\n');
});

it('serves the metrics of the embedded shop at /metrics, without a limit, and in production nothing there', async () => {
  const { render } = makeMetrics({ storeCurrency: 'USD' });
  const embedded = await openShop({ renderMetrics: render }, { requestsPerMinute: 1 });
  for (const _scrape of [1, 2, 3]) {
    const { status, headers, text } = await embedded.call('GET', '/metrics');
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/plain; version=0.0.4; charset=utf-8',
      'no-store',
    ]);
    expect(text).toContain('cartwright_orders_total 0\n');
  }
  const production = await openShop();
  expect((await production.call('GET', '/metrics')).status).toBe(404);
});
