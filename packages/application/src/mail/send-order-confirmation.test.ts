import type { Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import { dies, guestOrder, openShop, refusalOf, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
let order: Order;
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
  ({ order } = await guestOrder(shop));
});
const send = () => shop.sendOrderConfirmation({ orderId: order.id, messageId: 'event-1.send-order-confirmation' });

it('mails the buyer what they ordered, under the id of the event that caused it', async () => {
  (await send())._unsafeUnwrap();
  expect(shop.mailer.sent()).toMatchObject([
    { id: 'event-1.send-order-confirmation', to: 'guest@example.org', subject: 'Your order TEST-000001' },
  ]);
});

it('asks the mail server once when the job is repeated', async () => {
  (await send())._unsafeUnwrap();
  (await send())._unsafeUnwrap();
  expect(asked).toBe(1);
});

it('sends the same mail, under the same id, when the process died before it noted the first', async () => {
  dying = true;
  await expect((async () => send())()).rejects.toThrow('the process died');
  dying = false;
  (await send())._unsafeUnwrap();
  expect(asked).toBe(2);
  expect(shop.mailer.sent()).toHaveLength(1);
});

it('mails after all once the mail server is back', async () => {
  shop.mailer.failWith('outage');
  expect((await refusalOf(shop, send)).type).toBe('mail.unavailable');
  shop.mailer.failWith(undefined);
  (await send())._unsafeUnwrap();
  expect(shop.mailer.sent()).toHaveLength(1);
});

it('notes no mail that was refused as sent', async () => {
  shop.mailer.failWith('refusal');
  expect((await refusalOf(shop, send)).type).toBe('mail.refused');
});

it('refuses to confirm an order that does not exist', async () => {
  const attempt = () => shop.sendOrderConfirmation({ orderId: 'no such order', messageId: 'event-2' });
  expect(await refusalOf(shop, attempt)).toEqual({ type: 'order.not-found', orderId: 'no such order' });
  expect(shop.mailer.sent()).toEqual([]);
});
