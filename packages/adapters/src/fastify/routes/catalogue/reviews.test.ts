import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
let ada: Record<string, string>;
beforeEach(async () => {
  shop = await openShop();
  ada = (await shop.register()).headers;
});

const path = '/api/v1/products/mug/reviews';
const said = { rating: 4, title: 'Sturdy', text: 'Holds tea.\nKeeps it warm.' };
const write = (headers = ada, body: object = said) => shop.call('POST', path, { headers, body });
const listed = async () => (await shop.call('GET', path)).body;
const ratingNow = async () => (await shop.call('GET', '/api/v1/products/mug')).body.rating;
const moderate = (id: string, how: 'approve' | 'reject', headers: Record<string, string> = shop.as('editor')) =>
  shop.call('POST', `/api/v1/admin/reviews/${id}/${how}`, { headers });

/** An order of a mug, which its customer pays. */
async function buy(headers = ada, isPaid = true): Promise<void> {
  const order = await shop.call('POST', '/api/v1/orders', {
    headers: { ...headers, 'idempotency-key': 'order' },
    body: { items: [{ variantId: shop.mug, quantity: 1 }], shippingAddress: address },
  });
  if (!isPaid) return;
  const started = await shop.call('POST', `/api/v1/orders/${order.body.id}/payments`, {
    headers: { ...headers, 'idempotency-key': 'pay' },
    body: { method: 'card' },
  });
  const paid = await shop.call('POST', `/api/v1/sandbox/payments/${started.body.paymentId}/confirm`, {
    body: { paymentMethod: 'pm_card_visa' },
  });
  expect(paid.status).toBe(200);
}

describe('a review', () => {
  it('is written by somebody who bought the product, and shown once it is approved', async () => {
    await buy();
    const { status, body, headers } = await write();
    expect([status, headers['etag']]).toEqual([201, '"1"']);
    expect(body).toMatchObject({ ...said, author: 'Ada', status: 'pending' });
    expect([(await listed()).data, await ratingNow()]).toEqual([[], { average: null, count: 0 }]);

    const approved = await moderate(body.id, 'approve');
    expect([approved.status, approved.body.status]).toEqual([200, 'approved']);
    const { data } = await listed();
    expect(data).toEqual([
      { id: body.id, ...said, author: 'Ada', createdAt: expect.any(String), updatedAt: expect.any(String) },
    ]);
    expect(await ratingNow()).toEqual({ average: 4, count: 1 });
  });

  it('is refused to guests, to those who bought nothing, and to those who have not paid', async () => {
    expect((await write({})).status).toBe(401);
    expect((await write()).body.code).toBe('review.not-bought');
    await buy(ada, false);
    const { status, body } = await write();
    expect([status, body.code]).toEqual([403, 'review.not-bought']);
  });

  it('is one of each product by each customer', async () => {
    await buy();
    const both = await Promise.all([write(), write()]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await write()).body.code).toBe('review.duplicate');
  });

  it('waits again after its author has changed it, and can be removed', async () => {
    await buy();
    const { id } = (await write()).body;
    await moderate(id, 'approve');
    const changed = await shop.call('PATCH', `/api/v1/reviews/${id}`, {
      headers: ada,
      body: { rating: 1, title: null, displayName: 'A reader' },
    });
    expect(changed.body).toMatchObject({ rating: 1, text: said.text, author: 'A reader', status: 'pending' });
    expect(changed.body).not.toHaveProperty('title');
    expect([(await listed()).data, await ratingNow()]).toEqual([[], { average: null, count: 0 }]);
    await moderate(id, 'approve');
    expect(await ratingNow()).toEqual({ average: 1, count: 1 });
    expect((await shop.call('DELETE', `/api/v1/reviews/${id}`, { headers: ada })).status).toBe(204);
    expect(await ratingNow()).toEqual({ average: null, count: 0 });
    expect((await write()).status).toBe(201);
  });

  it('stays approved, at its version, where a change changes nothing', async () => {
    await buy();
    const { id } = (await write()).body;
    const approved = (await moderate(id, 'approve')).body;
    for (const body of [{}, { rating: said.rating }, { ...said }, { displayName: approved.author }]) {
      const { status, headers, body: same } = await shop.call('PATCH', `/api/v1/reviews/${id}`, { headers: ada, body });
      expect([status, same.status, headers['etag']]).toEqual([200, 'approved', '"2"']);
    }
    expect((await listed()).data).toHaveLength(1);
  });

  it('takes the default name of its author again, for null', async () => {
    await buy();
    const { id, author } = (await write()).body;
    const rename = async (displayName: string | null) =>
      (await shop.call('PATCH', `/api/v1/reviews/${id}`, { headers: ada, body: { displayName } })).body.author;
    expect([await rename('A reader'), await rename(null)]).toEqual(['A reader', author]);
  });

  it('is changed by its author only', async () => {
    await buy();
    const { id } = (await write()).body;
    const eve = (await shop.register('eve@example.com')).headers;
    for (const { status, body } of [
      await shop.call('PATCH', `/api/v1/reviews/${id}`, { headers: eve, body: { rating: 1 } }),
      await shop.call('DELETE', `/api/v1/reviews/${id}`, { headers: eve }),
      await shop.call('PATCH', `/api/v1/reviews/${shop.mug}`, { headers: ada, body: { rating: 1 } }),
    ]) {
      expect([status, body.code]).toEqual([404, 'review.not-found']);
    }
  });

  it.each([
    [{ ...said, rating: 0 }, 'rating'],
    [{ ...said, rating: 6 }, 'rating'],
    [{ ...said, rating: 4.5 }, 'rating'],
    [{ rating: 4 }, 'text'],
    [{ ...said, text: ' \n ' }, 'text'],
    [{ ...said, text: 'x'.repeat(5_001) }, 'text'],
    [{ ...said, title: 'x'.repeat(121) }, 'title'],
    [{ ...said, displayName: 'x'.repeat(61) }, 'displayName'],
    [{ ...said, status: 'approved' }, 'status'],
  ])('is refused with what is out of bounds: %j', async (body, field) => {
    const { status, body: problem } = await write(ada, body);
    expect([status, problem.errors?.[0].field]).toEqual([400, field]);
  });

  it('of a product that nobody sells is not found', async () => {
    const { status, body } = await shop.call('POST', '/api/v1/products/none/reviews', { headers: ada, body: said });
    expect([status, body.code]).toEqual([404, 'catalogue.product-not-found']);
    expect((await shop.call('GET', '/api/v1/products/none/reviews')).status).toBe(404);
  });
});

describe('those who moderate reviews', () => {
  it('see those that wait, and decide on what they read only', async () => {
    await buy();
    const { id } = (await write()).body;
    const { body } = await shop.call('GET', '/api/v1/admin/reviews?status=pending', { headers: shop.as('editor') });
    expect(body.data).toMatchObject([{ id, status: 'pending', version: 1, product: { slug: 'mug', name: 'Mug' } }]);
    await shop.call('PATCH', `/api/v1/reviews/${id}`, { headers: ada, body: { text: 'Buy elsewhere!' } });
    const late = await moderate(id, 'approve', { ...shop.as('editor'), 'if-match': '"1"' });
    expect([late.status, late.body.code]).toEqual([412, 'review.version-stale']);
    expect((await moderate(id, 'reject')).body.status).toBe('rejected');
    expect((await moderate(id, 'reject')).body.version).toBe(3);
    expect((await listed()).data).toEqual([]);
    expect((await moderate(shop.mug, 'approve')).status).toBe(404);
  });

  it.each(['customer', 'viewer', 'support'] as const)('are no %s', async (role) => {
    expect((await shop.call('GET', '/api/v1/admin/reviews', { headers: shop.as(role) })).status).toBe(403);
  });
});
