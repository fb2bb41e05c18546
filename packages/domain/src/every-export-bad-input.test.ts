import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { accepted } from '../testing/accepted.js';
import { arbitraryInput } from '../testing/arbitrary-pricing.js';
import { hostileCurrency as currency, hostileMoney as money, hostileNumber as number, hostileText as text, spoilt } from '../testing/hostile.js';
import { lawRuns } from '../testing/law-runs.js';
import { orderIn } from '../testing/order-life.js';
import { at, cartOf } from '../testing/shop.js';
import * as domain from './index.js';
import type { Cart, Order, OrderStatus } from './index.js';

/** What an export is called with, and what must be true of its answer beside that it is one. */
type Trial = { readonly args: fc.Arbitrary<readonly unknown[]>; readonly check: (answer: unknown) => void };
type Fuzzed = readonly [Trial, ...Trial[]] | { readonly isConstant: true };

const numbersIn = (value: unknown): readonly number[] =>
  typeof value === 'number' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [];

function isDecision(answer: unknown): void {
  const { ok, value, error } = answer as { readonly ok: boolean; readonly value?: object; readonly error?: { readonly type: string } };
  if (ok) expect(value).toBeDefined();
  else expect(error?.type).toMatch(/^[a-z]+\.[a-z-]+$/);
}

/** What is accepted holds no number that is no count, and survives JSON. */
function isSoundDecision(answer: unknown): void {
  isDecision(answer);
  const { ok, value } = answer as { readonly ok: boolean; readonly value?: unknown };
  if (!ok) return;
  expect(numbersIn(value).filter((each) => !Number.isSafeInteger(each) || Object.is(each, -0))).toStrictEqual([]);
  expect(JSON.parse(JSON.stringify(value))).toStrictEqual(structuredClone(value));
}

const on = <Args extends readonly unknown[]>(check: Trial['check'], ...args: { readonly [Index in keyof Args]: fc.Arbitrary<Args[Index]> }): Trial => ({
  args: fc.tuple(...(args as readonly fc.Arbitrary<unknown>[])),
  check,
});
const isText = (answer: unknown): void => expect(typeof answer).toBe('string');
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
const lines = fc.array(fc.oneof(line, fc.record({ variantId: fc.constantFrom('mug', 'cup', 'book'), quantity: number })), { maxLength: 3 });
const amount = fc.oneof(money, fc.record({ amount: number, currency: fc.constant('USD') }));
const reference = fc.oneof(fc.constant('pi_1'), text);
/** A command on an order: hostile words to a sound order, and sound words to a hostile one. */
const command = (told: fc.Arbitrary<unknown>): Fuzzed => [on(isSoundDecision, order, told), on(isDecision, spoiltOrder, told)];

const pricing = arbitraryInput.map((input) => accepted(domain.priceCart(input)));
const placement = fc.record({ id: text, number: text, email: text, at: instant, customerId: text });
const payment = fc.record({ provider: text, reference, amount, at: instant });

/** Does not compile while an export is missing. */
const fuzzed: Readonly<Record<keyof typeof domain, Fuzzed>> = {
  accept: [on((answer) => expect(answer).toMatchObject({ ok: true }), fc.anything())],
  refuse: [on((answer) => expect(answer).toMatchObject({ ok: false }), fc.anything())],
  compareIds: [on((answer) => expect([-1, 0, 1]).toContain(answer), text, text)],
  allocate: [on(isSoundDecision, money, fc.array(number))],
  currencyDecimals: [on((answer) => expect([undefined, 0, 2, 3, 4]).toContain(answer), currency)],
  formatMoney: [on(isText, money, fc.oneof(fc.constant('de-CH'), text))],
  addMoney: [on(isSoundDecision, money, money)],
  money: [on(isSoundDecision, number, currency)],
  subtractMoney: [on(isSoundDecision, money, money)],
  parseMoney: [on(isSoundDecision, fc.oneof(text, number.map(String)), currency)],
  applyRate: [on(isSoundDecision, money, number)],
  percent: [on(isSoundDecision, fc.oneof(text, number.map(String)))],
  createCart: [on(isSoundDecision, fc.record({ id: text, currency, customerId: text }))],
  maximumCoupons: isConstant,
  maximumLines: isConstant,
  maximumQuantity: isConstant,
  addCoupon: [on(isSoundDecision, cart, text), on(isDecision, hostileCart, text)],
  normaliseCouponCode: [on(isText, text)],
  removeCoupon: [on(isSoundDecision, cart, text), on(isDecision, hostileCart, text)],
  addToCart: [on(isSoundDecision, cart, text, number), on(isDecision, hostileCart, text, number)],
  removeFromCart: [on(isSoundDecision, cart, text), on(isDecision, hostileCart, text)],
  setQuantity: [on(isSoundDecision, cart, text, number), on(isDecision, hostileCart, text, number)],
  mergeCarts: [on(isSoundDecision, cart, hostileCart), on(isSoundDecision, hostileCart, hostileCart)],
  checkTaxRules: [
    on(
      isSoundDecision,
      fc.record({
        prices: fc.constantFrom('exclusive', 'inclusive'),
        rates: fc.array(fc.tuple(text, number)).map((rates) => Object.fromEntries(rates)),
        shippingClass: text,
      }),
    ),
  ],
  defaultMinimumOrderRules: isConstant,
  priceCart: [on(isSoundDecision, arbitraryInput.chain(spoilt))],
  placeOrder: [on(isSoundDecision, pricing, placement), on(isDecision, pricing.chain(spoilt), placement)],
  cancelOrder: command(fc.record({ at: instant, reason: text })),
  capturedAmount: [
    on(
      // Whatever payments came, what was taken of them adds up.
      (answer) => expect(Number.isSafeInteger(answer) && (answer as number) >= 0).toBe(true),
      fc.tuple(order, fc.array(payment)).map(([before, payments]) =>
        payments.reduce((after, each) => {
          const recorded = domain.recordPayment(after, each);
          return recorded.ok ? recorded.value.order : after;
        }, before),
      ),
    ),
    on((answer) => expect(typeof answer).toBe('number'), spoiltOrder),
  ],
  cancelUnits: command(fc.record({ lines, reason: text, at: instant })),
  deliverParcel: command(fc.record({ id: fc.oneof(fc.constant('parcel-1'), text), at: instant })),
  expireOrder: command(fc.record({ deadline: instant, at: instant })),
  recordDispute: command(
    fc.record({ id: text, provider: text, paymentReference: reference, amount, status: fc.constantFrom('open', 'won', 'lost'), at: instant }),
  ),
  recordPayment: command(payment),
  recordPaymentFailure: command(fc.record({ provider: text, reference, reason: text, at: instant })),
  refundOrder: command(fc.record({ id: text, amount, reason: text, at: instant })),
  returnUnits: command(fc.record({ id: text, lines, restock: fc.boolean(), at: instant })),
  confirmRefund: command(fc.record({ id: text, at: instant })),
  failRefund: command(fc.record({ id: text, at: instant })),
  shipOrder: command(fc.record({ id: text, lines, at: instant })),
};

test('each export is fuzzed, or is a constant', () => {
  expect(Object.keys(fuzzed).sort()).toStrictEqual(Object.keys(domain).sort());
  for (const [name, exported] of Object.entries(domain)) {
    expect([name, typeof exported === 'function']).toStrictEqual([name, !('isConstant' in fuzzed[name as keyof typeof domain])]);
  }
});

const trials = Object.entries(fuzzed).flatMap(([name, how]) => ('isConstant' in how ? [] : [[name, how] as const]));

test.each(trials)('%s never throws, and refuses a bad value with a type or does no harm', (name, all) => {
  const call = domain[name as keyof typeof domain] as unknown as (...args: readonly unknown[]) => unknown;
  for (const { args, check } of all) {
    const trial = fc.property(args, (drawn) => {
      check(call(...drawn));
    });
    fc.assert(trial, lawRuns);
  }
});
