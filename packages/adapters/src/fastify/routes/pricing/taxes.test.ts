import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';
import type { TaxRules } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
const usd = (amount: number) => ({ amount, currency: 'USD' });
const charge = (prices: TaxRules['prices']): void =>
  shop.store.setPricing({
    ...shop.store.pricing(),
    taxZones: [{ countries: [], prices, rates: { standard: 200_000, reduced: 50_000 }, shippingClass: 'standard' }],
  });

/** Two mugs and a book, for 55.00, and 5.00 to post them. */
const place = () =>
  shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': 'key-1' },
    body: {
      items: [
        { variantId: shop.mug, quantity: 2 },
        { variantId: shop.book, quantity: 1 },
      ],
      email: 'grace@example.com',
      shippingAddress: address,
    },
  });

it.each([
  {
    prices: 'exclusive',
    lines: [usd(800), usd(75)],
    shipping: usd(100),
    taxes: [
      { rate: 50_000, net: usd(1500), tax: usd(75) },
      { rate: 200_000, net: usd(4500), tax: usd(900) },
    ],
    taxTotal: usd(975),
    total: usd(6975),
  },
  {
    prices: 'inclusive',
    lines: [usd(667), usd(71)],
    shipping: usd(83),
    taxes: [
      { rate: 50_000, net: usd(1429), tax: usd(71) },
      { rate: 200_000, net: usd(3750), tax: usd(750) },
    ],
    taxTotal: usd(821),
    total: usd(6000),
  },
] as const)(
  "shows an order's tax by line and by rate, prices $prices, when it is placed and ever after",
  async (expected) => {
    charge(expected.prices);
    const placed = await place();
    const headers = { 'x-order-token': String(placed.body.token) };
    const read = await shop.call('GET', `/api/v1/orders/${placed.body.id}`, { headers });
    expect([placed.status, read.status]).toEqual([201, 200]);
    for (const { body } of [placed, read]) {
      expect(body.lines.map(({ tax }: { readonly tax: unknown }) => tax)).toEqual(expected.lines);
      expect(body.pricing).toMatchObject({
        taxIncluded: expected.prices === 'inclusive',
        taxes: expected.taxes,
        taxTotal: expected.taxTotal,
        total: expected.total,
        shipping: { tax: expected.shipping },
      });
      expect(body.total).toEqual(expected.total);
    }
  },
);

it("shows a cart's tax before it is ordered", async () => {
  charge('exclusive');
  const cart = await shop.guestCart(2);
  const { body } = await shop.call('GET', cart.path, { headers: cart.headers });
  expect(body.lines).toMatchObject([{ tax: usd(800) }]);
  expect(body.pricing).toMatchObject({
    taxIncluded: false,
    taxes: [{ rate: 200_000, net: usd(4500), tax: usd(900) }],
    taxTotal: usd(900),
    total: usd(5400),
  });
});

it('shows no tax in a shop without tax rules', async () => {
  const { body } = await place();
  expect(body.lines.map(({ tax }: { readonly tax: unknown }) => tax)).toEqual([usd(0), usd(0)]);
  expect(body.pricing).toMatchObject({ taxIncluded: false, taxes: [], taxTotal: usd(0), total: usd(6000) });
});
