import { openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import type { MirrorDifference } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
  return () => shop.server.close();
});

const path = '/api/v1/admin/stripe-products';
type Role = Parameters<Shop['as']>[0];
const request = (body?: object, role: Role = 'editor') =>
  shop.call('POST', path, { headers: shop.as(role), ...(body === undefined ? {} : { body }) });
const read = (below: string, role: Role = 'viewer') => shop.call('GET', `${path}${below}`, { headers: shop.as(role) });
const events = () => [...shop.store.committed().outbox.values()].map(({ event }) => event);

it('requests a run of the mirror, whose progress and differences can be read', async () => {
  const { status, headers, body } = await request();
  expect([status, headers['location']]).toEqual([202, `${path}/${body.runId}`]);
  expect(events()).toEqual([{ type: 'catalogue.mirror-requested', runId: body.runId, at: shop.clock.now() }]);
  const begun = {
    id: body.runId,
    requestedBy: expect.any(String),
    requestedAt: shop.clock.now(),
    rewrite: false,
    total: 4,
    phase: 'products',
    counts: { products: 0, variants: 0, created: 0, updated: 0, deactivated: 0, refused: 0, differences: 0 },
  };
  expect((await read(`/${body.runId}`)).body).toEqual({ ...begun, differences: [] });
  const differences: readonly MirrorDifference[] = [
    { type: 'product.changed', variantId: shop.mug, reference: shop.mug, fields: ['name', 'defaultPrice'] },
    { type: 'product.unknown', reference: 'prod_1', name: 'Gift card' },
    { type: 'price.refused', variantId: shop.mug, currency: 'KWD', reason: 'amount_not_chargeable' },
    {
      type: 'price.unknown',
      variantId: shop.mug,
      reference: shop.mug,
      priceReference: 'price_1',
      price: { amount: 900, currency: 'USD' },
    },
  ];
  await shop.store.transact(({ productMirrorRuns }) => {
    const run = productMirrorRuns.get(body.runId);
    if (run !== undefined)
      productMirrorRuns.set(run.id, { ...run, cursor: 'prod_1', finishedAt: shop.clock.now(), differences });
    return okAsync(undefined);
  });
  const finished = { ...begun, finishedAt: shop.clock.now() };
  expect((await read(`/${body.runId}`)).body).toEqual({ ...finished, differences });
  expect((await read('')).body).toMatchObject({ enabled: true, data: [finished], meta: { total: 1 } });
});

it('continues the run that is not finished at a second click', async () => {
  const first = await request({ rewrite: true });
  const second = await request();
  expect(second.body.runId).toBe(first.body.runId);
  expect((await read(`/${first.body.runId}`)).body.rewrite).toBe(true);
});

it('refuses what it does not know', async () => {
  expect((await request({ rewrite: 'yes' })).body).toMatchObject({ status: 400, code: 'request.invalid' });
  expect((await request({ all: true })).body).toMatchObject({ status: 400, code: 'request.invalid' });
  const missing = await read('/00000000-0000-7000-8000-00000000ffff');
  expect([missing.status, missing.body.code]).toEqual([404, 'product-mirror.not-found']);
  expect((await read('?sort=phase')).status).toBe(400);
});

it.each(['customer', 'viewer', 'support'] as const)('lets no %s write to Stripe', async (role) => {
  expect((await request({}, role)).status).toBe(403);
  expect(events()).toEqual([]);
});

it('answers 409 in a shop that does not mirror its products', async () => {
  const disabled = await openShop({}, { mirrorsProducts: false });
  const answer = await disabled.call('POST', path, { headers: disabled.as('admin') });
  const list = await disabled.call('GET', path, { headers: disabled.as('viewer') });
  await disabled.server.close();
  expect([answer.status, answer.body.code]).toEqual([409, 'product-mirror.disabled']);
  expect(list.body).toMatchObject({ enabled: false, data: [] });
});
