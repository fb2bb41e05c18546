import { confirmRefund, refundOrder, type Order } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { accepted } from '../../contracts/sample-order.js';
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

let shop: Shop;
/** How often the mail server was asked: it tells repeats apart itself, which must not hide them. */
let asked: number;
let dying: boolean;
beforeEach(async () => {
  asked = 0;
  dying = false;
  shop = await openShop({
    mailer: (ordinary) => ({
      send: (mail) => {
        asked += 1;
        return ordinary.send(mail);
      },
    }),
    unitOfWork: (ordinary) => ({ ...ordinary, keep: (change) => (dying ? dies() : ordinary.keep(change)) }),
  });
});

const mugs = (quantity: number) => [{ variantId: shop.mug, quantity }];
const label = { carrier: 'DHL', trackingNumber: 'T-1' };
const subjects = (): readonly string[] =>
  shop.mailer.sent().map(({ subject }) => subject.replace('Your order TEST-000001', 'N'));
const lastText = (): string => shop.mailer.sent().at(-1)?.text ?? '';
/** Runs the jobs that wait, and answers the mails that they sent. */
const mailsOf = async () => {
  const before = shop.mailer.sent().length;
  expect(await shop.runJobs()).toEqual([]);
  return shop.mailer.sent().slice(before);
};

describe('the buyer is told by mail', () => {
  it('of each step of an order that is paid, sent in parcels, delivered, and partly sent back', async () => {
    const { order, caller } = await paidOrder(shop);
    expect(subjects()).toEqual(['N', 'N is paid']);
    expect(lastText().split('\n')).toEqual([
      'Thank you, we have received your payment.',
      '',
      'Order TEST-000001',
      'Paid: $41.00',
      '',
      'We write again when your parcel is on its way.',
      '',
      'The link to your invoice holds for a week; later you find it with your order.',
      '',
      expect.stringMatching(/^Invoice \(PDF\): https:/),
      '',
    ]);

    const first = (await shop.shipOrder({ orderId: order.id, lines: mugs(1), ...label }))._unsafeUnwrap();
    expect((await mailsOf()).map(({ text }) => text)).toEqual([
      [
        'A parcel of your order is on its way.',
        '',
        'Order TEST-000001',
        '1 × Mug',
        'Carrier: DHL',
        'Tracking number: T-1',
        '',
        'The rest of your order follows.',
        '',
      ].join('\n'),
    ]);
    (await shop.shipOrder({ orderId: order.id, ...label }))._unsafeUnwrap();
    const [second, ...others] = await mailsOf();
    expect([second?.text.includes('2 × Mug'), second?.text.includes('The rest'), others]).toEqual([true, false, []]);

    (await shop.deliverParcel({ shipmentId: first.shipmentId }))._unsafeUnwrap();
    expect((await mailsOf()).map(({ text }) => text)).toEqual([
      expect.stringContaining('A parcel of your order has been delivered.\n\nOrder TEST-000001\n1 × Mug\n'),
    ]);

    const command = { caller, orderId: order.id, lines: mugs(1), reason: 'chipped' };
    const { request: announced } = (await shop.requestReturn(command))._unsafeUnwrap();
    expect((await mailsOf()).map(({ text }) => text)).toEqual([
      expect.stringContaining(
        'We have noted what you want to send back.\n\nOrder TEST-000001\n1 × Mug\nReason: chipped\n',
      ),
    ]);
    (await shop.receiveReturn({ returnId: announced.id, restock: true }))._unsafeUnwrap();
    const [received, refunded, ...more] = await mailsOf();
    expect(received?.text).toContain('1 × Mug: $12.00\n\nWe send back the $12.00 that you have paid for it');
    expect(refunded?.text).toContain(
      'We have sent money back to you, to where it was paid from.\n\nOrder TEST-000001\nSent back: $12.00\n',
    );
    expect(more).toEqual([]);
    expect(new Set(shop.mailer.sent().map(({ to }) => to))).toEqual(new Set(['guest@example.org']));
  });

  it('what they can download of a paid order, by links that hold for a week, and nothing else', async () => {
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

  it('where their invoice is, by a link that holds for a week', async () => {
    await paidOrder(shop);
    const url = /^Invoice \(PDF\): (.*)$/m.exec(lastText())?.[1] ?? '';
    const token = url.slice(url.lastIndexOf('/') + 1);
    shop.clock.advance(7 * 24 * 60 * 60_000 - 1000);
    expect((await shop.openInvoice({ token }))._unsafeUnwrap().number).toBe('TEST-000001');
    shop.clock.advance(1000);
    expect((await shop.openInvoice({ token }))._unsafeUnwrapErr().type).toBe('link.expired');
  });

  it('of no link to a file that the shop has not attached', async () => {
    const { order, caller } = await guestOrder(shop, { variantId: shop.eBook });
    await pay(shop, order, caller);
    await shop.runJobs();
    expect(subjects()).toEqual(['N', 'N is paid']);
    expect(lastText()).not.toMatch(/[Dd]ownload/);
  });

  it('of units that cannot be sent, with what was paid for them', async () => {
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
    expect(cancelled?.text).toContain('1 × Mug: $12.00\nReason: broken in store\n\nWe send back the $12.00');
    expect(refunded?.text).toContain('Sent back: $12.00');
    expect(others).toEqual([]);
  });

  it('of the whole order alone when its last unit is cancelled', async () => {
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
      'Your order was cancelled.\n\nOrder TEST-000001\nReason: broken in store\n\nWe send back the $41.00',
    );
    expect(refunded?.text).toContain('Sent back: $41.00');
    expect(others).toEqual([]);
  });

  it('of nothing when a payment is declined: that is told where it was tried', async () => {
    const { order, caller } = await guestOrder(shop);
    await pay(shop, order, caller, 'pay', 'pm_card_chargeDeclined');
    await shop.runJobs();
    expect(subjects()).toEqual(['N']);
  });
});

describe('the buyer of a cancelled order is told by mail', () => {
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

  it('why, and that nothing was charged', async () => {
    await cancel('changed my mind');
    await shop.runJobs();
    expect(subjects()).toEqual(['N', 'N is cancelled']);
    expect(lastText()).toBe(
      'Your order was cancelled.\n\nOrder TEST-000001\nReason: changed my mind\n\nNothing was charged.\n',
    );
  });

  it('that it was not paid in time', async () => {
    await expire();
    await shop.runJobs();
    expect(lastText()).toContain('because it was not paid in time');
    expect(lastText()).toContain('Nothing was charged.');
  });

  it('that what was paid goes back, and again when it has', async () => {
    await pay(shop, order, caller);
    await shop.runJobs();
    await cancel();
    await shop.runJobs();
    expect(subjects()).toEqual(['N', 'N is paid', 'N is cancelled', 'N: money has been sent back']);
    expect(shop.mailer.sent()[2]?.text).toContain('We send back the $17.00 that you have paid');
    expect(lastText()).toContain('We have sent money back to you');
  });

  it('what is still to go back of a payment that went back in part before', async () => {
    await pay(shop, order, caller);
    await shop.runJobs();
    const at = shop.clock.now();
    const asking = accepted(
      refundOrder(orderNow(shop, order), { id: 'refund-1', amount: usd(500), reason: 'scratched', at }),
    );
    const settled = accepted(confirmRefund(asking.order, { id: 'refund-1', at }));
    await shop.store.transact(({ orders }) => {
      orders.set(order.id, { order: settled.order, version: 9 });
      return okAsync(undefined);
    });
    await cancel();
    await shop.runJobs();
    expect(shop.mailer.sent()[2]?.text).toContain('We send back the $12.00 that you have paid');
  });

  it.each([
    ['expired', expire],
    ['was cancelled', () => cancel()],
  ])('that their payment came too late when the order %s first, and again when it is back, once', async (_how, end) => {
    const { payment } = (
      await shop.startPayment({ caller, request: request('pay'), orderId: order.id, method: 'card' })
    )._unsafeUnwrap();
    await end();
    shop.clock.advance(1000);
    (await shop.provider.confirm(payment.paymentId, 'pm_card_visa'))._unsafeUnwrap();
    expect(await shop.runJobs()).toEqual([]);
    const late = shop.mailer
      .sent()
      .filter(({ text }) => text.includes('Your payment arrived after the order was cancelled.'));
    expect(late.map(({ subject }) => subject)).toEqual([
      'Your order TEST-000001: your payment came too late',
      'Your order TEST-000001: money has been sent back',
    ]);
    expect(late.map(({ text }) => text)).toEqual([
      expect.stringContaining('Goes back: $17.00'),
      expect.stringContaining('Sent back: $17.00'),
    ]);
    expect(subjects()).not.toContain('N is paid');
    expect(orderNow(shop, order)).toMatchObject({ paymentStatus: 'refunded', refunds: [{ status: 'confirmed' }] });
  });
});

describe('a mail', () => {
  let order: Order;
  beforeEach(async () => {
    ({ order } = await paidOrder(shop));
    asked = 0;
  });
  const send = () =>
    shop.sendOrderMail({ orderId: order.id, messageId: 'event-1.send-order-mail', about: 'order.paid' });

  it('is sent once, under the id of its event, however often its job is repeated', async () => {
    (await send())._unsafeUnwrap();
    (await send())._unsafeUnwrap();
    expect(asked).toBe(1);
    expect(shop.mailer.sent().at(-1)).toMatchObject({ id: 'event-1.send-order-mail', to: 'guest@example.org' });
  });

  it('is sent again under the same id when the process died before it was noted', async () => {
    const before = shop.mailer.sent().length;
    dying = true;
    await expect((async () => send())()).rejects.toThrow('the process died');
    dying = false;
    (await send())._unsafeUnwrap();
    expect([asked, shop.mailer.sent().length]).toEqual([2, before + 1]);
  });

  it('is sent after all once the mail server is back', async () => {
    shop.mailer.failWith('outage');
    expect((await refusalOf(shop, send)).type).toBe('mail.unavailable');
    shop.mailer.failWith(undefined);
    (await send())._unsafeUnwrap();
    expect(asked).toBe(2);
  });

  it('about what the order does not know is refused', async () => {
    const facts = { orderId: order.id, messageId: 'event-2' };
    const gone = (about: string) => ({ type: 'mail.reference-not-found', orderId: order.id, about });
    const refused = (about: Parameters<Shop['sendOrderMail']>[0]) => refusalOf(shop, () => shop.sendOrderMail(about));
    expect(await refused({ ...facts, about: 'order.cancelled' })).toEqual(gone('order.cancelled'));
    expect(await refused({ ...facts, about: 'order.units-cancelled', at: shop.clock.now() })).toEqual(
      gone('order.units-cancelled'),
    );
    for (const about of ['order.parcel-shipped', 'order.parcel-delivered'] as const) {
      expect(await refused({ ...facts, about, shipmentId: 'none' })).toEqual(gone(about));
    }
    for (const about of ['order.return-requested', 'order.units-returned'] as const) {
      expect(await refused({ ...facts, about, returnId: 'none' })).toEqual(gone(about));
    }
    for (const about of ['order.refund-requested', 'order.refunded'] as const) {
      expect(await refused({ ...facts, about, refundId: 'none' })).toEqual(gone(about));
    }
    expect(await refused({ ...facts, orderId: 'none', about: 'order.paid' })).toEqual({
      type: 'order.not-found',
      orderId: 'none',
    });
    expect(asked).toBe(0);
  });

  it('about a return that belongs to another order is refused', async () => {
    const other = await paidOrder(shop, { key: 'other' });
    (await shop.shipOrder({ orderId: other.order.id, ...label }))._unsafeUnwrap();
    const announced = (
      await shop.requestReturn({ caller: other.caller, orderId: other.order.id, lines: mugs(1), reason: 'chipped' })
    )._unsafeUnwrap();
    const command = {
      orderId: order.id,
      messageId: 'event-2',
      about: 'order.return-requested',
      returnId: announced.request.id,
    } as const;
    expect((await refusalOf(shop, () => shop.sendOrderMail(command))).type).toBe('mail.reference-not-found');
  });
});
