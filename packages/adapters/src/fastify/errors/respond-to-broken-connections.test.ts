import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
let port: number;
beforeAll(async () => {
  shop = await openShop();
  await shop.server.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = shop.server.server.address() as AddressInfo);
});
afterAll(() => shop.server.close());

async function send(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const answer = text(socket);
  socket.write(bytes);
  return answer;
}

describe('a connection that brings no request', () => {
  it.each([
    ['is no HTTP', 'nonsense\r\n\r\n', '400 Bad Request', 'request.malformed'],
    [
      'has two lengths',
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
      '400 Bad Request',
      'request.malformed',
    ],
    [
      'has NUL in a header',
      'GET / HTTP/1.1\r\nhost: a\r\nx-cart-token: a\0b\r\n\r\n',
      '400 Bad Request',
      'request.malformed',
    ],
    [
      'has endless headers',
      `GET / HTTP/1.1\r\nhost: a\r\nx-long: ${'x'.repeat(17_000)}\r\n\r\n`,
      '431 Request Header Fields Too Large',
      'request.headers-too-large',
    ],
  ])('is answered with a problem: one that %s', async (_what, bytes, status, code) => {
    const answer = await send(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status}\r\n`, 'u'));
    expect(answer).toMatch(/\r\nx-request-id: [0-9a-f-]{36}\r\n/u);
    expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ code, requestId: expect.any(String) });
  });

  it.each([
    ['headers', 'GET /health/live HTTP/1.1\r\nhost: a\r\n', 'x-slow: a\r\n'],
    [
      'a body',
      'POST /api/v1/auth/login HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 9999\r\n\r\n',
      ' ',
    ],
    [
      'a chunked body',
      'POST /api/v1/carts HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n',
      '1\r\n \r\n',
    ],
  ])('is closed with a problem when it sends %s too slowly', async (_what, begin, next) => {
    const { server } = await openShop({ requestTimeoutMs: 300 });
    await server.listen({ host: '127.0.0.1', port: 0 });
    const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
    const response = text(socket);
    const began = performance.now();
    socket.write(begin);
    const trickle = setInterval(() => socket.write(next), 20);
    socket.on('end', () => clearInterval(trickle));
    expect(await response).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n.*"code":"request.timed-out"/su);
    expect(performance.now() - began).toBeGreaterThan(250);
    await server.close();
  });

  it('may take 30 s, which are over within 40 s', () => {
    const { requestTimeout, headersTimeout } = shop.server.server;
    // Node keeps the interval on the server, and its type leaves it out.
    const { connectionsCheckingInterval } = shop.server.server as { readonly connectionsCheckingInterval?: number };
    expect([requestTimeout, headersTimeout]).toEqual([30_000, 20_000]);
    expect(requestTimeout + (connectionsCheckingInterval ?? 30_000)).toBeLessThan(40_000);
  });
});
