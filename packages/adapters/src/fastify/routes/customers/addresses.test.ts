/** Long because an address is checked wherever it is given, and used wherever an order is placed. */
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';

let shop: Shop;
let ada: Record<string, string>;
beforeEach(async () => {
  shop = await openShop();
  ada = (await shop.register()).headers;
});

const path = '/api/v1/me/addresses';
/** Places a guest's order with the address, and bills a guest's cart to it. */
async function useInCheckout(body: object) {
  const cart = await shop.guestCart();
  const ordered = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': 'order-1' },
    body: { items: [{ variantId: shop.mug, quantity: 1 }], email: 'grace@example.com', shippingAddress: body },
  });
  const changed = await shop.call('PATCH', cart.path, { headers: cart.headers, body: { billingAddress: body } });
  return { ordered, changed };
}
const london = address;
const ithaca = {
  fullName: 'Ada Lovelace',
  company: 'Engines',
  line1: '1 Mill St',
  line2: 'Floor 2',
  city: 'Ithaca',
  region: 'NY',
  postalCode: '14850',
  country: 'US',
  phone: '+1 607 1',
};
const add = (body: object, headers = ada) => shop.call('POST', path, { headers, body });
const patch = (id: string, body: object, headers = ada) => shop.call('PATCH', `${path}/${id}`, { headers, body });
const remove = (id: string, headers = ada) => shop.call('DELETE', `${path}/${id}`, { headers });
const list = async (headers = ada) => (await shop.call('GET', path, { headers })).body.data;
const defaults = async (headers = ada): Promise<readonly string[]> =>
  (await list(headers))
    .filter(({ isDefault }: { isDefault: boolean }) => isDefault)
    .map(({ id }: { id: string }) => id);

describe('an address book', () => {
  it('belongs to somebody who is signed in', async () => {
    expect((await add(london, {})).status).toBe(401);
    expect((await shop.call('GET', path)).status).toBe(401);
  });

  it('gives back each field as it was added, the default address first', async () => {
    const first = await add(london);
    expect([first.status, first.headers.location]).toEqual([201, `${path}/${first.body.id}`]);
    expect(first.body).toMatchObject({ ...london, isDefault: true });
    const second = await add(ithaca);
    expect(second.body).toMatchObject({ ...ithaca, isDefault: false });
    const { body } = await shop.call('GET', path, { headers: ada });
    expect(body).toEqual({
      data: [first.body, second.body],
      meta: { page: 1, limit: 20, total: 2, totalPages: 1 },
    });
    const third = await add({ ...london, isDefault: true });
    expect(await list()).toMatchObject([{ id: third.body.id }, { id: first.body.id }, { id: second.body.id }]);
  });

  it('has exactly one default, whatever is added, changed and removed', async () => {
    const first = (await add({ ...london, isDefault: false })).body.id;
    expect(await defaults()).toEqual([first]);
    const second = (await add({ ...ithaca, isDefault: true })).body.id;
    expect(await defaults()).toEqual([second]);
    expect((await patch(first, { isDefault: true })).status).toBe(200);
    expect(await defaults()).toEqual([first]);
    const refused = await patch(first, { isDefault: false });
    expect([refused.status, refused.body.code]).toEqual([422, 'address.default-required']);
    expect((await patch(second, { isDefault: false })).status).toBe(200);
    expect(await defaults()).toEqual([first]);
    const third = (await add(london)).body.id;
    expect((await remove(first)).status).toBe(204);
    expect(await defaults()).toEqual([third]);
    await remove(second);
    await remove(third);
    expect(await list()).toEqual([]);
    expect((await add(london)).body.isDefault).toBe(true);
  });

  it('has one default after five requests at once that each make one', async () => {
    const ids = await Promise.all(
      Array.from({ length: 5 }, async () => (await add({ ...london, isDefault: true })).body.id),
    );
    expect(await list()).toHaveLength(5);
    const [only, ...others] = await defaults();
    expect([ids.includes(only), others]).toEqual([true, []]);
  });

  it('changes what is said alone; null clears a field', async () => {
    const { id } = (await add(ithaca)).body;
    const { status, body } = await patch(id, { line1: '2 Mill St', line2: null, phone: null });
    const { line2: _line2, phone: _phone, ...rest } = ithaca;
    expect([status, body]).toEqual([
      200,
      { id, ...rest, line1: '2 Mill St', isDefault: true, createdAt: expect.any(String) },
    ]);
  });

  it.each([
    [{ ...ithaca, country: 'ZZ' }, 'country', 'not-allowed'],
    [{ ...ithaca, region: undefined }, 'region', 'required'],
    [{ ...ithaca, region: '' }, 'region', 'required'],
    [{ ...ithaca, region: 'Ontario' }, 'region', 'not-allowed'],
    [{ ...ithaca, postalCode: '1485' }, 'postalCode', 'format'],
    [{ ...london, postalCode: undefined }, 'postalCode', 'required'],
    [{ ...london, city: undefined }, 'city', 'required'],
    [{ ...london, fullName: undefined }, 'fullName', 'required'],
    [{ ...london, userId: randomUUID() }, 'userId', 'unknown'],
    [{ ...london, id: randomUUID() }, 'id', 'unknown'],
  ])('refuses an address that its country does not have: %j', async (body, field, code) => {
    const answer = await add(body);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ field, code }]);
    expect(await list()).toEqual([]);

    const isForBookOnly = field === 'region' || field === 'postalCode';
    const { ordered, changed } = await useInCheckout(body);
    const refused = (name: string) => [400, [{ field: `${name}.${field}`, code }]];
    expect([ordered.status, ordered.body.errors]).toMatchObject(
      isForBookOnly ? [201, undefined] : refused('shippingAddress'),
    );
    expect([changed.status, changed.body.errors]).toMatchObject(
      isForBookOnly ? [200, undefined] : refused('billingAddress'),
    );
  });

  it.each([
    { fullName: '王小明', line1: '建国路 88 号', city: '北京', country: 'CN' },
    { ...london, region: 'Springfield', postalCode: '62701' },
    { ...ithaca, region: 'XX', postalCode: '1' },
  ])('asks for more than a checkout, where region and postal code may be missing or unusual: %j', async (body) => {
    expect((await add(body)).status).toBe(400);
    const { ordered, changed } = await useInCheckout(body);
    expect([ordered.status, ordered.body.shippingAddress]).toEqual([201, body]);
    expect([changed.status, changed.body.billingAddress]).toEqual([200, body]);
  });

  it('checks a changed address as a whole', async () => {
    const { id } = (await add(london)).body;
    const moved = await patch(id, { country: 'US' });
    expect([moved.status, moved.body.errors.map(({ field }: { field: string }) => field)]).toEqual([
      400,
      ['region', 'postalCode'],
    ]);
    expect(await list()).toMatchObject([london]);
  });

  it('answers 404 for an address that is unknown, removed or somebody else’s', async () => {
    const { id } = (await add(london)).body;
    const eve = (await shop.register('eve@example.com')).headers;
    expect(await list(eve)).toEqual([]);
    for (const answer of [
      await patch(id, { line1: '3' }, eve),
      await remove(id, eve),
      await patch(randomUUID(), {}),
      await remove(randomUUID()),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, 'address.not-found']);
    }
    expect(await list()).toMatchObject([london]);
    await remove(id);
    expect((await remove(id)).status).toBe(404);
  });

  it('ends with the account', async () => {
    const { id } = (await add(london)).body;
    shop.store.committed().users.clear();
    for (const answer of [await add(london), await patch(id, {}), await remove(id)]) {
      expect([answer.status, answer.body.code]).toEqual([401, 'auth.token-invalid']);
    }
  });

  it('holds 50 addresses', async () => {
    for (let added = 0; added < 50; added += 1) await add(london);
    const { status, body } = await add(london);
    expect([status, body.code, body.maximum]).toEqual([422, 'address.book-full', 50]);
    const meta = (await shop.call('GET', `${path}?limit=7&page=8`, { headers: ada })).body;
    expect([meta.data.length, meta.meta.total]).toEqual([1, 50]);
  });
});

describe('checkout with the address book', () => {
  const order = (body: object, headers = ada) =>
    shop.call('POST', '/api/v1/orders', { headers: { ...headers, 'idempotency-key': randomUUID() }, body });
  const mug = () => ({ items: [{ variantId: shop.mug, quantity: 1 }] });

  it('sends and bills an order to the addresses that are named', async () => {
    await add(london);
    const { id } = (await add(ithaca)).body;
    const { status, body } = await order({ ...mug(), shippingAddressId: id, billingAddress: address });
    expect([status, body.shippingAddress, body.billingAddress]).toEqual([201, ithaca, address]);
    const billed = await order({ ...mug(), shippingAddress: address, billingAddressId: id });
    expect([billed.body.shippingAddress, billed.body.billingAddress]).toEqual([address, ithaca]);
  });

  it('keeps the address of an order when the book changes', async () => {
    const { id } = (await add(ithaca)).body;
    const placed = (await order({ ...mug(), shippingAddressId: id })).body;
    await patch(id, { line1: '9 Elsewhere' });
    await remove(id);
    const { body } = await shop.call('GET', `/api/v1/orders/${placed.id}`, { headers: ada });
    expect(body.shippingAddress).toEqual(ithaca);
  });

  it('sends an order of a signed-in customer to the default address where none is given', async () => {
    expect((await order(mug())).body.code).toBe('order.shipping-address-missing');
    await add(london);
    await add({ ...ithaca, isDefault: true });
    const { body } = await order(mug());
    expect([body.shippingAddress, body.billingAddress]).toEqual([ithaca, undefined]);
    expect((await order({ ...mug(), shippingAddress: address })).body.shippingAddress).toEqual(address);
    const guest = await order({ ...mug(), email: 'guest@example.com' }, {});
    expect(guest.body.code).toBe('order.shipping-address-missing');
  });

  it('bills digital goods to the default address', async () => {
    await add(ithaca);
    const { body } = await order({ items: [{ variantId: shop.book, quantity: 1 }] });
    expect([body.shippingAddress, body.billingAddress]).toEqual([undefined, ithaca]);
  });

  it('answers 404 for an id that is unknown or somebody else’s, for guests too', async () => {
    const { id } = (await add(ithaca)).body;
    const eve = (await shop.register('eve@example.com')).headers;
    for (const body of [{ shippingAddressId: id }, { shippingAddress: address, billingAddressId: id }]) {
      for (const headers of [eve, {}]) {
        const answer = await order({ ...mug(), email: 'eve@example.com', ...body }, headers);
        expect([answer.status, answer.body.code]).toEqual([404, 'address.not-found']);
      }
    }
    const unknown = await order({ ...mug(), shippingAddressId: randomUUID() });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'address.not-found']);
  });

  it('refuses an address together with an id', async () => {
    const { id } = (await add(ithaca)).body;
    const { status, body } = await order({ ...mug(), shippingAddressId: id, shippingAddress: address });
    expect([status, body.errors]).toMatchObject([
      400,
      [{ field: 'shippingAddressId', code: 'not-allowed', params: { values: [] } }],
    ]);
  });

  it('notes a named address on the cart, which prices and orders it', async () => {
    const { id } = (await add(ithaca)).body;
    const cart = (await shop.call('POST', '/api/v1/carts', { headers: ada })).body;
    const cartPath = `/api/v1/carts/${cart.id}`;
    await shop.call('PUT', `${cartPath}/lines/${shop.mug}`, { headers: ada, body: { quantity: 1 } });
    const set = await shop.call('PATCH', cartPath, {
      headers: ada,
      body: { shippingAddressId: id, billingAddressId: id },
    });
    expect(set.body).toMatchObject({ shippingAddress: ithaca, billingAddress: ithaca });
    const eve = (await shop.register('eve@example.com')).headers;
    const evesCart = (await shop.call('POST', '/api/v1/carts', { headers: eve })).body;
    const stolen = await shop.call('PATCH', `/api/v1/carts/${evesCart.id}`, {
      headers: eve,
      body: { shippingAddressId: id },
    });
    expect([stolen.status, stolen.body.code]).toEqual([404, 'address.not-found']);
    const { body } = await order({ cartId: cart.id });
    expect([body.shippingAddress, body.billingAddress]).toEqual([ithaca, ithaca]);
  });

  it('shows the total that the default address leads to', async () => {
    shop.store.setPricing({
      ...shop.store.pricing(),
      taxZones: [
        { countries: ['US'], prices: 'exclusive', rates: { standard: 80_000, reduced: 80_000 } },
        { countries: [], prices: 'exclusive', rates: { standard: 0, reduced: 0 } },
      ],
    });
    await add(ithaca);
    const cart = (await shop.call('POST', '/api/v1/carts', { headers: ada })).body;
    const cartPath = `/api/v1/carts/${cart.id}`;
    const { body } = await shop.call('PUT', `${cartPath}/lines/${shop.mug}`, { headers: ada, body: { quantity: 1 } });
    expect(body.pricing.taxTotal.amount).toBe(160);
    const placed = await order({ cartId: cart.id, expectedTotal: body.pricing.total });
    expect([placed.status, placed.body.pricing.total]).toEqual([201, body.pricing.total]);
  });
});

it('an address of a cart, an order or the book has its region by its code, by which zones are chosen', async () => {
  const { headers } = await shop.register('ny@example.com');
  const named = { ...ithaca, region: 'New York' };
  const added = await shop.call('POST', '/api/v1/me/addresses', { headers, body: named });
  expect([added.status, added.body.region]).toEqual([201, 'NY']);
  const { body: cart } = await shop.call('POST', '/api/v1/carts', { headers, body: {} });
  const changed = await shop.call('PATCH', `/api/v1/carts/${cart.id}`, { headers, body: { shippingAddress: named } });
  expect(changed.body.shippingAddress.region).toBe('NY');
});
