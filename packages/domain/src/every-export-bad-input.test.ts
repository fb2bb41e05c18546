/** Long because it has sound and damaged input for each function that the package exports. */
import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { accepted } from '../testing/accepted.js';
import { arbitraryInput } from '../testing/arbitrary-pricing.js';
import { arbitraryPromotion } from '../testing/arbitrary-promotion.js';
import {
  hostileCurrency as currency,
  hostileMoney as money,
  hostileNumber as number,
  hostileText as text,
  spoilt,
} from '../testing/hostile.js';
import { lawRuns } from '../testing/law-runs.js';
import { orderIn } from '../testing/order-life.js';
import { at, cartOf } from '../testing/shop.js';
import * as domain from './index.js';
import type { Cart, Order, OrderStatus } from './index.js';

/** What an export is called with, and what must be true of its answer beside that there is one. */
type Trial = { readonly args: fc.Arbitrary<readonly unknown[]>; readonly isGood: (answer: unknown) => boolean };
type Fuzzed = readonly [Trial, ...Trial[]] | { readonly isConstant: true };
type Answer = { readonly ok: boolean; readonly value?: unknown; readonly error?: { readonly type: string } };

const numbersIn = (value: unknown): readonly number[] =>
  typeof value === 'number'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(numbersIn)
      : [];
const isCount = (value: unknown): boolean => Number.isSafeInteger(value) && !Object.is(value, -0);

/** A value, or a refusal with a type. */
const isDecision = (answer: unknown): boolean => {
  const { ok, value, error } = answer as Answer;
  return ok ? value !== undefined : /^[a-z]+\.[a-z-]+$/.test(error?.type ?? '');
};

/** What is accepted holds no number that is no count, and survives JSON. */
const isSound = (answer: unknown): boolean => {
  const { ok, value } = answer as Answer;
  if (!ok) return isDecision(answer);
  return (
    numbersIn(value).every(isCount) && isDeepStrictEqual(JSON.parse(JSON.stringify(value)), structuredClone(value))
  );
};
const isRefused = (answer: unknown): boolean => isDecision(answer) && !(answer as Answer).ok;
const isText = (answer: unknown): boolean => typeof answer === 'string';
const isAmong =
  (...all: readonly unknown[]) =>
  (answer: unknown): boolean =>
    all.includes(answer);

const on = <Args extends readonly unknown[]>(
  isGood: Trial['isGood'],
  ...args: { readonly [Index in keyof Args]: fc.Arbitrary<Args[Index]> }
): Trial => ({ args: fc.tuple(...(args as readonly fc.Arbitrary<unknown>[])), isGood });
const isConstant = { isConstant: true } as const;

/** JSON that no function of its own depth gets to the end of. */
let deep: unknown = 'deep';
for (let depth = 0; depth < 20_000; depth += 1) deep = depth % 2 === 0 ? [deep] : { deep };
/** Keys of objects whose keys are ids or classes. */
const records = new Set(['prices', 'rates', 'promotionUsage', 'descriptions', 'metadata', 'deep']);
/** A value with an unknown member in each object, which is too deep for recursion. */
const deepened = (value: unknown, key = ''): unknown => {
  if (Array.isArray(value)) return value.map((each) => deepened(each));
  if (typeof value !== 'object' || value === null || value === deep) return value;
  const members = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, deepened(each, name)]));
  return records.has(key) ? members : { ...members, deep };
};

/** Whatever JSON holds. */
const anything = fc.oneof({ weight: 9, arbitrary: fc.jsonValue({ maxDepth: 2 }) }, fc.constant(deep));
/** JSON that is no object. */
const noObject = anything.filter((value) => typeof value !== 'object' || value === null || Array.isArray(value));
/** A request that is none, or that lacks its first member, or has null for it. */
const damaged = (request: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    noObject,
    fc.tuple(request, fc.boolean()).map(([sound, isNull]) => {
      const [first, ...others] = Object.entries(sound as object);
      return Object.fromEntries(isNull && first !== undefined ? [[first[0], null], ...others] : others);
    }),
  );

const noText = anything.filter((value) => typeof value !== 'string' && typeof value !== 'number');

const line = fc.record({ variantId: text, quantity: number });
const cart: fc.Arbitrary<Cart> = fc.constant(cartOf({ mug: 2, ['constructor']: 998 }, ['save10']));
const hostileCart: fc.Arbitrary<Cart> = fc.record(
  { id: text, currency, customerId: text, lines: fc.array(line), couponCodes: fc.array(text) },
  { requiredKeys: ['id', 'currency', 'lines', 'couponCodes'] },
);

const statuses = Object.keys(orderIn) as readonly OrderStatus[];
const made = new Map<OrderStatus, Order>();
/** Made once, and not before a test asks for it: a rule that is broken fails a test, not the file. */
const order: fc.Arbitrary<Order> = fc.constantFrom(...statuses).map((status) => {
  const known = made.get(status) ?? orderIn[status];
  made.set(status, known);
  return known;
});
const spoiltOrder = order.chain(spoilt);
const instant = fc.oneof(fc.constant(at), text);
const lines = fc.array(
  fc.oneof(line, fc.record({ variantId: fc.constantFrom('mug', 'cup', 'book'), quantity: number })),
  { maxLength: 3 },
);
const amount = fc.oneof(money, fc.record({ amount: number, currency: fc.constant('USD') }));
const reference = fc.oneof(fc.constant('pi_1'), text);
/** A command on an order: a hostile request to a sound order, a sound one to a hostile order, and anything at all. */
const command = (request: fc.Arbitrary<unknown>): Fuzzed => [
  on(isSound, order, request),
  on(isDecision, spoiltOrder, request),
  on(isRefused, order, damaged(request)),
  on(isRefused, anything, request),
];

const pricing = arbitraryInput.map((input) => accepted(domain.priceCart(input)));
const placement = fc.record({ id: text, number: text, email: text, at: instant, customerId: text });
const payment = fc.record({ provider: text, reference, amount, at: instant });
const refunded = { provider: fc.constantFrom('stripe', 'sandbox'), paymentReference: reference };
const withId = { id: text, lines, reason: text, at: instant };

const isList = (answer: unknown): boolean => Array.isArray(answer);
/** An order as version 0 stored it. */
const versionZero = ({ schemaVersion: _version, ...stored }: Order): fc.Arbitrary<unknown> =>
  fc.constant({ ...stored, unitWaivers: [{ lines: [], amount: { amount: 0, currency: 'USD' }, at }] });

const lists = fc.record({ countries: fc.array(text), regions: fc.array(text), postalCodePrefixes: fc.array(text) });
const rules = fc.record({
  prices: fc.constantFrom('exclusive', 'inclusive', 'exclusiv'),
  rates: fc.dictionary(text, number),
});
const zone = fc.tuple(lists, rules).map(([ofZone, ofTax]) => ({ ...ofZone, ...ofTax }));
const destination = fc.record({ country: text, region: text, postalCode: text });
const offer = fc.record(
  {
    type: fc.constantFrom('base', 'list', 'lst'),
    id: text,
    price: money,
    compareAtPrice: money,
    groups: fc.array(text),
    minQuantity: number,
    startsAt: instant,
    priority: number,
  },
  { requiredKeys: ['type', 'id', 'price'] },
);
const buying = fc.record({ currency, groups: fc.array(text), quantity: number, at: instant });
const charge = fc.record(
  {
    type: fc.constantFrom('flat', 'tiered', 'flt'),
    by: fc.constantFrom('weight', 'subtotal', 'size'),
    amount: money,
    tiers: fc.array(fc.record({ from: fc.oneof(money, number), amount: money })),
    freeFrom: money,
  },
  { requiredKeys: ['type'] },
);
const method = fc.record({ id: text, enabled: fc.boolean(), zones: fc.array(lists), charges: fc.array(charge) });
const shippingFacts = fc.record({ destination, currency, subtotal: money, weightGrams: number });

/** Does not compile while an export is missing. */
const fuzzed: Readonly<Record<keyof typeof domain, Fuzzed>> = {
  accept: [on((answer) => (answer as Answer).ok, fc.anything())],
  refuse: [on((answer) => !(answer as Answer).ok, fc.anything())],
  compareIds: [on(isAmong(-1, 0, 1), text, text)],
  allocate: [on(isSound, money, fc.array(number))],
  currencyDecimals: [on(isAmong(undefined, 0, 2, 3, 4), currency)],
  formatMoney: [on(isDecision, money, fc.oneof(fc.constant('de-CH'), text)), on(isRefused, noObject, text)],
  addMoney: [on(isSound, money, money), on(isRefused, anything, money), on(isRefused, money, anything)],
  money: [on(isSound, number, currency), on(isDecision, anything, anything)],
  subtractMoney: [on(isSound, money, money), on(isRefused, money, anything)],
  sum: [on(isSound, fc.array(money), currency), on(isDecision, anything, anything)],
  zero: [on(isSound, currency), on(isDecision, anything)],
  compare: [on(isDecision, money, money), on(isRefused, anything, money)],
  multiply: [on(isSound, money, number), on(isRefused, anything, number)],
  currencyStep: [on(isAmong(1, 10), fc.oneof(currency, anything))],
  includedTax: [on(isSound, money, number), on(isRefused, anything, number)],
  parseMoney: [on(isSound, fc.oneof(text, number.map(String)), currency), on(isDecision, anything, anything)],
  applyRate: [on(isSound, money, number), on(isRefused, anything, number)],
  percent: [on(isSound, fc.oneof(text, number.map(String))), on(isDecision, anything)],
  createCart: [on(isSound, fc.record({ id: text, currency, customerId: text })), on(isRefused, anything)],
  maximumCoupons: isConstant,
  maximumLines: isConstant,
  maximumQuantity: isConstant,
  addCoupon: [
    on(isSound, cart, text),
    on(isDecision, hostileCart, text),
    on(isRefused, anything, text),
    on(isRefused, cart, noText),
  ],
  normaliseCouponCode: [on(isText, fc.oneof(text, anything))],
  removeCoupon: [
    on(isSound, cart, text),
    on(isDecision, hostileCart, text),
    on(isRefused, anything, text),
    on(isRefused, cart, noText),
  ],
  addToCart: [
    on(isSound, cart, text, number),
    on(isDecision, hostileCart, text, number),
    on(isRefused, anything, text, number),
    on(isRefused, cart, noText, noText),
  ],
  removeFromCart: [
    on(isSound, cart, text),
    on(isDecision, hostileCart, text),
    on(isRefused, anything, text),
    on(isRefused, cart, noText),
  ],
  setQuantity: [
    on(isSound, cart, text, number),
    on(isDecision, hostileCart, text, number),
    on(isRefused, anything, text, number),
    on(isRefused, cart, noText, noText),
  ],
  mergeCarts: [on(isSound, cart, hostileCart), on(isSound, hostileCart, hostileCart), on(isRefused, cart, anything)],
  checkTaxRules: [
    on(
      isSound,
      fc.record({
        prices: fc.constantFrom('exclusive', 'inclusive'),
        rates: fc.array(fc.tuple(text, number)).map((rates) => Object.fromEntries(rates)),
        shippingClass: text,
      }),
    ),
    on(isRefused, anything),
  ],
  defaultMinimumOrderRules: isConstant,
  priceCart: [
    // What is malformed in a promotion is part of the reason why it was skipped.
    on(isDecision, arbitraryInput.chain(spoilt)),
    on(isRefused, anything),
    on(isRefused, damaged(arbitraryInput)),
    // No promotion makes a cart unsellable.
    on(
      (answer) => (answer as Answer).ok,
      fc.tuple(arbitraryInput, fc.array(fc.anything())).map(([input, promotions]) => ({ ...input, promotions })),
    ),
  ],
  checkPromotion: [on(isDecision, arbitraryPromotion(text).chain(spoilt)), on(isRefused, anything)],
  choosePrice: [on(isDecision, fc.array(offer), buying), on(isRefused, anything, damaged(buying))],
  checkPriceOffer: [on(isDecision, offer), on(isRefused, anything)],
  taxRulesFor: [on(isDecision, fc.array(zone), destination), on(isRefused, fc.array(zone), anything)],
  checkTaxZones: [on(isDecision, fc.array(zone)), on(isRefused, anything)],
  shippingQuotesFor: [on(isDecision, fc.array(method), shippingFacts), on(isRefused, fc.array(method), anything)],
  checkShippingMethod: [on(isDecision, method), on(isRefused, anything)],
  readPricedCart: [
    on((answer) => (answer as Answer).ok, pricing),
    on(isDecision, pricing.chain(spoilt)),
    on(isRefused, anything),
  ],
  englishMessages: isConstant,
  explainPromotions: [
    on(isDecision, pricing.chain(spoilt), fc.constant(domain.englishMessages)),
    on(isRefused, anything, fc.constant(domain.englishMessages)),
    on(isDecision, pricing, anything),
  ],
  placeOrder: [
    on(isSound, pricing, placement),
    on(isDecision, pricing.chain(spoilt), placement),
    on(isRefused, anything, placement),
    on(isRefused, pricing, damaged(placement)),
  ],
  placementOf: [on((answer) => Array.isArray(answer), fc.oneof(order, anything))],
  readOrder: [
    on((answer) => (answer as Answer).ok, order),
    on(isDecision, spoiltOrder),
    on(isDecision, order.chain(versionZero).chain(spoilt)),
    on(isRefused, anything),
  ],
  allowedCommands: [on(isList, order), on(isList, fc.oneof(spoiltOrder, anything))],
  openUnits: [on(isList, order), on(isList, fc.oneof(spoiltOrder, anything))],
  returnableUnits: [on(isList, order), on(isList, fc.oneof(spoiltOrder, anything))],
  refundable: [on((answer) => isCount((answer as domain.Money).amount), fc.oneof(order, spoiltOrder, anything))],
  checkPayment: [on(isSound, order), on(isDecision, spoiltOrder), on(isRefused, anything)],
  recordPaymentProcessing: command(fc.record({ provider: text, reference, at: instant })),
  cancelOrder: command(fc.record({ at: instant, reason: text })),
  capturedAmount: [
    on(
      // Whatever payments came, what was taken of them adds up.
      (answer) => isCount(answer) && (answer as number) >= 0,
      fc.tuple(order, fc.array(payment)).map(([before, payments]) =>
        payments.reduce((after, each) => {
          const recorded = domain.recordPayment(after, each);
          return recorded.ok ? recorded.value.order : after;
        }, before),
      ),
    ),
    on((answer) => typeof answer === 'number', fc.oneof(spoiltOrder, anything)),
  ],
  amendOrder: command(fc.record({ at: instant, email: text, note: fc.oneof(text, fc.constant(null)) })),
  recordWithdrawal: command(fc.record({ id: text, lines, refund: amount, isWhole: fc.boolean(), at: instant })),
  withdrawalShipping: [
    on((answer) => isCount((answer as domain.Money).amount), fc.oneof(order, spoiltOrder, anything)),
  ],
  cancelUnits: command(fc.record(withId)),
  deliverParcel: command(fc.record({ id: fc.oneof(fc.constant('parcel-1'), text), at: instant })),
  expireOrder: command(fc.record({ deadline: instant, at: instant })),
  checkReturn: command(fc.record({ lines, announced: fc.array(fc.record({ lines }), { maxLength: 3 }) })),
  recordDispute: command(
    fc.record({
      id: text,
      provider: text,
      paymentReference: reference,
      amount,
      status: fc.constantFrom('open', 'won', 'lost'),
      at: instant,
    }),
  ),
  recordPayment: command(payment),
  recordPaymentFailure: command(fc.record({ provider: text, reference, reason: text, at: instant })),
  refundOrder: command(fc.record({ id: text, amount, reason: text, ...refunded, reported: fc.boolean(), at: instant })),
  returnUnits: command(fc.record({ id: text, lines, restock: fc.boolean(), shippingRefund: amount, at: instant })),
  bounceRefund: command(fc.record({ id: text, at: instant })),
  confirmRefund: command(fc.record({ id: text, at: instant })),
  failRefund: command(fc.record({ id: text, at: instant })),
  splitRefund: command(amount),
  waiveUnits: command(fc.record(withId)),
  shipOrder: command(fc.record({ id: text, lines, at: instant })),
};

const exported: Readonly<Record<string, unknown>> = domain;

test('each export is fuzzed, or is a constant', () => {
  const isFunction = new Map(Object.entries(exported).map(([name, value]) => [name, typeof value === 'function']));
  const isFuzzed = new Map(Object.entries(fuzzed).map(([name, how]) => [name, !('isConstant' in how)]));
  expect(isFuzzed).toStrictEqual(isFunction);
});

const trials = Object.entries(fuzzed).flatMap(([name, how]) => ('isConstant' in how ? [] : [[name, how] as const]));

test.each(trials)('%s does not throw on JSON that is nested too deep', (name, all) => {
  const call = exported[name] as (...args: readonly unknown[]) => unknown;
  for (const { args } of all) {
    for (const drawn of fc.sample(args, 20)) {
      for (const index of drawn.keys()) {
        expect(() => call(...drawn.with(index, deepened(drawn[index])))).not.toThrow();
        expect(() => call(...drawn.with(index, deep))).not.toThrow();
      }
    }
  }
});

test.each(trials)('%s never throws, and refuses a bad value with a type or does no harm', (name, all) => {
  const call = exported[name] as (...args: readonly unknown[]) => unknown;
  for (const { args, isGood } of all) {
    const trial = fc.property(args, (drawn) => {
      expect(isGood(call(...drawn))).toBe(true);
    });
    fc.assert(trial, lawRuns);
  }
});
