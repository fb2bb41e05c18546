import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

const contact = { email: 'ada@example.com', shippingAddress: address };
const order = async (body: object, key = JSON.stringify(body).slice(-200)) =>
  shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': key.replaceAll(/\P{ASCII}/gu, '') },
    body: { items: [{ variantId: shop.mug, quantity: 1 }], ...contact, ...body },
  });
const errorsOf = async (body: object) => {
  const answer = await order(body);
  expect([answer.status, answer.body.code]).toEqual([400, 'request.invalid']);
  return (answer.body.errors as readonly { field: string; code: string; params: object }[]).map(
    ({ field, code, params }) => [field, code, params],
  );
};

describe('a field that is wrong', () => {
  it('has a code and what the code needs', async () => {
    const { city: _city, ...nowhere } = address;
    expect(await errorsOf({ shippingAddress: nowhere })).toEqual([['shippingAddress.city', 'required', {}]]);
    expect(await errorsOf({ gift: true })).toEqual([['gift', 'unknown', {}]]);
    expect(await errorsOf({ email: 1 })).toEqual([['email', 'type', {}]]);
    expect(await errorsOf({ email: 'nobody' })).toEqual([['email', 'format', {}]]);
    expect(await errorsOf({ shippingMethod: 'x'.repeat(101) })).toEqual([
      ['shippingMethod', 'too-long', { maximum: 100 }],
    ]);
    expect(await errorsOf({ items: [{ variantId: shop.mug, quantity: 'two' }] })).toEqual([
      ['items.0.quantity', 'type', {}],
    ]);
    expect(await errorsOf({ items: undefined })).toEqual([['', 'required', {}]]);
    expect(await errorsOf({ cartId: shop.mug })).toEqual([['', 'not-allowed', { values: ['cartId', 'items'] }]]);
  });

  it.each([
    ['', 'Metadata must not have an empty name.'],
    ['x'.repeat(41), 'Metadata must have names of at most 40 characters.'],
  ])('is refused for the name of a member, not for its value: %j', async (name, detail) => {
    const { status, body } = await order({ metadata: { [name]: 'tea' } });
    expect([status, body.detail]).toEqual([400, detail]);
  });

  it.each([
    ['limit=0', 'limit', 'out-of-range', { minimum: 1, maximum: 100 }],
    ['limit=101', 'limit', 'out-of-range', { minimum: 1, maximum: 100 }],
    ['sort=weight', 'sort', 'not-allowed', { values: expect.arrayContaining(['price', 'name', 'createdAt']) }],
  ])('has a code in an address, too: %s', async (query, field, code, params) => {
    const { body } = await shop.call('GET', `/api/v1/products?${query}`);
    expect(body.errors).toMatchObject([{ field, code, params }]);
  });
});

describe('a country', () => {
  it.each(['UK', 'ZZ', 'XX', 'gb', 'GBR', 'XK'])('is one of ISO 3166-1: not %s', async (country) => {
    const [error] = await errorsOf({ shippingAddress: { ...address, country } });
    expect(error).toEqual(['shippingAddress.country', 'not-allowed', { values: expect.arrayContaining(['GB', 'DE']) }]);
    const billing = await errorsOf({ billingAddress: { ...address, country } });
    expect(billing.map(([field]) => field)).toEqual(['billingAddress.country']);
  });

  it.each([
    { country: 'SG', postalCode: '018956' },
    { country: 'HK', region: 'Kowloon', postalCode: undefined },
    { country: 'GI', postalCode: 'GX11 1AA' },
    { country: 'MC', postalCode: '98000' },
    { country: 'VA', postalCode: '00120' },
  ])('may have no cities: $country', async ({ country, postalCode, ...region }) => {
    const { city: _city, postalCode: _code, ...rest } = address;
    const cityless = { ...rest, ...region, ...(postalCode === undefined ? {} : { postalCode }), country };
    const placed = await order({ shippingAddress: cityless });
    expect([placed.status, placed.body.shippingAddress]).toEqual([201, cityless]);
    expect((await order({ shippingAddress: { ...cityless, city: '' } }, `empty ${country}`)).status).toBe(201);
  });
});

describe('an empty text', () => {
  it('in an optional field counts as absent', async () => {
    const placed = await order({
      shippingAddress: { ...address, line2: '', region: '', company: '', phone: '' },
      shippingMethod: '',
      billingAddress: '',
    });
    expect([placed.status, placed.body.shippingAddress]).toEqual([201, address]);
    expect(placed.body).not.toHaveProperty('billingAddress');
    const cart = await shop.call('POST', '/api/v1/carts', { body: { currency: '' } });
    expect(cart.status).toBe(201);
    const product = await shop.call('POST', '/api/v1/admin/products', {
      headers: shop.as('editor'),
      body: { name: 'Lamp', translations: { de: { name: '', description: 'Leuchtet.', seo: { title: '' } } } },
    });
    expect([product.status, product.body.translations?.de]).toEqual([201, { description: 'Leuchtet.', seo: {} }]);
  });

  it('in a required field is too short', async () => {
    expect(await errorsOf({ shippingAddress: { ...address, fullName: '' } })).toEqual([
      ['shippingAddress.fullName', 'too-short', { minimum: 1 }],
    ]);
    expect(await errorsOf({ shippingAddress: { ...address, city: '' } })).toEqual([
      ['shippingAddress.city', 'required', {}],
    ]);
  });

  it('in the place of one of two alternatives counts as absent', async () => {
    expect((await order({ cartId: '' })).status).toBe(201);
  });

  it('makes no other request of one with the same key', async () => {
    const first = await order({ shippingMethod: '' }, 'the same');
    const second = await order({}, 'the same');
    expect([first.status, second.status, second.headers['idempotency-replayed']]).toEqual([201, 201, 'true']);
  });
});
