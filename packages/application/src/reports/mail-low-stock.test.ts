import { beforeEach, expect, it } from 'vitest';
import { openShop, type Shop } from '../../testing/shop-in-memory.js';
import { runJob } from '../jobs/run-job.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const at = '2026-11-21T07:00:00.000Z';
const run = () => runJob(shop.handlers, { id: `mail-low-stock@${at}`, name: 'mail-low-stock', payload: { at } });
const reported = () =>
  [...shop.store.committed().outbox.values()]
    .map(({ event }) => event)
    .filter(({ type }) => type === 'stock.low-reported');

it('reports low stock once for each tick', async () => {
  (await run())._unsafeUnwrap();
  (await run())._unsafeUnwrap();
  expect(reported()).toMatchObject([{ variants: 1, listed: [{ name: 'Poster', available: 5 }], at }]);
});
