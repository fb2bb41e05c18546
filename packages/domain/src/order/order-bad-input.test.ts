import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lawRuns } from '../../testing/law-runs.js';
import { orderIn, payment, ship } from '../../testing/order-life.js';
import { at } from '../../testing/shop.js';
import type { Decision } from '../decision.js';
import { cancelUnits } from './cancelling/cancel-units.js';
import { deliverParcel } from './fulfilment/deliver-parcel.js';
import { expireOrder } from './cancelling/expire-order.js';
import { recordDispute } from './payments/record-dispute.js';
import { recordPayment } from './payments/record-payment.js';
import { refundOrder } from './payments/refund-order.js';
import { returnUnits } from './fulfilment/return-units.js';
import { confirmRefund, failRefund } from './payments/settle-refund.js';
import { shipOrder } from './fulfilment/ship-order.js';

const number = fc.oneof(
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 0.5, 1.5, -1, 2 ** 53, -(2 ** 53), 1e300),
  fc.double(),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '__proto__', 'constructor', '\uD800', 'toString'),
);
const notCents = number.filter((amount) => !Number.isSafeInteger(amount) || amount <= 0);
const currency = fc.oneof(fc.constantFrom('usd', 'XAU', 'EUR', ''), text).filter((code) => code !== 'USD');

const tryQuery = (decision: Decision<unknown, { readonly type: string }>): string =>
  decision.ok ? 'accepted' : decision.error.type;

describe('bad input never throws and is never taken', () => {
  test('amounts that are no money of the order', () => {
    const bad = fc.oneof(
      fc.record({ amount: notCents, currency: fc.constant('USD') }),
      fc.record({ amount: number, currency }),
    );
    fc.assert(
      fc.property(bad, text, (amount, id) => {
        expect(tryQuery(recordPayment(orderIn.pending, { provider: 'stripe', reference: id, amount, at }))).toMatch(
          /^(money|payment)\./,
        );
        expect(tryQuery(refundOrder(orderIn.paid, { id, amount, reason: '', ...payment, at }))).toMatch(
          /^(money|refund)\./,
        );
        const dispute = { id, provider: 'stripe', paymentReference: 'pi_1', amount, status: 'lost', at } as const;
        expect(tryQuery(recordDispute(orderIn.paid, dispute))).toMatch(/^(money|dispute)\./);
      }),
      lawRuns,
    );
  });

  test('quantities that count no units, and ids of nothing', () => {
    const line = fc.oneof(
      fc.record({
        variantId: fc.constantFrom('mug', 'cup', 'book'),
        quantity: number.filter((each) => !(each >= 1 && Number.isInteger(each))),
      }),
      fc.record({ variantId: text, quantity: number }),
    );
    fc.assert(
      fc.property(fc.array(line), text, (lines, id) => {
        expect(tryQuery(shipOrder(orderIn.paid, { id, lines, at }))).toMatch(/^units\./);
        expect(tryQuery(cancelUnits(orderIn.paid, { id, lines, at }))).toMatch(/^units\./);
        expect(tryQuery(returnUnits(orderIn.delivered, { id, lines, restock: true, at }))).toMatch(/^units\./);
        expect(tryQuery(deliverParcel(orderIn.delivered, { id, at }))).toMatch(/^shipment\./);
        expect(tryQuery(confirmRefund(orderIn.paid, { id, at }))).toMatch(/^refund\./);
        expect(tryQuery(failRefund(orderIn.paid, { id, at }))).toMatch(/^refund\./);
      }),
      lawRuns,
    );
  });

  test('instants that are none', () => {
    fc.assert(
      fc.property(text, (garbage) => {
        expect(tryQuery(expireOrder(orderIn.pending, { deadline: garbage, at }))).toBe('input.malformed');
        expect(tryQuery(expireOrder(orderIn.pending, { deadline: at, at: garbage }))).toBe('input.malformed');
      }),
      lawRuns,
    );
  });

  test('ids that objects have by themselves are ids like any other', () => {
    const shipped = ship(orderIn.paid, '__proto__');
    expect(deliverParcel(shipped, { id: '__proto__', at }).ok).toBe(true);
    expect(deliverParcel(shipped, { id: 'constructor', at }).ok).toBe(false);
  });
});
