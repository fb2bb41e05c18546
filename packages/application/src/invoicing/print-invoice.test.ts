import { recordPayment, type Order } from '@cartwright/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { sampleInvoice, samplePaidOrder } from '../../contracts/sample-invoice.js';
import { accepted } from '../../contracts/sample-order.js';
import {
  customerOf,
  guest,
  guestOrder,
  openShop,
  orderNow,
  pay,
  refusalOf,
  type Shop,
} from '../../testing/shop-in-memory.js';
import type { Caller } from '../caller.js';

let shop: Shop;
let order: Order;
let owner: Caller;
beforeEach(async () => {
  shop = await openShop();
  ({ order, caller: owner } = await guestOrder(shop));
});
const print = (caller: Caller) => shop.printInvoice({ caller, orderId: order.id });
const textOf = async (caller: Caller) => new TextDecoder().decode((await print(caller))._unsafeUnwrap().pdf);

describe('an invoice', () => {
  it('is printed for the owner of a paid order, and for staff who may read orders', async () => {
    await pay(shop, order, owner);
    await shop.runJobs();
    const printed = await textOf(owner);
    expect(printed).toContain('Invoice INV-000001');
    expect(printed).toContain('Total  $17.00');
    for (const role of ['support', 'admin'] as const)
      expect(await textOf({ type: 'user', userId: 'staff', role })).toBe(printed);
  });

  it('is the same bytes each time, as long as nothing happens to the order', async () => {
    await pay(shop, order, owner);
    await shop.runJobs();
    const first = (await print(owner))._unsafeUnwrap();
    shop.clock.advance(86_400_000);
    expect((await print(owner))._unsafeUnwrap()).toEqual(first);
  });

  it('does not exist before the order is paid', async () => {
    expect(await refusalOf(shop, () => print(owner))).toEqual({
      type: 'invoice.not-available',
      orderId: order.id,
      paymentStatus: 'unpaid',
    });
  });

  it('does not exist for somebody else: theirs is as if there were no order', async () => {
    await pay(shop, order, owner);
    await shop.runJobs();
    const customer = await customerOf(shop);
    for (const caller of [
      guest,
      customer,
      { type: 'guest', orderToken: 'guessed' },
      { type: 'user', userId: 'ed', role: 'editor' },
    ] as const) {
      expect(await refusalOf(shop, () => print(caller))).toEqual({ type: 'order.not-found', orderId: order.id });
    }
    expect((await shop.printInvoice({ caller: owner, orderId: 'nothing' }))._unsafeUnwrapErr().type).toBe(
      'order.not-found',
    );
  });

  it('is opened by a link as long as that holds, and by no other', async () => {
    await pay(shop, order, owner);
    await shop.runJobs();
    const tokenIn = (url: string) => url.slice(url.lastIndexOf('/') + 1);
    const { url, expiresAt } = shop.invoiceLinks.sign(order.id, 60_000);
    expect(url.startsWith('https://shop.example/invoices/')).toBe(true);
    const open = (token = tokenIn(url)) => shop.openInvoice({ token });
    expect((await open())._unsafeUnwrap()).toEqual({ ...(await print(owner))._unsafeUnwrap(), kind: 'invoice' });
    const download = tokenIn(shop.downloadLinks.sign({ orderId: order.id, variantId: shop.mug }).url);
    for (const other of [download, `${tokenIn(url)}x`, order.id, '']) {
      expect((await open(other))._unsafeUnwrapErr()).toEqual({ type: 'link.invalid' });
    }
    const unknown = tokenIn(shop.invoiceLinks.sign('nothing', 60_000).url);
    expect((await open(unknown))._unsafeUnwrapErr()).toEqual({ type: 'order.not-found', orderId: 'nothing' });
    shop.clock.advance(60_000);
    expect((await open())._unsafeUnwrapErr()).toEqual({ type: 'link.expired', expiredAt: expiresAt });
  });

  it('is opened by no link before the order is paid', async () => {
    const { url } = shop.invoiceLinks.sign(order.id, 60_000);
    const opened = await shop.openInvoice({ token: url.slice(url.lastIndexOf('/') + 1) });
    expect(opened._unsafeUnwrapErr()).toEqual({
      type: 'invoice.not-available',
      orderId: order.id,
      paymentStatus: 'unpaid',
    });
  });

  it('stays as it is when the order is cancelled and refunded, which a credit note says', async () => {
    await pay(shop, order, owner);
    await shop.runJobs();
    const before = await textOf(owner);
    (await shop.cancelOrder({ caller: owner, orderId: order.id }))._unsafeUnwrap();
    await shop.runJobs();
    expect(await textOf(owner)).toBe(before);
    const [refund] = orderNow(shop, order).refunds;
    const { documents } = (await shop.viewOrder({ caller: owner, orderId: order.id }))._unsafeUnwrap();
    expect(documents).toMatchObject([
      { number: 'INV-000001' },
      { number: 'CN-000001', subject: refund?.id, amount: { amount: 1_700 } },
    ]);
    const query = { caller: owner, orderId: order.id, number: 'CN-000001' };
    const note = new TextDecoder().decode((await shop.printCreditNote(query))._unsafeUnwrap().pdf);
    expect(note).toContain('For invoice INV-000001');
    expect(note).toContain('Credited  $17.00');
    const openNote = async (number: string) => {
      const { url } = shop.invoiceLinks.sign(order.id, 60_000, number);
      return shop.openInvoice({ token: url.slice(url.lastIndexOf('/') + 1) });
    };
    expect((await openNote('CN-000001'))._unsafeUnwrap()).toMatchObject({ kind: 'credit-note', number: 'CN-000001' });
    expect((await openNote('INV-000001'))._unsafeUnwrapErr().type).toBe('credit-note.not-found');
  });
});

it('is stored for as long as the law requires; after that only its number and its amounts are, and no other is issued', async () => {
  await pay(shop, order, owner);
  await shop.runJobs();
  const years = (count: number) => shop.clock.advance(count * 366 * 86_400_000);
  years(10);
  (await shop.purgeOldData())._unsafeUnwrap();
  expect((await print(owner)).isOk()).toBe(true);
  years(2);
  (await shop.purgeOldData())._unsafeUnwrap();
  expect((await print(owner))._unsafeUnwrapErr()).toEqual({ type: 'invoice.deleted', number: 'INV-000001' });
  const { documents } = (await shop.viewOrder({ caller: owner, orderId: order.id }))._unsafeUnwrap();
  expect(documents).toMatchObject([{ number: 'INV-000001', amount: { amount: 1_700 } }]);
});

describe('what an invoice says', () => {
  const paid = samplePaidOrder({ unitPrices: [5_000], discounted: false });
  const at = (day: number) => `2026-12-0${day}T12:00:00.000Z`;
  const usd = (amount: number) => ({ amount, currency: 'USD' });

  it('has the day on which the total was reached, and the payments until then', () => {
    const { payments, paidAt: _paidAt, ...unpaid } = paid;
    const placed = { ...unpaid, payments: [], paymentStatus: 'unpaid', status: 'pending' } as const;
    const half = accepted(
      recordPayment(placed, { provider: 'sandbox', reference: 'one', amount: usd(5_000), at: at(1) }),
    ).order;
    const full = accepted(
      recordPayment(half, { provider: 'sandbox', reference: 'two', amount: usd(499), at: at(2) }),
    ).order;
    const over = accepted(
      recordPayment(full, { provider: 'sandbox', reference: 'three', amount: usd(100), at: at(3) }),
    ).order;
    expect(payments).toHaveLength(1);
    expect(sampleInvoice(over)).toMatchObject({
      paidAt: at(2),
      payments: [{ reference: 'one' }, { reference: 'two' }],
    });
    expect(sampleInvoice(over).payments).toHaveLength(2);
  });

  it('is billed to where the order was sent when no other address was given, and to nobody when there is none', () => {
    const { billingAddress, shippingAddress, ...digital } = paid;
    expect(billingAddress).not.toEqual(shippingAddress);
    expect(sampleInvoice(paid)).toMatchObject({ billTo: billingAddress, shipTo: shippingAddress });
    const sent = shippingAddress === undefined ? digital : { ...digital, shippingAddress };
    expect(sampleInvoice(sent)).toMatchObject({ billTo: shippingAddress, shipTo: shippingAddress });
    expect(sampleInvoice(digital)).not.toHaveProperty('billTo');
    expect(sampleInvoice(digital)).not.toHaveProperty('shipTo');
  });

  it('sums to the total of the order, tax on top or within', () => {
    for (const tax of ['inclusive', 'exclusive'] as const) {
      const { total, subtotal, discounts, shipping, taxes } = sampleInvoice(
        samplePaidOrder({ unitPrices: [1_999, 450, 33], tax }),
      );
      const sum = (list: readonly { readonly amount: { readonly amount: number } }[]) =>
        list.reduce((all, { amount }) => all + amount.amount, 0);
      const added = tax === 'inclusive' ? 0 : taxes.reduce((all, { tax: { amount } }) => all + amount, 0);
      expect(
        subtotal.amount - sum(discounts) + (shipping?.charge.amount ?? 0) - sum(shipping?.discounts ?? []) + added,
      ).toBe(total.amount);
    }
  });
});
