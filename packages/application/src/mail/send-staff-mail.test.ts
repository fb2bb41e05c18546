import { failRefund, recordDispute, refundOrder, type Order } from '@cartwright/domain';
import { errAsync, okAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { accepted } from '../../contracts/sample-order.js';
import { openShop, orderNow, paidOrder, refusalOf, usd, type Shop } from '../../testing/shop-in-memory.js';
import type { Role } from '../identity/permissions.js';
import type { Mailer } from '../ports/mailer.js';

let shop: Shop;
let order: Order;
/** Whom the mail server was asked to reach, repeats included. */
let asked: string[];
/** What the mail server makes of a recipient. */
let refusing: (to: string) => ReturnType<Mailer['send']> | undefined;
beforeEach(async () => {
  asked = [];
  refusing = () => undefined;
  shop = await openShop({
    mailer: (ordinary) => ({
      send: (mail) => {
        asked.push(mail.to);
        return refusing(mail.to) ?? ordinary.send(mail);
      },
    }),
  });
  ({ order } = await paidOrder(shop));
  asked = [];
});

const hire = (role: Role, id: string = role): Promise<unknown> =>
  Promise.resolve(
    shop.store.transact(({ users }) => {
      const createdAt = shop.clock.now();
      users.set(id, {
        id,
        email: `${id}@shop.example`,
        name: id,
        role,
        segment: 'regular',
        createdAt,
        passwordHash: 'x',
      });
      return okAsync(undefined);
    }),
  );
const now = () => shop.clock.now();
const keep = (changed: Order): Promise<unknown> =>
  Promise.resolve(
    shop.store.transact(({ orders }) => {
      orders.set(order.id, { order: changed, version: 9 });
      return okAsync(undefined);
    }),
  );
const reference = (): string => orderNow(shop, order).payments[0]?.reference ?? '';
const dispute = (status: 'open' | 'won' | 'lost') => {
  const facts = {
    id: 'dp_1',
    provider: 'sandbox',
    paymentReference: reference(),
    amount: usd(4100),
    status,
    at: now(),
  };
  return keep(accepted(recordDispute(orderNow(shop, order), facts)).order);
};
const send = () =>
  shop.sendStaffMail({
    orderId: order.id,
    messageId: 'event-1.send-staff-mail',
    about: 'order.disputed',
    disputeId: 'dp_1',
  });

it('tells everybody who may read orders of a dispute, and nobody else, each once', async () => {
  for (const role of ['admin', 'support', 'editor', 'customer'] as const) await hire(role);
  await dispute('open');
  (await send())._unsafeUnwrap();
  (await send())._unsafeUnwrap();
  expect(asked.toSorted()).toEqual(['admin@shop.example', 'support@shop.example']);
  const mail = shop.mailer.sent().find(({ to }) => to === 'admin@shop.example');
  expect(mail).toMatchObject({ id: 'event-1.send-staff-mail.admin', subject: 'Order TEST-000001: dispute opened' });
  expect(mail?.text).toContain(
    `Amount: $41.00\nBuyer: guest@example.org\nPayment: ${reference()} (sandbox)\nDispute: dp_1\n\nAnswer it at the payment provider`,
  );
});

it.each([
  ['won', 'order.dispute-won', 'Order TEST-000001: dispute won', 'The shop keeps the money'],
  ['lost', 'order.dispute-lost', 'Order TEST-000001: dispute lost', 'The bank has taken the money back'],
] as const)('tells staff of a dispute that was %s', async (status, about, subject, advice) => {
  await hire('support');
  await dispute(status);
  (await shop.sendStaffMail({ orderId: order.id, messageId: 'event-1', about, disputeId: 'dp_1' }))._unsafeUnwrap();
  expect(shop.mailer.sent().at(-1)).toMatchObject({
    to: 'support@shop.example',
    subject,
    text: expect.stringContaining(advice),
  });
});

it('tells staff of a refund that failed, and why, so that somebody sees to it', async () => {
  await hire('support');
  const paymentReference = reference();
  const facts = { id: 'refund-1', amount: usd(500), reason: 'scratched', paymentReference, at: now() };
  const failing = accepted(refundOrder(orderNow(shop, order), facts)).order;
  await keep(accepted(failRefund(failing, { id: 'refund-1', failure: 'expired_or_canceled_card', at: now() })).order);
  const told = await shop.sendStaffMail({
    orderId: order.id,
    messageId: 'event-1',
    about: 'order.refund-failed',
    refundId: 'refund-1',
  });
  told._unsafeUnwrap();
  const { subject, text } = shop.mailer.sent().at(-1) ?? {};
  expect(subject).toBe('Order TEST-000001: refund failed');
  expect(text).toContain(
    `Amount: $5.00\nBuyer: guest@example.org\nPayment: ${paymentReference}\nRefund: refund-1\nWhy: expired_or_canceled_card\n`,
  );
});

it('tells the others though the server refuses one of them, and the rest once it is back', async () => {
  for (const role of ['admin', 'support'] as const) await hire(role);
  await dispute('open');
  refusing = (to) =>
    to.startsWith('admin') ? errAsync({ type: 'mail.refused', reason: 'no such mailbox' }) : undefined;
  expect((await send())._unsafeUnwrapErr()).toEqual({ type: 'mail.refused', reason: 'no such mailbox' });
  expect(shop.mailer.sent().at(-1)?.to).toBe('support@shop.example');

  refusing = (to) =>
    to.startsWith('second') ? errAsync({ type: 'mail.unavailable', reason: 'try later' }) : undefined;
  await hire('admin', 'second');
  expect((await send())._unsafeUnwrapErr().type).toBe('mail.unavailable');
  refusing = () => undefined;
  (await send())._unsafeUnwrap();
  expect(shop.mailer.sent().filter(({ subject }) => subject.includes('dispute'))).toHaveLength(3);
  expect(asked.filter((to) => to.startsWith('support'))).toHaveLength(1);
});

it('says when nobody may be told, and of what the order does not know', async () => {
  expect(await refusalOf(shop, send)).toEqual({
    type: 'mail.reference-not-found',
    orderId: order.id,
    about: 'order.disputed',
  });
  const facts = { orderId: order.id, messageId: 'event-1' };
  const failed = () => shop.sendStaffMail({ ...facts, about: 'order.refund-failed', refundId: 'none' });
  expect((await refusalOf(shop, failed)).type).toBe('mail.reference-not-found');
  const nowhere = () =>
    shop.sendStaffMail({ ...facts, orderId: 'none', about: 'order.refund-failed', refundId: 'none' });
  expect(await refusalOf(shop, nowhere)).toEqual({ type: 'order.not-found', orderId: 'none' });
  await dispute('open');
  await hire('editor');
  expect(await refusalOf(shop, send)).toEqual({ type: 'mail.no-recipient' });
});

it('tells staff what reconciliation could not mend, and who may see it alone', async () => {
  for (const role of ['support', 'editor'] as const) await hire(role);
  const { reconciliationId } = (await shop.requestReconciliation({ requestedBy: 'ada' }))._unsafeUnwrap();
  const difference = {
    type: 'payment.unknown-to-provider',
    orderId: order.id,
    paymentId: 'p',
    reference: reference(),
  } as const;
  await shop.store.transact(({ reconciliations }) => {
    const kept = reconciliations.get(reconciliationId);
    if (kept !== undefined) {
      reconciliations.set(reconciliationId, {
        ...kept,
        counts: { ...kept.counts, differences: 1 },
        differences: [difference],
      });
    }
    return okAsync(undefined);
  });
  expect(await shop.runJobs()).toEqual([]);
  expect(asked).toEqual(['support@shop.example']);
  const { subject, text } = shop.mailer.sent().at(-1) ?? {};
  expect(subject).toBe('Payments differ from the provider’s: 1');
  expect(text).toContain(`Reconciliation ${reconciliationId}\n`);
  expect(text).toContain(`Differences: 1\npayment.unknown-to-provider: ${reference()}\n`);
  const unknown = { messageId: 'event-1', about: 'payments.differences-found', reconciliationId: 'none' } as const;
  expect(await refusalOf(shop, () => shop.sendStaffMail(unknown))).toEqual({
    type: 'reconciliation.not-found',
    reconciliationId: 'none',
  });
});
