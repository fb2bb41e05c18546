/** A cart of `lineCount` lines and `promotionCount` promotions of every kind, each of which applies to a part of it. */
export function pricingInput(lineCount, promotionCount) {
  const lines = Array.from({ length: lineCount }, (_, at) => ({ variantId: `variant-${at}`, quantity: 1 + (at % 5) }));
  const prices = Object.fromEntries(
    lines.map(({ variantId }, at) => [
      variantId,
      {
        unitPrice: usd(499 + 137 * (at % 40)),
        productId: `product-${at % 50}`,
        categoryIds: [`category-${at % 4}`, `season-${at % 2}`],
        digital: at % 10 === 9,
        taxClass: at % 3 === 0 ? 'reduced' : 'standard',
      },
    ]),
  );
  return {
    cart: { id: 'cart-1', currency: 'USD', lines, couponCodes: ['save10'] },
    prices,
    customer: { id: 'customer-1', groups: ['premium'], orderCount: 3 },
    promotions: Array.from({ length: promotionCount }, (_, at) => promotion(at)),
    shipping: { method: 'parcel', charge: usd(799) },
    tax: { prices: 'exclusive', rates: { standard: 200_000, reduced: 50_000 }, shippingClass: 'standard' },
    at: '2026-11-21T09:30:00.000Z',
  };
}

const usd = (amount) => ({ amount, currency: 'USD' });
const category = (at) => ({ type: 'lines', selector: { categoryIds: [`category-${at % 4}`] } });
const order = { type: 'order' };

/** Ten alternating kinds, small enough that the last one still has an amount to reduce. */
const kinds = [
  (at) => ({ target: category(at), effect: { type: 'percent', rate: 30_000 } }),
  (at) => ({ target: category(at), effect: { type: 'amount', amount: usd(5), mode: 'each' } }),
  (at) => ({
    target: category(at),
    effect: { type: 'amount', amount: usd(150), mode: 'across' },
    exclusiveGroup: `group-${at}`,
  }),
  (at) => ({
    target: category(at),
    effect: {
      type: 'buyXGetY',
      buy: { selector: {}, quantity: 2 },
      get: { selector: {}, quantity: 1 },
      rate: 100_000,
      maxApplications: 2,
    },
  }),
  (at) => ({
    target: category(at),
    effect: {
      type: 'tiers',
      by: 'quantity',
      tiers: [
        { from: 1, rate: 10_000 },
        { from: 5, rate: 20_000 },
      ],
    },
    conditions: { minimumQuantity: 3 },
  }),
  (at) => ({
    target: category(at),
    effect: { type: 'fixedPrice', price: usd(4000) },
    conditions: { groups: ['premium'] },
  }),
  () => ({ target: order, effect: { type: 'percent', rate: 20_000 }, conditions: { couponCode: 'SAVE10' } }),
  () => ({
    target: order,
    effect: { type: 'amount', amount: usd(200), mode: 'across' },
    conditions: { minimumSubtotal: usd(2000) },
  }),
  () => ({ target: order, effect: { type: 'percent', rate: 10_000 }, combinable: false }),
  () => ({
    target: { type: 'shipping' },
    effect: { type: 'percent', rate: 500_000 },
    conditions: { startsAt: '2026-11-01T00:00:00Z' },
  }),
];

const promotion = (at) => ({
  id: `promotion-${at}`,
  name: `Promotion ${at}`,
  priority: at % 3,
  ...kinds[at % kinds.length](at),
});
