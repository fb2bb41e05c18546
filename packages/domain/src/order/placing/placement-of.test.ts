import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { accepted } from '../../../testing/accepted.js';
import { arbitrarySale } from '../../../testing/arbitrary-sale.js';
import { lawRuns } from '../../../testing/law-runs.js';
import { beginnings, decisions } from '../../../testing/order-commands.js';
import { at } from '../../../testing/shop.js';
import { priceCart } from '../../pricing/price-cart.js';
import type { Order, OrderFacts, OrderPlacement } from '../order.js';
import { placementOf, placeOrder } from './place-order.js';

const text = fc.string({ maxLength: 5 });
const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const address = fc.record(
  {
    fullName: text,
    company: text,
    line1: text,
    line2: text,
    city: text,
    region: text,
    postalCode: text,
    country: text,
    phone: text,
  },
  { requiredKeys: ['fullName', 'line1', 'country'] },
);

/** One arbitrary for each member: a new one does not compile until it is among them. */
const members: { readonly [Key in keyof OrderPlacement]-?: fc.Arbitrary<OrderPlacement[Key]> } = {
  id: text,
  number: text,
  customerId: rarely(text),
  email: text,
  descriptions: rarely(
    fc.dictionary(text, fc.record({ name: text, sku: text, image: text }, { requiredKeys: ['name', 'sku'] })),
  ),
  shippingAddress: rarely(address),
  billingAddress: rarely(address),
  vatNumber: rarely(text),
  delivery: rarely(
    fc.record({ name: text, days: fc.record({ min: fc.nat(), max: fc.nat() }) }, { requiredKeys: ['name'] }),
  ),
  note: rarely(text),
  locale: rarely(text),
  namesLocale: rarely(text),
  metadata: rarely(fc.dictionary(text, text)),
  digitalConsentAt: rarely(fc.constant(at)),
  cheapestShipping: rarely(fc.record({ amount: fc.nat(), currency: fc.constant('USD') })),
  at: fc.constantFrom(at, '2026-11-20T00:00:00Z'),
};

/** Every member that an order's facts can have: a new one does not compile until it is here. */
const everyFact: Readonly<Record<keyof OrderFacts, true>> = {
  schemaVersion: true,
  id: true,
  number: true,
  customerId: true,
  email: true,
  placedAt: true,
  pricing: true,
  descriptions: true,
  shippingAddress: true,
  billingAddress: true,
  vatNumber: true,
  delivery: true,
  note: true,
  locale: true,
  namesLocale: true,
  metadata: true,
  digitalConsentAt: true,
  cheapestShipping: true,
  withdrawals: true,
  original: true,
  payments: true,
  processingPayments: true,
  failedPayments: true,
  refunds: true,
  disputes: true,
  shipments: true,
  returns: true,
  unitCancellations: true,
  unitWaivers: true,
  paidAt: true,
  digitalDeliveredAt: true,
  cancellation: true,
};

const isThere = (value: unknown): boolean => value !== undefined && !(Array.isArray(value) && value.length === 0);

const lives = fc.tuple(
  arbitrarySale,
  fc.record(members),
  fc.constantFrom(...beginnings),
  fc.array(fc.oneof(...Object.values(decisions)), { maxLength: 8 }),
);
type Life = typeof lives extends fc.Arbitrary<infer Value> ? Value : never;

/** Returns the order, which was placed again as it was before its first command. */
function placedAgain([sale, facts, beginning, more]: Life): Order {
  const placed = accepted(placeOrder(accepted(priceCart(sale)), facts)).order;
  let order: Order = placed;
  for (const decide of [...beginning, ...more]) {
    const decision = decide(order).onOrder(order);
    if (decision.ok) ({ order } = decision.value);
  }
  expect(accepted(placeOrder(...placementOf(order))).order).toStrictEqual(placed);
  return order;
}

test('placing again what an order was placed by gives it as it was before its first command', () => {
  fc.assert(
    fc.property(lives, (life) => {
      placedAgain(life);
    }),
    lawRuns,
  );
  // The law says nothing of a member that no order had. These lives are the same in each run, and have every member. A
  // new command may need another seed.
  const met = new Set<string>();
  for (const life of fc.sample(lives, { seed: 38, numRuns: 100 })) {
    for (const [key, value] of Object.entries(placedAgain(life))) if (isThere(value)) met.add(key);
  }
  expect(Object.keys(everyFact).filter((key) => !met.has(key))).toStrictEqual([]);
});
