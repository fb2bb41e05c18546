import type { Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import { guestOrder, openShop, orderNow, request, type Shop } from '../../testing/shop-in-memory.js';
import { erasedEmail } from './erased-order.js';

const reference = 'Quirina Zedlacher 17';
const email = 'guest@example.org';

let shop: Shop;
let order: Order;
/** A guest's order that was paid by a transfer and cancelled: the shop owes the money. */
beforeEach(async () => {
  shop = await openShop();
  const placed = await guestOrder(shop);
  ({ order } = placed);
  const amount = order.pricing.total;
  const paid = await shop.recordManualPayment({ orderId: order.id, request: request('paid'), amount, reference });
  paid._unsafeUnwrap();
  (await shop.cancelOrder({ caller: placed.caller, orderId: order.id }))._unsafeUnwrap();
  await shop.runJobs();
});

const settle = async (failure?: string) => {
  const refundId = orderNow(shop, order).refunds.find(({ status }) => status === 'pending')?.id ?? '';
  const facts = failure === undefined ? {} : { failure };
  (await shop.settleManualRefund({ orderId: order.id, refundId, ...facts }))._unsafeUnwrap();
};
const eraseCopies = async () => (await shop.eraseCopies())._unsafeUnwrap();
const references = () => {
  const { payments, refunds } = orderNow(shop, order);
  return [...payments.map((payment) => payment.reference), ...refunds.map((refund) => refund.paymentReference)];
};

it('keeps who paid by transfer at an erasure until the money is back', async () => {
  (await shop.eraseGuest({ email }))._unsafeUnwrap();
  expect(JSON.stringify(orderNow(shop, order))).not.toContain(email);
  await eraseCopies();
  expect(references()).toEqual([reference, reference]);
  await settle();
  expect(references()).toEqual(['erased-1', 'erased-1']);
});

it('keeps who paid by transfer while the money could not be sent back, and erases why not afterwards', async () => {
  (await shop.eraseGuest({ email }))._unsafeUnwrap();
  await settle('the account of Quirina Zedlacher is closed');
  await eraseCopies();
  expect(references()).toEqual([reference, reference]);
  await shop.inviteUser({ email: 'sue@example.org', name: 'Sue', role: 'support' });
  const { total } = order.pricing;
  const again = { orderId: order.id, request: request('again'), amount: total, reason: 'Quirina called' };
  (await shop.refundOrder(again))._unsafeUnwrap();
  await shop.runJobs();
  expect(shop.mailer.sent().at(-1)?.subject).toContain('refund to be made by transfer');
  expect(JSON.stringify(shop.mailer.sent())).not.toMatch(/Quirina/u);
  await settle();
  expect(JSON.stringify(orderNow(shop, order))).not.toMatch(/Quirina/u);
});

it('erases who paid by transfer from erased orders whose money is back, and from no others', async () => {
  await settle();
  const others = orderNow(shop, order);
  await eraseCopies();
  expect(orderNow(shop, order)).toEqual(others);
  // The references were owed money when everything else was erased.
  const { version: known = 0 } = shop.store.committed().orders.get(order.id) ?? {};
  const erased = { ...others, email: erasedEmail };
  (await shop.unitOfWork.commit({ order: { type: 'change', order: erased, version: known } }))._unsafeUnwrap();
  await eraseCopies();
  expect(references()).toEqual(['erased-1', 'erased-1']);
  expect([...shop.store.committed().outbox.values()].at(-1)).toMatchObject({
    event: { type: 'order.erased', orderId: order.id },
  });
  const { version } = shop.store.committed().orders.get(order.id) ?? {};
  await eraseCopies();
  expect(shop.store.committed().orders.get(order.id)?.version).toBe(version);
});
