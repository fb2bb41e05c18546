import { describe, expect, it } from 'vitest';
import { openShop } from '@cartwright/adapters/testing/shop-over-http';

const database = { name: 'database', ok: true, latencyMs: 0.4 };

describe('health', () => {
  it('is live while the process runs, whatever is away', async () => {
    const shop = await openShop({ readiness: () => Promise.reject(new Error('away')) });
    const { status, body } = await shop.call('GET', '/health/live');
    expect([status, body]).toEqual([200, { status: 'ok' }]);
  });

  it.each([
    ['ready', true, false, 200],
    ['unavailable', false, false, 503],
    ['draining', true, true, 503],
  ])('is %s with each dependency and its latency', async (name, ready, draining, expected) => {
    const dependencies = [database, { name: 'redis', ok: ready, latencyMs: 12 }];
    const shop = await openShop({ readiness: () => Promise.resolve({ ready, draining, dependencies }) });
    const { status, body, headers } = await shop.call('GET', '/health/ready');
    expect([status, body, headers['cache-control']]).toEqual([expected, { status: name, dependencies }, 'no-store']);
  });
});
