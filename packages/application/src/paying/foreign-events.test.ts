import type { Caller } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { guestOrder, orderNow, request, snapshotOf, usd } from '../../testing/shop-in-memory.js';
import { expectEqualBooks } from '../../testing/equal-books.js';
import { openShopWithStripe, type ShopWithStripe } from '../../testing/shop-with-stripe.js';
import { shopId } from '../../testing/stripe-shop.js';

let shop: ShopWithStripe;
let order: Order;
let caller: Caller;
beforeEach(async () => {
  shop = await openShopWithStripe();
  ({ order, caller } = await guestOrder(shop));
});
afterEach(() => shop.stripe.stop());

/** Pays the order, and lets the shop hear of it. */
const payOrder = async (method: 'card' | 'checkout' = 'card'): Promise<string> => {
  const attempt = await shop.stripe.pay(await shop.start(order, caller, method));
  await shop.settle();
  return 'paymentIntent' in attempt ? attempt.paymentIntent : '';
};
/** A payment that another program makes on the same account. */
const payForeign = async (metadata: Readonly<Record<string, string>>): Promise<string> => {
  const fields = Object.entries(metadata).map(([name, value]) => [`metadata[${name}]`, value]);
  const response = await fetch(`${shop.stripe.url}/v1/payment_intents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${shop.stripe.secretKey}`, 'stripe-version': '2026-10-28.endive' },
    body: new URLSearchParams([['amount', '500'], ['currency', 'usd'], ...fields] as [string, string][]),
  });
  const { id } = (await response.json()) as { readonly id: string };
  await shop.stripe.pay(id);
  return id;
};
const outcomes = async (): Promise<readonly unknown[]> => {
  const received: unknown[] = [];
  for (const id of await shop.pending())
    received.push(
      (await shop.deliver(id)).match(
        ({ outcome }) => outcome,
        (error) => error.type,
      ),
    );
  return received;
};
const uuid = (last: string): string => `019a9d2e-0000-7000-8000-00000000${last}`;

describe('what other programs do on the same Stripe account', () => {
  it.each<[string, (own: string) => Readonly<Record<string, string>>]>([
    ['nothing', () => ({})],
    ['an order’s number of another program', () => ({ orderId: '4711' })],
    ['an id like ours', () => ({ orderId: uuid('dead'), paymentId: uuid('beef') })],
    ['our order, which another program charges for', (own) => ({ orderId: own })],
    ['another shop of the same kind', () => ({ shopId: uuid('cafe'), orderId: uuid('dead'), paymentId: uuid('beef') })],
  ])('is accepted and has no effect: metadata with %s', async (_name, metadata) => {
    await payOrder();
    const before = snapshotOf(shop.store);
    const foreign = await payForeign(metadata(order.id));
    await shop.stripe.refundByHand(foreign, 200);
    await shop.stripe.closeDispute(await shop.stripe.openDispute({ paymentIntent: foreign, amount: 300 }), 'lost');
    const received = await outcomes();
    expect(received.length).toBeGreaterThan(4);
    expect(new Set(received)).toEqual(new Set(['ignored']));
    expect(shop.store.committed()).toEqual(before);
  });

  it('is asked for again while Stripe cannot say whose it is', async () => {
    const foreign = await payForeign({});
    await outcomes();
    await shop.stripe.refundByHand(foreign, 200);
    await shop.stripe.setReachable(false);
    const received = await shop.deliver((await shop.pending('refund.created'))[0] ?? '');
    expect(received._unsafeUnwrapErr().type).toBe('payments.unavailable');
    await shop.stripe.setReachable(true);
    expect(await outcomes()).toContain('ignored');
  });

  it('is no difference for reconciliation', async () => {
    await payOrder();
    const foreign = await payForeign({ orderId: uuid('dead'), paymentId: uuid('beef') });
    await shop.stripe.refundByHand(foreign, 200);
    const to = new Date(Date.parse(shop.clock.now()) + 1000).toISOString();
    const from = new Date(Date.parse(to) - 3_600_000).toISOString();
    const { reconciliationId } = (await shop.requestReconciliation({ from, to }))._unsafeUnwrap();
    (await shop.reconcilePayments({ reconciliationId }))._unsafeUnwrap();
    expect((await shop.viewReconciliation({ reconciliationId }))._unsafeUnwrap().differences).toEqual([]);
  });
});

describe('what is of this shop', () => {
  it('carries the id of the shop, as the payment of a page and a refund do', async () => {
    const intent = await payOrder('checkout');
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    await shop.settle();
    const own = { shopId, orderId: order.id };
    const found = (await shop.stripe.paymentIntents()).find(({ id }) => id === intent);
    expect([found?.metadata, (await shop.stripe.sessions())[0]?.metadata]).toMatchObject([own, own]);
    expect(await shop.stripe.refunds()).toMatchObject([{ metadata: own }]);
    await expectEqualBooks(shop);
  });

  it('is refused, and so sent again, when its order is lost', async () => {
    await shop.stripe.pay(await shop.start(order, caller));
    const [made] = await shop.stripe.paymentIntents();
    await payForeign({ ...made?.metadata, orderId: uuid('dead'), paymentId: uuid('beef') });
    expect(await outcomes()).toContain('order.not-found');
  });

  it.each(['card', 'checkout'] as const)(
    'counts at once when a refund made by hand arrives before its payment by %s',
    async (method) => {
      const attempt = await shop.stripe.pay(await shop.start(order, caller, method));
      await shop.stripe.refundByHand('paymentIntent' in attempt ? attempt.paymentIntent : '', 500);
      await shop.settle('reversed');
      expect(orderNow(shop, order)).toMatchObject({ status: 'paid', paymentStatus: 'partially_refunded' });
      await expectEqualBooks(shop);
    },
  );

  it('is a dispute that arrives before its payment', async () => {
    const attempt = await shop.stripe.pay(await shop.start(order, caller, 'checkout'));
    await shop.stripe.openDispute({ paymentIntent: 'paymentIntent' in attempt ? attempt.paymentIntent : '' });
    await shop.settle('reversed');
    expect(orderNow(shop, order)).toMatchObject({ status: 'paid', disputes: [{ status: 'open', amount: usd(1700) }] });
    await expectEqualBooks(shop);
  });
});

describe('a refund that somebody starts in Stripe’s dashboard', () => {
  let refund: string;
  beforeEach(async () => {
    const intent = await payOrder();
    await shop.stripe.setRefundsBegin('pending');
    refund = await shop.stripe.refundByHand(intent, 500);
    await shop.settle();
  });

  it('counts while it is pending, and is sent no second time', async () => {
    expect(orderNow(shop, order).refunds).toMatchObject([{ id: refund, status: 'pending', amount: usd(500) }]);
    await expectEqualBooks(shop);
    const over = await shop.refundOrder({ orderId: order.id, request: request('all'), amount: usd(1201), reason: '?' });
    expect(over._unsafeUnwrapErr()).toMatchObject({ type: 'refund.exceeds-captured', refundable: usd(1200) });
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    await shop.settle();
    expect((await shop.stripe.refunds()).map(({ amount }) => amount)).toEqual([500, 1200]);
    await expectEqualBooks(shop);
  });

  it('is asked for again by reconciliation without another one', async () => {
    shop.clock.advance(2 * 3_600_000);
    const to = shop.clock.now();
    const from = new Date(Date.parse(to) - 3 * 3_600_000).toISOString();
    const { reconciliationId } = (await shop.requestReconciliation({ from, to }))._unsafeUnwrap();
    (await shop.reconcilePayments({ reconciliationId }))._unsafeUnwrap();
    expect((await shop.viewReconciliation({ reconciliationId }))._unsafeUnwrap().differences).toEqual([]);
    await shop.settle();
    expect(await shop.stripe.refunds()).toHaveLength(1);
    await expectEqualBooks(shop);
  });

  it.each(['succeeded', 'failed'] as const)('ends as Stripe reports: %s', async (outcome) => {
    await shop.stripe.settleRefund(refund, outcome);
    await shop.settle();
    const status = outcome === 'succeeded' ? 'confirmed' : 'failed';
    expect(orderNow(shop, order).refunds).toMatchObject([{ id: refund, status }]);
    await expectEqualBooks(shop);
  });
});

describe('a refund that has failed', () => {
  it('is accepted without effect when Stripe’s earlier success arrives late', async () => {
    await payOrder();
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    await shop.stripe.setRefundsBegin('pending');
    await shop.settle();
    const [refund] = await shop.stripe.refunds();
    await shop.stripe.settleRefund(refund?.id ?? '', 'succeeded');
    const late = await shop.pending();
    await shop.stripe.settleRefund(refund?.id ?? '', 'failed');
    for (const id of await shop.pending('refund.failed')) (await shop.deliver(id))._unsafeUnwrap();
    const failed = orderNow(shop, order);
    expect(failed).toMatchObject({ dueBack: usd(1700), refunds: [{ status: 'failed' }] });
    for (const id of late) expect((await shop.deliver(id))._unsafeUnwrap().outcome).toBe('ignored');
    expect(orderNow(shop, order)).toEqual(failed);
    await expectEqualBooks(shop);
  });
});
