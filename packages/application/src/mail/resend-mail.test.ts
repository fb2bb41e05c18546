import { expect, it } from 'vitest';
import { guest, openShop, paidOrder, refusalOf } from '../../testing/shop-in-memory.js';
import { mails, type MailName } from './mails.js';

it('sends each mail that fits the state of an order again, under an id of its own, and no other', async () => {
  const shop = await openShop();
  const { order } = await paidOrder(shop);
  const orderId = order.id;
  const { shipmentId } = (await shop.shipOrder({ orderId, carrier: 'DHL', trackingNumber: 'T-1' }))._unsafeUnwrap();
  (await shop.deliverParcel({ shipmentId }))._unsafeUnwrap();
  await shop.runJobs();
  const first = shop.mailer.sent();

  const fitting: string[] = [];
  const refusals: unknown[] = [];
  for (const mail of Object.keys(mails) as MailName[]) {
    const resent = await shop.resendMail({ orderId, mail });
    if (resent.isOk()) fitting.push(mail);
    else refusals.push(resent.error);
  }
  expect(refusals).toContainEqual({ type: 'mail.not-fitting', mail: 'refund-sent', status: 'delivered' });
  expect(fitting).toEqual([
    'order-confirmation',
    'payment-received',
    'parcel-shipped',
    'parcel-delivered',
    'order-link',
  ]);
  expect(await shop.runJobs()).toEqual([]);
  const again = shop.mailer.sent().slice(first.length);
  const subjects = (sent: typeof first) => new Set(sent.map(({ subject }) => subject));
  expect(subjects(again)).toEqual(new Set([...subjects(first), `Your order ${order.number}`]));
  expect(new Set(shop.mailer.sent().map(({ id }) => id)).size).toBe(first.length + again.length);
  expect(await refusalOf(shop, () => shop.resendMail({ orderId: guest.type, mail: 'order-link' }))).toMatchObject({
    type: 'order.not-found',
  });
});
