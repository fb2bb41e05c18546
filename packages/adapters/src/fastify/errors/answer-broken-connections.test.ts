import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { answerBrokenConnection } from './answer-broken-connections.js';

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

  it('is cut off when it is slow', async () => {
    expect([shop.server.server.requestTimeout, shop.server.server.headersTimeout, shop.server.server.timeout]).toEqual([
      60_000, 20_000, 120_000,
    ]);
    const host = createServer((socket: Socket) => {
      answerBrokenConnection(Object.assign(new Error('slow'), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), socket);
    });
    host.listen(0, '127.0.0.1');
    await once(host, 'listening');
    const answer = await text(connect((host.address() as AddressInfo).port, '127.0.0.1'));
    expect(answer).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n.*"code":"request.timed-out"/su);
    host.close();
  });
});
