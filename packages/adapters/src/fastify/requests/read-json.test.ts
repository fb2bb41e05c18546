import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
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

describe('a JSON content type without a body', () => {
  const headers = { 'content-type': 'application/json' };

  it('is accepted where a body is optional, and where none is needed', async () => {
    const shop = await openShop();
    expect((await shop.call('POST', '/api/v1/carts', { headers })).status).toBe(201);
    expect((await shop.call('POST', '/api/v1/carts', { headers: { ...headers, 'content-length': '0' } })).status).toBe(
      201,
    );
    const cart = await shop.guestCart();
    const removed = await shop.call('DELETE', `${cart.path}/lines/${shop.mug}`, {
      headers: { ...headers, ...cart.headers },
    });
    expect([removed.status, removed.body.lines]).toEqual([200, []]);
    expect((await shop.call('GET', cart.path, { headers: { ...headers, ...cart.headers } })).status).toBe(200);
  });

  it('is refused for what is missing where a body is required, as without the header', async () => {
    const shop = await openShop();
    const problems = await Promise.all(
      [headers, {}].map(async (sent) => {
        const { status, body } = await shop.call('POST', '/api/v1/auth/login', { headers: sent });
        return { status, code: body.code, errors: body.errors };
      }),
    );
    expect(problems[0]).toMatchObject({ status: 400, code: 'request.invalid' });
    expect(problems[0]).toEqual(problems[1]);
  });
});
