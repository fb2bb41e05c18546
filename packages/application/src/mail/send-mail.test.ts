/** Long because each mail has its own content, and all share one order. */
import { confirmRefund, refundOrder, type Order } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { accepted, paymentOf } from '../../contracts/sample-order.js';
import {
  dies,
  guestOrder,
  openShop,
  orderNow,
  paidOrder,
  pay,
  refusalOf,
  request,
  timeToPayMs,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';
import type { Caller } from '../caller.js';
import { mails, type MailName } from './mails.js';
import type { SendMailCommand } from './send-mail.js';

let shop: Shop;
/** Calls of the mail server, which drops repeats itself: that must not hide them. */
let calls: number;
let dying: boolean;
beforeEach(async () => {
  calls = 0;
  dying = false;
  shop = await openShop({
    mailer: (ordinary) => ({
      ...ordinary,
      send: (mail) => {
        calls += 1;
        return ordinary.send(mail);
      },
    }),
    unitOfWork: (ordinary) => ({ ...ordinary, commit: (change) => (dying ? dies() : ordinary.commit(change)) }),
  });
});

const mugs = (quantity: number) => [{ variantId: shop.mug, quantity }];
const label = { carrier: 'DHL', trackingNumber: 'T-1' };
const subjects = (): readonly string[] =>
  shop.mailer.sent().map(({ subject }) => subject.replace('Your order TEST-000001', 'N'));
const lastText = (): string => shop.mailer.sent().at(-1)?.text ?? '';
/** Without the link to the order and the address of the shop, which each mail to a buyer has. */
const withoutLink = (text: string): string =>
  text.replace(/\n-- \n[\s\S]*$/, '').replace(/\nView your order: https:\/\/shop\.example\/orders\/.*\n/, '');
/** Runs the waiting jobs and returns the mails that they sent. */
const mailsOf = async () => {
  const before = shop.mailer.sent().length;
  expect(await shop.runJobs()).toEqual([]);
  return shop.mailer.sent().slice(before);
};

describe('the buyer gets a mail', () => {
  it('about each step of an order that is paid, shipped in parcels, delivered, and partly returned', async () => {
    const { order, caller } = await paidOrder(shop);
    expect(subjects()).toEqual(['N', 'N is paid']);
    expect(lastText().split('\n')).toEqual([
      'Thank you. We have received your payment.',
      '',
      'Order TEST-000001',
      '3 × Mug: $36.00 ($12.00 each)',
      'Shipping: Standard: $5.00',
      'Total: $41.00',
      'Ordered on: November 21, 2026',
      '',
      'Shipping address:',
      'Ada Lovelace',
      '1 Mill Lane',
      'Ockham',
      'United Kingdom',
      '',
      'We will email you when your parcel is on its way.',
      '',
      'The link to your invoice is valid for one week. After that you can find the invoice with your order.',
      '',
      expect.stringMatching(/^Invoice \(PDF\): https:/),
      expect.stringMatching(/^View your order: https:\/\/shop\.example\/orders\//),
      '',
      '-- ',
      'Mill Lane Pottery',
      '1 Mill Lane',
      'Ockham',
      '',
    ]);

    const first = (await shop.shipOrder({ orderId: order.id, lines: mugs(1), ...label }))._unsafeUnwrap();
    expect((await mailsOf()).map(({ text }) => withoutLink(text))).toEqual([
      [
        'A parcel with items from your order is on its way.',
        '',
        'Order TEST-000001',
        '1 × Mug',
        'Carrier: DHL',
        'Tracking number: T-1',
        '',
        'Shipping address:',
        'Ada Lovelace',
        '1 Mill Lane',
        'Ockham',
        'United Kingdom',
        '',
        'The rest of your order will follow.',
        '',
      ].join('\n'),
    ]);
    (await shop.shipOrder({ orderId: order.id, ...label }))._unsafeUnwrap();
    const [second, ...others] = await mailsOf();
    expect([second?.text.includes('2 × Mug'), second?.text.includes('The rest'), others]).toEqual([true, false, []]);

    (await shop.deliverParcel({ shipmentId: first.shipmentId }))._unsafeUnwrap();
    expect((await mailsOf()).map(({ text }) => text)).toEqual([
      expect.stringContaining(
        'A parcel with items from your order has been delivered.\n\nOrder TEST-000001\n1 × Mug\n',
      ),
    ]);

    const command = { caller, orderId: order.id, lines: mugs(1), reason: 'chipped' };
    const { request: announced } = (await shop.requestReturn(command))._unsafeUnwrap();
    expect((await mailsOf()).map(({ text }) => text)).toEqual([
      expect.stringContaining('We have registered your return.\n\nOrder TEST-000001\n1 × Mug\nReason: chipped\n'),
    ]);
    (await shop.receiveReturn({ returnId: announced.id, restock: true }))._unsafeUnwrap();
    const [received, refunded, ...more] = await mailsOf();
    expect(received?.text).toContain('1 × Mug: $12.00\n\nWe will refund the $12.00 that you paid for it');
    expect(refunded?.text).toContain(
      'We have sent a refund to the payment method that you used.\n\nOrder TEST-000001\nRefund: $12.00\n',
    );
    expect(more).toEqual([]);
    expect(new Set(shop.mailer.sent().map(({ to }) => to))).toEqual(new Set(['guest@example.org']));
  });

  it('with download links that are valid for one week, and only for their purchases', async () => {
    const content = (async function* () {
      yield new TextEncoder().encode('chapter one');
    })();
    (await shop.attachDigitalFile({ variantId: shop.eBook, name: 'book.epub', content }))._unsafeUnwrap();
    const { order, caller } = await guestOrder(shop, { variantId: shop.eBook });
    await pay(shop, order, caller);
    await shop.runJobs();
    const url = /^Download E-book: (.*)$/m.exec(lastText())?.[1] ?? '';
    expect(lastText()).not.toContain('parcel');
    expect(shop.mailer.sent().at(-1)?.html).toContain(`href="${url}"`);
    const token = url.slice(url.lastIndexOf('/') + 1);
    shop.clock.advance(7 * 24 * 60 * 60_000 - 1000);
    expect((await shop.openDownload({ token }))._unsafeUnwrap().name).toBe('book.epub');
    shop.clock.advance(1000);
    expect((await shop.openDownload({ token }))._unsafeUnwrapErr().type).toBe('link.expired');
  });

  it('with a link to their invoice that is valid for one week', async () => {
    await paidOrder(shop);
    const url = /^Invoice \(PDF\): (.*)$/m.exec(lastText())?.[1] ?? '';
    const token = url.slice(url.lastIndexOf('/') + 1);
    shop.clock.advance(7 * 24 * 60 * 60_000 - 1000);
    expect((await shop.openInvoice({ token }))._unsafeUnwrap().number).toBe('INV-000001');
    shop.clock.advance(1000);
    expect((await shop.openInvoice({ token }))._unsafeUnwrapErr().type).toBe('link.expired');
  });

  it('without a link to a file that the shop has not attached', async () => {
    const { order, caller } = await guestOrder(shop, { variantId: shop.eBook });
    await pay(shop, order, caller);
    await shop.runJobs();
    expect(subjects()).toEqual(['N', 'N is paid']);
    expect(lastText()).not.toMatch(/[Dd]ownload/);
  });

  it('about units that cannot be sent, with what was paid for them', async () => {
    const { order } = await paidOrder(shop);
    (
      await shop.cancelUnits({
        request: request('cancel'),
        orderId: order.id,
        lines: mugs(1),
        reason: 'broken in store',
      })
    )._unsafeUnwrap();
    const [cancelled, refunded, ...others] = await mailsOf();
    expect(cancelled?.text).toContain('1 × Mug: $12.00\nReason: broken in store\n\nWe will refund the $12.00');
    expect(refunded?.text).toContain('Refund: $12.00');
    expect(others).toEqual([]);
  });

  it('only about the whole order when its last unit is cancelled', async () => {
    const { order } = await paidOrder(shop);
    (
      await shop.cancelUnits({
        request: request('cancel'),
        orderId: order.id,
        lines: mugs(3),
        reason: 'broken in store',
      })
    )._unsafeUnwrap();
    const [cancelled, refunded, ...others] = await mailsOf();
    expect(cancelled?.text).toContain(
      'Your order was cancelled.\n\nOrder TEST-000001\nReason: broken in store\n\nWe will refund the $41.00',
    );
    expect(refunded?.text).toContain('Refund: $41.00');
    expect(others).toEqual([]);
  });

  it('only for the order when a payment is declined: the payment page reports that', async () => {
    const { order, caller } = await guestOrder(shop);
    await pay(shop, order, caller, 'pay', 'pm_card_chargeDeclined');
    await shop.runJobs();
    expect(subjects()).toEqual(['N']);
  });
});

describe('the buyer of a cancelled order gets a mail', () => {
  let order: Order;
  let caller: Caller;
  const expire = async (): Promise<void> => {
    shop.clock.advance(timeToPayMs);
    (await shop.expireUnpaidOrders())._unsafeUnwrap();
  };
  const cancel = async (reason?: string): Promise<void> => {
    (
      await shop.cancelOrder({ caller, orderId: order.id, ...(reason === undefined ? {} : { reason }) })
    )._unsafeUnwrap();
  };
  beforeEach(async () => {
    ({ order, caller } = await guestOrder(shop));
  });

  it('with the reason, and that nothing was charged', async () => {
    await cancel('changed my mind');
    await shop.runJobs();
    expect(subjects()).toEqual(['N', 'N is cancelled']);
    expect(withoutLink(lastText())).toBe(
      'Your order was cancelled.\n\nOrder TEST-000001\nReason: changed my mind\n\nNothing was charged.\n',
    );
  });

  it('which says that it was not paid in time', async () => {
    await expire();
    await shop.runJobs();
    expect(lastText()).toContain('because it was not paid in time');
    expect(lastText()).toContain('Nothing was charged.');
  });

  it('about the refund of what was paid, before and after it is sent', async () => {
    await pay(shop, order, caller);
    await shop.runJobs();
    await cancel();
    await shop.runJobs();
    expect(subjects()).toEqual(['N', 'N is paid', 'N is cancelled', 'N: refund sent']);
    expect(shop.mailer.sent()[2]?.text).toContain('We will refund the $17.00 that you paid');
    expect(lastText()).toContain('We have sent a refund');
  });

  it('about the rest of a payment that was refunded in part before', async () => {
    await pay(shop, order, caller);
    await shop.runJobs();
    const at = shop.clock.now();
    const paid = orderNow(shop, order);
    const facts = { id: 'refund-1', amount: usd(500), reason: 'scratched', ...paymentOf(paid), at };
    const asking = accepted(refundOrder(paid, facts));
    const settled = accepted(confirmRefund(asking.order, { id: 'refund-1', at }));
    await shop.store.transact(({ orders }) => {
      orders.set(order.id, { order: settled.order, version: 9 });
      return okAsync(undefined);
    });
    await cancel();
    await shop.runJobs();
    expect(shop.mailer.sent()[2]?.text).toContain('We will refund the $12.00 that you paid');
  });

  it('once that their payment arrived after the cancellation, and once that it is refunded', async () => {
    const { payment } = (
      await shop.startPayment({ caller, request: request('pay'), orderId: order.id, method: 'card' })
    )._unsafeUnwrap();
    await cancel();
    shop.clock.advance(1000);
    (await shop.provider.confirm(payment.paymentId, 'pm_card_visa'))._unsafeUnwrap();
    expect(await shop.runJobs()).toEqual([]);
    const late = shop.mailer
      .sent()
      .filter(({ text }) => text.includes('Your payment arrived after the order was cancelled.'));
    expect(late.map(({ subject }) => subject)).toEqual([
      'Your order TEST-000001: your payment arrived too late',
      'Your order TEST-000001: refund sent',
    ]);
    expect(late.map(({ text }) => text)).toEqual([
      expect.stringContaining('Refund: $17.00'),
      expect.stringContaining('Refund: $17.00'),
    ]);
    expect(subjects()).not.toContain('N is paid');
    expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'refunded', refunds: [{ status: 'confirmed' }] });
  });
});

describe('a mail', () => {
  let order: Order;
  beforeEach(async () => {
    ({ order } = await paidOrder(shop));
    calls = 0;
  });
  const at = '2026-11-21T10:00:00.000Z';
  const money = usd(4100);
  const paid = () => ({ type: 'order.paid', orderId: order.id, captured: money, at }) as const;
  const send = () => shop.sendMail({ mail: 'payment-received', event: paid(), messageId: 'event-1.payment-received' });

  it('is sent once, under the id of its event, when its job is repeated', async () => {
    (await send())._unsafeUnwrap();
    (await send())._unsafeUnwrap();
    expect(calls).toBe(1);
    expect(shop.mailer.sent().at(-1)).toMatchObject({ id: 'event-1.payment-received', to: 'guest@example.org' });
  });

  it('is sent again under the same id when the process died before it was recorded', async () => {
    const before = shop.mailer.sent().length;
    dying = true;
    await expect((async () => send())()).rejects.toThrow('the process died');
    dying = false;
    (await send())._unsafeUnwrap();
    expect([calls, shop.mailer.sent().length]).toEqual([2, before + 1]);
  });

  it('is sent once the mail server is back', async () => {
    shop.mailer.failWith('outage');
    expect((await refusalOf(shop, send)).type).toBe('mail.unavailable');
    shop.mailer.failWith(undefined);
    (await send())._unsafeUnwrap();
    expect(calls).toBe(2);
  });

  it('is not recorded as sent when the mail server refuses it', async () => {
    shop.mailer.failWith('refusal');
    expect((await refusalOf(shop, send)).type).toBe('mail.refused');
  });

  it('about something that the order does not have is refused', async () => {
    const facts = { orderId: order.id, at };
    const events: readonly SendMailCommand[] = [
      command('order-cancelled', { type: 'order.cancelled', ...facts }),
      command('units-cancelled', { type: 'order.units-cancelled', ...facts, amount: money }),
      command('parcel-shipped', { type: 'order.parcel-shipped', ...facts, shipmentId: 'none' }),
      command('parcel-delivered', { type: 'order.parcel-delivered', ...facts, shipmentId: 'none' }),
      command('return-announced', { type: 'order.return-requested', ...facts, returnId: 'none' }),
      command('return-received', { type: 'order.units-returned', ...facts, returnId: 'none', amount: money }),
      command('late-payment', { type: 'order.refund-requested', ...facts, refundId: 'none', amount: money }),
      command('refund-sent', { type: 'order.refunded', ...facts, refundId: 'none', amount: money }),
    ];
    for (const given of events) {
      expect(await refusalOf(shop, () => shop.sendMail(given))).toEqual({
        type: 'mail.reference-not-found',
        orderId: order.id,
        event: given.event.type,
      });
    }
    const unknown = command('payment-received', { ...paid(), orderId: 'none' });
    expect(await refusalOf(shop, () => shop.sendMail(unknown))).toEqual({ type: 'order.not-found', orderId: 'none' });
    expect(calls).toBe(0);
  });

  it('about a return that belongs to another order is refused', async () => {
    const other = await paidOrder(shop, { key: 'other' });
    (await shop.shipOrder({ orderId: other.order.id, ...label }))._unsafeUnwrap();
    const announced = (
      await shop.requestReturn({ caller: other.caller, orderId: other.order.id, lines: mugs(1), reason: 'chipped' })
    )._unsafeUnwrap();
    const returnId = announced.request.id;
    const given = command('return-announced', { type: 'order.return-requested', orderId: order.id, returnId, at });
    expect((await refusalOf(shop, () => shop.sendMail(given))).type).toBe('mail.reference-not-found');
  });

  const command = (mail: MailName, event: SendMailCommand['event']): SendMailCommand => ({
    mail,
    event,
    messageId: 'event-2',
  });
});

describe('the table of mails', () => {
  it('has stable names, each for its events', () => {
    expect(Object.fromEntries(Object.entries(mails).map(([name, { on }]) => [name, on]))).toEqual({
      'order-confirmation': ['order.placed'],
      'transfer-details': ['payments.transfer-requested'],
      'withdrawal-received': ['order.withdrawn'],
      'refund-by-hand': ['order.refund-requested'],
      'email-verification': ['account.verification-requested'],
      'password-reset': ['account.reset-requested'],
      invitation: ['account.invitation-requested'],
      welcome: ['account.email-verified'],
      'security-notice': ['account.password-changed'],
      'second-factor-added': ['account.second-factor-added'],
      'second-factor-removed': ['account.second-factor-removed'],
      'payment-received': ['order.paid'],
      'order-cancelled': ['order.cancelled'],
      'units-cancelled': ['order.units-cancelled'],
      'parcel-shipped': ['order.parcel-shipped'],
      'parcel-delivered': ['order.parcel-delivered'],
      'return-announced': ['order.return-requested'],
      'return-received': ['order.units-returned'],
      'late-payment': ['order.refund-requested'],
      'refund-sent': ['order.refunded'],
      dispute: ['order.disputed', 'order.dispute-won', 'order.dispute-lost'],
      'refund-failed': ['order.refund-failed'],
      'payment-differences': ['payments.differences-found'],
      'books-differences': ['books.differences-found'],
      'job-paused': ['jobs.paused'],
      'low-stock': ['stock.low-reported'],
      'order-link': ['ordering.link-requested'],
    });
  });
});
