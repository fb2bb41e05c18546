import { beforeEach, describe, expect, it } from 'vitest';
import { guestOrder, openShop, paidOrder, type Shop } from '../../testing/shop-in-memory.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});

/** Runs the waiting jobs and returns the mails that they sent. */
const mailsOf = async () => {
  const before = shop.mailer.sent().length;
  expect(await shop.runJobs()).toEqual([]);
  return shop.mailer.sent().slice(before);
};
const lookUp = async (number: string, email: string) => {
  expect((await shop.requestOrderLink({ number, email })).isOk()).toBe(true);
  return mailsOf();
};
const outbox = () => [...shop.store.committed().outbox.values()].map(({ event }) => event);

describe('a buyer who looks up an order', () => {
  it('gets a mail with the link that opens it', async () => {
    const { order, caller } = await guestOrder(shop);
    await mailsOf();
    const [mail, ...others] = await lookUp(order.number, order.email);
    expect(others).toEqual([]);
    expect(mail?.to).toBe(order.email);
    expect(mail?.text).toContain(
      `View your order: https://shop.example/orders/${order.id}?token=${caller.orderToken}\n`,
    );
  });

  it('may write number and e-mail in any case, with spaces around', async () => {
    const { order } = await guestOrder(shop);
    await mailsOf();
    expect(await lookUp(` ${order.number.toLowerCase()} `, ` ${order.email.toUpperCase()} `)).toHaveLength(1);
  });

  it('gets nothing for an unknown number, another e-mail, or the number of somebody else', async () => {
    const { order } = await guestOrder(shop);
    const { order: other } = await paidOrder(shop, { key: 'another' });
    await mailsOf();
    expect(other.number).not.toBe(order.number);
    for (const [number, email] of [
      ['NOBODY-000001', order.email],
      [order.number, 'eve@example.com'],
      [order.number, ''],
      ['', order.email],
      ['\0', '\0'],
    ] as const) {
      expect(await lookUp(number, email)).toEqual([]);
    }
  });

  it('leaves the same behind whether or not there is such an order, and nothing personal', async () => {
    const { order } = await guestOrder(shop);
    await mailsOf();
    const at = shop.clock.now();
    await shop.requestOrderLink({ number: order.number, email: order.email });
    await shop.requestOrderLink({ number: 'NOBODY-000001', email: order.email });
    expect(outbox()).toEqual([
      { type: 'ordering.link-requested', orderId: order.id, at },
      { type: 'ordering.link-requested', at },
    ]);
  });

  it('gets five mails an hour, and wrong numbers do not use them up', async () => {
    const { order } = await guestOrder(shop);
    await mailsOf();
    for (let wrong = 0; wrong < 10; wrong += 1) await lookUp('NOBODY-000001', order.email);
    for (let right = 0; right < 5; right += 1) expect(await lookUp(order.number, order.email)).toHaveLength(1);
    expect(await lookUp(order.number, order.email)).toEqual([]);
    shop.clock.advance(3_600_000);
    expect(await lookUp(order.number, order.email)).toHaveLength(1);
  });

  it('is told nothing of an order that was deleted before the mail was sent', async () => {
    const { order } = await guestOrder(shop);
    await mailsOf();
    await shop.requestOrderLink({ number: order.number, email: order.email });
    shop.store.committed().orders.clear();
    expect(await shop.runJobs()).toMatchObject([{ type: 'job.refused' }]);
    expect(shop.mailer.sent()).toHaveLength(1);
  });
});
