import { failRefund, recordDispute, refundOrder, type Order } from '@cartwright/domain';
import { errAsync, okAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import { accepted } from '../../contracts/sample-order.js';
import { openShop, orderNow, paidOrder, refusalOf, usd, type Shop } from '../../testing/shop-in-memory.js';
import type { Role } from '../identity/permissions.js';
import type { Mailer } from '../ports/mailer.js';
import type { SendMailCommand } from './send-mail.js';

let shop: Shop;
let order: Order;
/** The recipients of all calls of the mail server, repeats included. */
let recipients: string[];
/** How the mail server responds to a recipient; `undefined`: as usual. */
let refusing: (to: string) => ReturnType<Mailer['send']> | undefined;
beforeEach(async () => {
  recipients = [];
  refusing = () => undefined;
  shop = await openShop({
    mailer: (ordinary) => ({
      ...ordinary,
      send: (mail) => {
        recipients.push(mail.to);
        return refusing(mail.to) ?? ordinary.send(mail);
      },
    }),
  });
  ({ order } = await paidOrder(shop));
  recipients = [];
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
const disputed = () => ({ orderId: order.id, disputeId: 'dp_1', amount: usd(4100), at: now() });
const refundFailed = (refundId: string, orderId: string = order.id): SendMailCommand => ({
  mail: 'refund-failed',
  event: { type: 'order.refund-failed', orderId, refundId, amount: usd(500), at: now() },
  messageId: 'event-1',
});
const send = () =>
  shop.sendMail({
    mail: 'dispute',
    event: { type: 'order.disputed', ...disputed() },
    messageId: 'event-1.dispute',
  });

it('mails a dispute once to each user who may read orders, and to nobody else', async () => {
  for (const role of ['admin', 'support', 'editor', 'customer'] as const) await hire(role);
  await dispute('open');
  (await send())._unsafeUnwrap();
  (await send())._unsafeUnwrap();
  expect(recipients.toSorted()).toEqual(['admin@shop.example', 'support@shop.example']);
  const mail = shop.mailer.sent().find(({ to }) => to === 'admin@shop.example');
  expect(mail).toMatchObject({ id: 'event-1.dispute.admin', subject: 'Order TEST-000001: dispute opened' });
  expect(mail?.text).toContain(
    `Amount: $41.00\nBuyer: guest@example.org\nPayment: ${reference()} (sandbox)\nDispute: dp_1\n\nRespond at the payment provider`,
  );
});

it.each([
  ['won', 'order.dispute-won', 'Order TEST-000001: dispute won', 'The shop keeps the money'],
  ['lost', 'order.dispute-lost', 'Order TEST-000001: dispute lost', 'The bank has returned the money to the buyer'],
] as const)('mails staff a dispute that was %s', async (status, type, subject, advice) => {
  await hire('support');
  await dispute(status);
  const event = { type, ...disputed() };
  (await shop.sendMail({ mail: 'dispute', event, messageId: 'event-1' }))._unsafeUnwrap();
  expect(shop.mailer.sent().at(-1)).toMatchObject({
    to: 'support@shop.example',
    subject,
    text: expect.stringContaining(advice),
  });
});

it('mails staff a refund that failed, with the reason', async () => {
  await hire('support');
  const paymentReference = reference();
  const facts = {
    id: 'refund-1',
    amount: usd(500),
    reason: 'scratched',
    provider: 'sandbox',
    paymentReference,
    at: now(),
  };
  const failing = accepted(refundOrder(orderNow(shop, order), facts)).order;
  await keep(accepted(failRefund(failing, { id: 'refund-1', failure: 'expired_or_canceled_card', at: now() })).order);
  (await shop.sendMail(refundFailed('refund-1')))._unsafeUnwrap();
  const { subject, text } = shop.mailer.sent().at(-1) ?? {};
  expect(subject).toBe('Order TEST-000001: refund failed');
  expect(text).toContain(
    `Amount: $5.00\nBuyer: guest@example.org\nPayment: ${paymentReference}\nRefund: refund-1\nReason: expired_or_canceled_card\n`,
  );
});

it('mails the others when the server refuses one recipient, and the rest once the server is back', async () => {
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
  expect(recipients.filter((to) => to.startsWith('support'))).toHaveLength(1);
});

it('reports that there is no recipient, and a reference that the order does not have', async () => {
  expect(await refusalOf(shop, send)).toEqual({
    type: 'mail.reference-not-found',
    orderId: order.id,
    event: 'order.disputed',
  });
  const failed = () => shop.sendMail(refundFailed('none'));
  expect((await refusalOf(shop, failed)).type).toBe('mail.reference-not-found');
  const nowhere = () => shop.sendMail(refundFailed('none', 'none'));
  expect(await refusalOf(shop, nowhere)).toEqual({ type: 'order.not-found', orderId: 'none' });
  await dispute('open');
  await hire('editor');
  expect(await refusalOf(shop, send)).toEqual({ type: 'mail.no-recipient' });
});

it('mails differences that reconciliation could not resolve, only to users who may read reconciliations', async () => {
  for (const role of ['support', 'editor'] as const) await hire(role);
  const { reconciliationId } = (await shop.requestReconciliation())._unsafeUnwrap();
  const difference = {
    type: 'payment.unknown-to-provider',
    orderId: order.id,
    paymentId: 'p',
    reference: reference(),
  } as const;
  await shop.store.transact(({ reconciliations }) => {
    const stored = reconciliations.get(reconciliationId);
    if (stored !== undefined) {
      reconciliations.set(reconciliationId, {
        ...stored,
        counts: { ...stored.counts, differences: 1 },
        differences: [difference],
      });
    }
    return okAsync(undefined);
  });
  expect(await shop.runJobs()).toEqual([]);
  expect(recipients).toEqual(['support@shop.example']);
  const { subject, text } = shop.mailer.sent().at(-1) ?? {};
  expect(subject).toBe('Payment differences: 1');
  expect(text).toContain(`Reconciliation ${reconciliationId}\n`);
  expect(text).toContain(`Differences: 1\npayment.unknown-to-provider: ${reference()}\n`);
  const event = { type: 'payments.differences-found', reconciliationId: 'none', at: now() } as const;
  const unknown = { mail: 'payment-differences', event, messageId: 'event-1' } as const;
  expect(await refusalOf(shop, () => shop.sendMail(unknown))).toEqual({
    type: 'reconciliation.not-found',
    reconciliationId: 'none',
  });
});

it('mails that sending mails was paused to those who may run jobs, and to nobody else', async () => {
  for (const role of ['admin', 'support', 'editor', 'customer'] as const) await hire(role);
  const paused = { type: 'jobs.paused', job: 'send-mail', refusals: 10, at: now() } as const;
  (await shop.unitOfWork.run(({ outbox }) => outbox.add([paused])))._unsafeUnwrap();
  expect(await shop.runJobs()).toEqual([]);
  expect(recipients).toEqual(['admin@shop.example']);
  const { subject, text } = shop.mailer.sent().at(-1) ?? {};
  expect(subject).toBe('Job paused: send-mail');
  expect(text).toContain(`Refusals: 10\nPaused at: ${now()}\n`);
});
