import * as fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { accepted } from '../testing/accepted.js';
import { arbitraryInput } from '../testing/arbitrary-pricing.js';
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

const line = fc.record({ variantId: text, quantity: number });
const cart: fc.Arbitrary<Cart> = fc.constant(cartOf({ mug: 2, ['constructor']: 998 }, ['save10']));
const hostileCart: fc.Arbitrary<Cart> = fc.record(
  { id: text, currency, customerId: text, lines: fc.array(line), couponCodes: fc.array(text) },
  { requiredKeys: ['id', 'currency', 'lines', 'couponCodes'] },
);

const statuses: readonly OrderStatus[] = ['pending', 'paid', 'partially_shipped', 'shipped', 'delivered', 'cancelled'];
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
/** A command on an order: hostile words to a sound order, and sound words to a hostile one. */
const command = (told: fc.Arbitrary<unknown>): Fuzzed => [on(isSound, order, told), on(isDecision, spoiltOrder, told)];

const pricing = arbitraryInput.map((input) => accepted(domain.priceCart(input)));
const placement = fc.record({ id: text, number: text, email: text, at: instant, customerId: text });
const payment = fc.record({ provider: text, reference, amount, at: instant });

/** Does not compile while an export is missing. */
const fuzzed: Readonly<Record<keyof typeof domain, Fuzzed>> = {
  accept: [on((answer) => (answer as Answer).ok, fc.anything())],
  refuse: [on((answer) => !(answer as Answer).ok, fc.anything())],
  compareIds: [on(isAmong(-1, 0, 1), text, text)],
  allocate: [on(isSound, money, fc.array(number))],
  currencyDecimals: [on(isAmong(undefined, 0, 2, 3, 4), currency)],
  formatMoney: [on(isText, money, fc.oneof(fc.constant('de-CH'), text))],
  addMoney: [on(isSound, money, money)],
  money: [on(isSound, number, currency)],
  subtractMoney: [on(isSound, money, money)],
  parseMoney: [on(isSound, fc.oneof(text, number.map(String)), currency)],
  applyRate: [on(isSound, money, number)],
  percent: [on(isSound, fc.oneof(text, number.map(String)))],
  createCart: [on(isSound, fc.record({ id: text, currency, customerId: text }))],
  maximumCoupons: isConstant,
  maximumLines: isConstant,
  maximumQuantity: isConstant,
  addCoupon: [on(isSound, cart, text), on(isDecision, hostileCart, text)],
  normaliseCouponCode: [on(isText, text)],
  removeCoupon: [on(isSound, cart, text), on(isDecision, hostileCart, text)],
  addToCart: [on(isSound, cart, text, number), on(isDecision, hostileCart, text, number)],
  removeFromCart: [on(isSound, cart, text), on(isDecision, hostileCart, text)],
  setQuantity: [on(isSound, cart, text, number), on(isDecision, hostileCart, text, number)],
  mergeCarts: [on(isSound, cart, hostileCart), on(isSound, hostileCart, hostileCart)],
  checkTaxRules: [
    on(
      isSound,
      fc.record({
        prices: fc.constantFrom('exclusive', 'inclusive'),
        rates: fc.array(fc.tuple(text, number)).map((rates) => Object.fromEntries(rates)),
        shippingClass: text,
      }),
    ),
  ],
  defaultMinimumOrderRules: isConstant,
  priceCart: [on(isSound, arbitraryInput.chain(spoilt))],
  placeOrder: [on(isSound, pricing, placement), on(isDecision, pricing.chain(spoilt), placement)],
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
    on((answer) => typeof answer === 'number', spoiltOrder),
  ],
  cancelUnits: command(fc.record({ lines, reason: text, at: instant })),
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
  refundOrder: command(fc.record({ id: text, amount, reason: text, at: instant })),
  returnUnits: command(fc.record({ id: text, lines, restock: fc.boolean(), at: instant })),
  bounceRefund: command(fc.record({ id: text, at: instant })),
  confirmRefund: command(fc.record({ id: text, at: instant })),
  failRefund: command(fc.record({ id: text, at: instant })),
  splitRefund: command(amount),
  waiveUnits: command(fc.record({ lines, reason: text, at: instant })),
  shipOrder: command(fc.record({ id: text, lines, at: instant })),
};

const exported: Readonly<Record<string, unknown>> = domain;

test('each export is fuzzed, or is a constant', () => {
  const isFunction = new Map(Object.entries(exported).map(([name, value]) => [name, typeof value === 'function']));
  const isFuzzed = new Map(Object.entries(fuzzed).map(([name, how]) => [name, !('isConstant' in how)]));
  expect(isFuzzed).toStrictEqual(isFunction);
});

const trials = Object.entries(fuzzed).flatMap(([name, how]) => ('isConstant' in how ? [] : [[name, how] as const]));

test.each(trials)('%s never throws, and refuses a bad value with a type or does no harm', (name, all) => {
  const call = exported[name] as (...args: readonly unknown[]) => unknown;
  for (const { args, isGood } of all) {
    const trial = fc.property(args, (drawn) => {
      expect(isGood(call(...drawn))).toBe(true);
    });
    fc.assert(trial, lawRuns);
  }
});
