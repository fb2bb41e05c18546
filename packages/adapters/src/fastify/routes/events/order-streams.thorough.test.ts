import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { paidOrder } from '../../../../testing/paid-order.js';
import { openShop } from '../../../../testing/shop-over-http.js';

it('shows an order to 2,000 open streams, and ends them all when the process stops', async () => {
  const shop = await openShop({}, { followsEvents: true });
  await shop.server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = shop.server.server.address() as AddressInfo;
  const headers = shop.as('support');
  let events = 0;
  let ended = 0;
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', port, path: '/api/v1/admin/orders/events', headers, agent: false });
      call.on('error', reject);
      call.on('response', (response) => {
        response.setEncoding('utf8');
        response.on('data', (text: string) => (events += text.split('event: order.placed').length - 1));
        response.on('end', () => (ended += 1));
        resolve();
      });
      call.end();
    });
  for (let opened = 0; opened < 2_000; opened += 100) await Promise.all(Array.from({ length: 100 }, open));
  await paidOrder(shop);
  await expect.poll(() => events).toBe(2_000);
  shop.eventFollower.stop();
  await expect.poll(() => ended).toBe(2_000);
  await shop.server.close();
});
