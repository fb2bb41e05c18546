import type { Order } from '@cartwright/domain';
import { expect, it } from 'vitest';
import { sampleInvoice, samplePaidOrder } from '../../contracts/sample-invoice.js';
import type { Invoice } from './invoice.js';

/** Where an invoice shows each field of an order. A new field does not compile until it is listed here. */
const shownAs: Readonly<Record<keyof Order, keyof Invoice | 'not shown'>> = {
  schemaVersion: 'not shown',
  id: 'not shown',
  number: 'orderNumber',
  customerId: 'not shown',
  email: 'email',
  placedAt: 'orderedAt',
  pricing: 'total',
  descriptions: 'lines',
  shippingAddress: 'shipTo',
  billingAddress: 'billTo',
  vatNumber: 'vatNumber',
  delivery: 'shipping',
  note: 'not shown',
  locale: 'not shown',
  namesLocale: 'not shown',
  metadata: 'not shown',
  digitalConsentAt: 'not shown',
  cheapestShipping: 'not shown',
  withdrawals: 'not shown',
  original: 'not shown',
  processingPayments: 'not shown',
  payments: 'payments',
  paidAt: 'paidAt',
  failedPayments: 'not shown',
  refunds: 'not shown',
  disputes: 'not shown',
  shipments: 'not shown',
  returns: 'not shown',
  unitCancellations: 'not shown',
  unitWaivers: 'not shown',
  digitalDeliveredAt: 'not shown',
  cancellation: 'not shown',
  status: 'not shown',
  paymentStatus: 'not shown',
  dueBack: 'not shown',
};

it('names the shipping method as the buyer saw it, and by its id where an earlier version stored no name', () => {
  const { delivery: _delivery, ...order } = samplePaidOrder({ unitPrices: [1200, 800] });
  expect(sampleInvoice({ ...order, delivery: { name: 'By post' } }).shipping?.method).toBe('By post');
  expect(sampleInvoice(order).shipping?.method).toBe(order.pricing.shipping?.method);
});

it('shows the fields of an order that belong on an invoice', () => {
  const order = { ...samplePaidOrder({ unitPrices: [1200, 800] }), vatNumber: 'DE129273398' };
  const invoice = sampleInvoice(order);
  const missing = Object.values(shownAs).filter((name) => name !== 'not shown' && invoice[name] === undefined);
  expect(missing).toEqual([]);
});
