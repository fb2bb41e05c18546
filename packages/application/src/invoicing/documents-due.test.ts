import { bounceRefund, confirmRefund, failRefund, recordDispute, refundOrder, type Order } from '@cartwright/domain';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { samplePaidOrder } from '../../contracts/sample-invoice.js';
import { accepted, paymentOf } from '../../contracts/sample-order.js';
import { usd } from '../../contracts/sample-shop.js';
import type { IssuedDocument } from '../ports/repositories/invoicing/issued-document-records.js';
import { salesFactsOf } from '../reports/sales-facts.js';
import { documentsDue } from './documents-due.js';

const paid = samplePaidOrder({ unitPrices: [1_999, 333, 250], tax: 'inclusive', discounted: false });
const at = (minute: number) => `2026-12-01T12:${String(minute).padStart(2, '0')}:00.000Z`;

/** The documents with all that are due. */
const issue = (order: Order, issued: readonly IssuedDocument[] = []): readonly IssuedDocument[] => [
  ...issued,
  ...documentsDue(order, issued).map((due, index) => ({
    ...due,
    number: `${issued.length + index}`,
    counter: issued.length + index,
    orderId: order.id,
    issuedAt: at(0),
  })),
];
const request = (order: Order, id: string, amount: number): Order =>
  accepted(refundOrder(order, { id, amount: usd(amount), reason: '', ...paymentOf(order), at: at(1) })).order;
const refund = (order: Order, id: string, amount: number, minute = 2): Order =>
  accepted(confirmRefund(request(order, id, amount), { id, at: at(minute) })).order;
const notesOf = (documents: readonly IssuedDocument[]) => documents.filter(({ kind }) => kind === 'credit-note');

describe('an order', () => {
  it('has an invoice once it is paid, of its total and its taxes, and not before', () => {
    const { paidAt: _paidAt, ...unpaid } = paid;
    expect(documentsDue(unpaid, [])).toEqual([]);
    const { total: amount, taxes } = paid.pricing;
    expect(documentsDue(paid, [])).toEqual([{ kind: 'invoice', amount, taxes }]);
    expect(documentsDue(paid, issue(paid))).toEqual([]);
  });

  it('has a credit note for each refund that has arrived, none for one that is under way or has failed', () => {
    const pending = request(paid, 'a', 500);
    expect(documentsDue(pending, issue(paid))).toEqual([]);
    expect(documentsDue(accepted(failRefund(pending, { id: 'a', at: at(3) })).order, issue(paid))).toEqual([]);
    const both = refund(refund(paid, 'a', 500), 'b', 300, 4);
    expect(documentsDue(both, issue(paid))).toMatchObject([
      { kind: 'credit-note', subject: 'a', amount: usd(500) },
      { kind: 'credit-note', subject: 'b', amount: usd(300) },
    ]);
    expect(documentsDue(both, issue(both))).toEqual([]);
  });

  it('has a credit note for what the bank took back, once the dispute is lost', () => {
    const dispute = { id: 'dp_1', provider: 'sandbox', paymentReference: 'sbx_1', amount: usd(700) };
    const open = accepted(recordDispute(paid, { ...dispute, status: 'open', at: at(3) })).order;
    expect(documentsDue(open, issue(paid))).toEqual([]);
    const lost = accepted(recordDispute(open, { ...dispute, status: 'lost', at: at(4) })).order;
    expect(documentsDue(lost, issue(paid))).toMatchObject([{ subject: 'dispute/dp_1', amount: usd(700) }]);
  });

  it('has a note that takes a credit back when the refund did not arrive after all', () => {
    const refunded = refund(paid, 'a', 500);
    const documents = issue(refunded, issue(paid));
    const bounced = accepted(bounceRefund(refunded, { id: 'a', at: at(9) })).order;
    expect(documentsDue(bounced, documents)).toMatchObject([{ subject: 'a', amount: usd(-500) }]);
    const [credit, back] = notesOf(issue(bounced, documents));
    const taxOf = (note?: IssuedDocument) => note?.taxes.reduce((sum, { tax }) => sum + tax.amount, 0) ?? 0;
    expect(taxOf(credit)).toBeGreaterThan(0);
    expect(taxOf(back)).toBe(-taxOf(credit));
  });
});

it('credit notes add up to what reports count as refunded, by rate and to the cent, whatever happens to refunds', () => {
  const step = fc.record({
    amount: fc.integer({ min: 1, max: 900 }),
    bounces: fc.option(fc.nat(5)),
    late: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
      let order = paid;
      let documents = issue(order);
      for (const [index, { amount, bounces, late }] of steps.entries()) {
        const refunded = refundOrder(order, {
          id: String(index),
          amount: usd(amount),
          reason: '',
          ...paymentOf(order),
          at: at(index),
        });
        if (refunded.ok)
          order = accepted(confirmRefund(refunded.value.order, { id: String(index), at: at(index) })).order;
        const victim = order.refunds[bounces ?? 99];
        if (victim?.status === 'confirmed')
          order = accepted(bounceRefund(order, { id: victim.id, at: at(index) })).order;
        // The job may come after several changes.
        if (!late) documents = issue(order, documents);
      }
      documents = issue(order, documents);
      expect(documentsDue(order, documents)).toEqual([]);
      const facts = salesFactsOf(order);
      const sum = (amounts: readonly number[]) => amounts.reduce((all, each) => all + each, 0);
      expect(sum(notesOf(documents).map(({ amount }) => amount.amount))).toBe(
        sum(facts.filter(({ kind }) => kind === 'refund').map(({ amount }) => amount)),
      );
      for (const { rate } of order.pricing.taxes) {
        const credited = notesOf(documents).flatMap(({ taxes }) => taxes.filter((each) => each.rate === rate));
        const reported = facts.filter((fact) => fact.kind === 'refunded-tax' && fact.rate === rate);
        expect(sum(credited.map(({ tax }) => tax.amount))).toBe(sum(reported.map(({ tax }) => tax)));
        expect(sum(credited.map(({ net }) => net.amount))).toBe(sum(reported.map(({ amount }) => amount)));
      }
    }),
    { numRuns: 60 },
  );
});
