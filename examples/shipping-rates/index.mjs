/**
 * An extension of a shop: shipping rates of a carrier. Start the shop with
 * EXTENSIONS=examples/shipping-rates/index.mjs, and carts to Great Britain can be sent by bicycle.
 *
 * A real provider queries its carrier in the background, for example every hour, and returns the last result.
 */

/** What the carrier charges, by weight in grams and in minor units. */
const tariff = [
  { from: 0, amount: { amount: 390, currency: 'USD' } },
  { from: 2000, amount: { amount: 790, currency: 'USD' } },
  { from: 10_000, amount: { amount: 1990, currency: 'USD' } },
];

const bicycle = {
  id: 'bicycle',
  name: 'Bicycle courier',
  zones: [{ countries: ['GB'] }],
  charges: [{ type: 'tiered', by: 'weight', tiers: tariff }],
  deliveryDays: { min: 1, max: 2 },
};

/** Adds the courier to the methods of the shop, unless staff have made a method of the same id. */
export const makeBicycleRates = (standing) => ({
  current: (methods) => {
    const own = standing.current(methods);
    return own.some(({ id }) => id === bicycle.id) ? own : [...own, bicycle];
  },
});

export default { ports: { shippingRates: makeBicycleRates } };
