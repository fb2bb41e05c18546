import { connect, type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
  await shop.server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => shop.server.close());

async function send(request: string): Promise<string> {
  const socket = connect((shop.server.server.address() as AddressInfo).port, '127.0.0.1');
  const answer = text(socket);
  socket.write(request);
  return answer;
}

it('a request that names no host is refused with a problem', async () => {
  const answer = await send('GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1.1 400 .*\r\nx-request-id: .*"code":"request.malformed"/isu);
});

it('an older client, which names none, is served', async () => {
  expect(await send('GET /health/live HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1.1 200 /u);
});

it('a request that expects what nobody promised is answered as if it did not', async () => {
  const answer = await send('GET /health/live HTTP/1.1\r\nhost: a\r\nexpect: miracles\r\nconnection: close\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1.1 200 .*\r\nx-request-id: /isu);
});
