import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { openShop } from '@cartwright/adapters/testing/shop-over-http';

it('a compressed body is refused for being compressed, not misread as text', async () => {
  const shop = await openShop();
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  for (const body of [gzipSync('{}'), '{}']) {
    const { status, body: problem } = await shop.call('POST', '/api/v1/carts', { headers, body });
    expect([status, problem.code]).toEqual([415, 'request.content-encoding-unsupported']);
  }
  const identity = await shop.call('POST', '/api/v1/carts', {
    headers: { ...headers, 'content-encoding': 'identity' },
    body: '{}',
  });
  expect(identity.status).toBe(201);
});
