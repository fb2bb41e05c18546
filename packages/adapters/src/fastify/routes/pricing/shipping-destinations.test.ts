import { beforeAll, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

let shop: Shop;
let kettle: string;
const usd = (amount: number) => ({ amount, currency: 'USD' });
const flat = (amount: number) => [{ currency: 'USD', type: 'flat', amount: usd(amount) }];
const ask = (method: 'POST' | 'PUT', path: string, body: object) =>
  shop.call(method, `/api/v1/admin${path}`, { headers: shop.as('admin'), body });
/** Replaces the methods of the shop by one for each entry, and answers their ids. */
const offer = async (...methods: readonly object[]): Promise<readonly string[]> => {
  shop.store.setPricing({ promotions: [], shippingMethods: [] });
  const ids: string[] = [];
  for (const method of methods) {
    const { status, body } = await ask('POST', '/shipping-methods', {
      name: 'Post',
      zones: [{ countries: [] }],
      ...method,
    });
    expect(status).toBe(201);
    ids.push(body.id);
  }
  return ids;
};
const cartOf = async (variantId: string, quantity: number) => {
  const { path, headers } = await shop.guestCart(1);
  await shop.call('DELETE', `${path}/lines/${shop.mug}`, { headers });
  const { status } = await shop.call('PUT', `${path}/lines/${variantId}`, { headers, body: { quantity } });
  expect(status).toBe(200);
  return { path, headers };
};
const send = async ({ path, headers }: Awaited<ReturnType<typeof cartOf>>, shippingAddress: object) =>
  (await shop.call('PATCH', path, { headers, body: { shippingAddress } })).body.pricing;

beforeAll(async () => {
  shop = await openShop();
  const { body } = await ask('POST', '/products', {
    name: 'Kettle',
    description: 'Boils water.',
    status: 'active',
    variants: [{ sku: 'KETTLE', taxClass: 'standard', weightGrams: 1_200, prices: [{ price: usd(1000) }], stock: 9 }],
  });
  kettle = body.variants[0].id;
});

it('a cart pays the tier that its weight reaches', async () => {
  const tiers = [
    { from: 0, amount: usd(400) },
    { from: 2_000, amount: usd(900) },
  ];
  await offer({ charges: [{ currency: 'USD', type: 'weight', tiers }] });
  expect((await send(await cartOf(kettle, 1), address)).shippingTotal).toEqual(usd(400));
  expect((await send(await cartOf(kettle, 2), address)).shippingTotal).toEqual(usd(900));
});

it('a region has its own methods and its own tax', async () => {
  const [toNewYork, toAmerica] = await offer(
    { charges: flat(300), zones: [{ countries: ['US'], regions: ['NY'] }] },
    { charges: flat(700), zones: [{ countries: ['US'] }] },
  );
  const rules = (standard: number) => ({ prices: 'exclusive', rates: { standard, reduced: 0 } });
  const zones = [
    { countries: ['US'], regions: ['NY'], ...rules(80_000) },
    { countries: [], ...rules(0) },
  ];
  expect((await ask('PUT', '/tax-rules', { zones })).status).toBe(200);
  const cart = await cartOf(kettle, 1);
  const idsFor = async (region: string) => {
    const path = `${cart.path}/shipping-options?country=US&region=${region}`;
    return (await shop.call('GET', path, { headers: cart.headers })).body.data.map(({ id }: { id: string }) => id);
  };
  expect(await idsFor('NY')).toEqual([toNewYork, toAmerica]);
  expect(await idsFor('CA')).toEqual([toAmerica]);
  const sentTo = (region: string, postalCode: string) =>
    send(cart, { fullName: 'Ada', line1: '1 Main Street', city: 'Salem', country: 'US', region, postalCode });
  expect(await sentTo('NY', '12865')).toMatchObject({ shippingTotal: usd(300), taxTotal: usd(80) });
  expect(await sentTo('CA', '94105')).toMatchObject({ shippingTotal: usd(700), taxTotal: usd(0) });
});

it('the tax class of a method comes before that of the tax rules', async () => {
  await offer({ charges: flat(1000) });
  const rates = { standard: 200_000, reduced: 50_000 };
  const zones = [{ countries: [], prices: 'exclusive', rates, shippingClass: 'standard' }];
  expect((await ask('PUT', '/tax-rules', { zones })).status).toBe(200);
  const cart = await cartOf(kettle, 1);
  expect((await send(cart, address)).shipping.tax).toEqual(usd(200));
  const reduced = { name: 'Letters', zones: [{ countries: [] }], charges: flat(990), taxClass: 'reduced' };
  expect((await ask('POST', '/shipping-methods', reduced)).status).toBe(201);
  const body = { shippingAddress: { ...address, line2: 'Flat 2' } };
  const { pricing } = (await shop.call('PATCH', cart.path, { headers: cart.headers, body })).body;
  expect(pricing.shipping).toMatchObject({ charge: usd(990), tax: usd(50) });
});
