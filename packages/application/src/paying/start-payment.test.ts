/** Long because a payment is refused for many reasons, and a retry may meet each state of the first request. */
import type { Caller, PaymentGateway, PaymentRefused, PaymentsUnavailable } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { errAsync, type ResultAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { bothWays, makeMeanwhile, watchCommits } from '../../testing/commit-ways.js';
import {
  dies,
  guest,
  guestOrder,
  openShop,
  orderNow,
  pay,
  refusalOf,
  request,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

/** What becomes of the provider's answer, once it has done what it was asked. */
type Line = 'works' | 'the process dies' | 'the answer is lost' | 'refuses';
describe.each(bothWays)('a payment that is started %s', (_way, parts) => {
  let line: Line;
  let shop: Shop;
  let order: Order;
  let caller: Caller;
  /** The payment ids that the provider was asked for. */
  let asked: string[];

  beforeEach(async () => {
    line = 'works';
    asked = [];
    const gateway = (ordinary: PaymentGateway): PaymentGateway => ({
      ...ordinary,
      startCardPayment: (payment) => send(payment.paymentId, () => ordinary.startCardPayment(payment)),
      startCheckout: (payment) => send(payment.paymentId, () => ordinary.startCheckout(payment)),
    });
    shop = await openShop({ ...parts, gateway });
    ({ order, caller } = await guestOrder(shop));
  });

  function send<T>(
    paymentId: string,
    ask: () => ResultAsync<T, PaymentRefused | PaymentsUnavailable>,
  ): ReturnType<typeof ask> {
    asked.push(paymentId);
    if (line === 'refuses') return errAsync({ type: 'payment.refused', reason: 'card_testing' });
    const done = ask();
    if (line === 'the process dies') return done.andThen(() => dies());
    if (line === 'the answer is lost') {
      return done.andThen(() => errAsync({ type: 'payments.unavailable', retryAfterSeconds: 5 } as const));
    }
    return done;
  }

  const start = (key = 'pay', by = caller) =>
    shop.startPayment({ caller: by, request: request(key), orderId: order.id, method: 'card' });
  const dieWhileStarting = async (): Promise<void> => {
    line = 'the process dies';
    await expect((async () => start())()).rejects.toThrow('the process died');
    line = 'works';
  };
  /** Has the shop hear that 7.00 of a payment were taken. */
  const captureInPart = async (paymentId: string): Promise<void> => {
    const reference = atProvider().find(({ id }) => id === paymentId)?.reference ?? '';
    const event = { provider: 'sandbox', eventId: 'e', at: shop.clock.now(), orderId: order.id, paymentId, reference };
    (await shop.handleProviderEvent({ ...event, type: 'payment.captured', amount: usd(700) }))._unsafeUnwrap();
  };
  /** Once everything has happened that can happen by itself. */
  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      setImmediate(resolve);
    });
  const attemptsKept = () => [...shop.store.committed().payments.values()];
  const atProvider = () =>
    [...shop.store.committed().sandboxPayments.values()].flatMap((payment) =>
      payment.method === 'card' ? [payment] : [],
    );

  it("starts a payment of all that is open, and stores the provider's own id of it", async () => {
    const { payment, replayed } = (await start())._unsafeUnwrap();
    expect(replayed).toBe(false);
    expect(attemptsKept()).toEqual([
      {
        id: payment.paymentId,
        orderId: order.id,
        provider: 'sandbox',
        method: 'card',
        amount: usd(1700),
        reference: atProvider()[0]?.reference,
        createdAt: shop.clock.now(),
        ordinal: 1,
      },
    ]);
    expect(atProvider()).toMatchObject([{ id: payment.paymentId, amount: usd(1700), orderId: order.id }]);
    expect(payment).toEqual({
      paymentId: payment.paymentId,
      provider: 'sandbox',
      clientSecret: atProvider()[0]?.clientSecret,
    });
  });

  it('returns the same payment for a repeated request, without calling the provider', async () => {
    const first = (await start())._unsafeUnwrap();
    expect((await start())._unsafeUnwrap()).toEqual({ payment: first.payment, replayed: true });
    expect(asked).toHaveLength(1);
  });

  it('replays a request only for the owner of the order', async () => {
    await start();
    expect(await refusalOf(shop, () => start('pay', guest))).toEqual({ type: 'order.not-found', orderId: order.id });
  });

  it('returns the payment again when the order was paid meanwhile', async () => {
    const { payment } = await pay(shop, order, caller);
    await shop.runJobs();
    expect((await start())._unsafeUnwrap()).toEqual({ payment, replayed: true });
  });

  it('refuses another request under a key that was used', async () => {
    await start();
    const other = { caller, request: request('pay', 'another request'), orderId: order.id, method: 'card' } as const;
    expect(await refusalOf(shop, () => shop.startPayment(other))).toEqual({ type: 'idempotency.key-reused' });
  });

  it('starts a payment only of a pending order', async () => {
    await pay(shop, order, caller);
    await shop.runJobs();
    expect(await refusalOf(shop, () => start('another key'))).toEqual({
      type: 'order.not-payable',
      orderId: order.id,
      status: 'paid',
    });
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    expect(await refusalOf(shop, () => start('another key'))).toMatchObject({ status: 'cancelled' });
  });

  it('starts what is left of an order that is paid in part', async () => {
    const { paymentId } = (await start('first'))._unsafeUnwrap().payment;
    await captureInPart(paymentId);
    (await start())._unsafeUnwrap();
    expect(atProvider()).toMatchObject([{ id: paymentId }, { amount: usd(1000) }]);
  });

  it('makes one payment of two concurrent requests', async () => {
    const both = await Promise.all([start(), start()]);
    expect(both.map((each) => (each.isOk() ? 'started' : each.error.type))).toEqual([
      'started',
      'idempotency.in-progress',
    ]);
    expect(attemptsKept()).toHaveLength(1);
    expect(asked).toHaveLength(1);
  });

  it('refuses a repeat while a crashed attempt may still be under way, and resumes the same payment afterwards', async () => {
    await dieWhileStarting();
    const [{ id: paymentId = '', clientSecret = '' } = {}] = atProvider();
    shop.clock.advance(29_999);
    expect(await refusalOf(shop, start)).toEqual({ type: 'idempotency.in-progress' });
    shop.clock.advance(1);
    expect((await start())._unsafeUnwrap()).toEqual({
      payment: { paymentId, provider: 'sandbox', clientSecret },
      replayed: false,
    });
    expect(asked).toEqual([paymentId, paymentId]);
    // The attempt that was kept before the crash, and no second one.
    expect(attemptsKept()).toMatchObject([
      { id: paymentId, reference: atProvider()[0]?.reference, createdAt: order.placedAt },
    ]);
  });

  it('lets one of two concurrent requests resume a crashed attempt', async () => {
    await dieWhileStarting();
    shop.clock.advance(30_000);
    const both = await Promise.all([start(), start()]);
    expect(both.map((each) => (each.isOk() ? 'started' : each.error.type))).toEqual([
      'started',
      'idempotency.in-progress',
    ]);
    expect(new Set(asked).size).toBe(1);
    expect(atProvider()).toHaveLength(1);
  });

  it('returns the first outcome after a slow attempt that was resumed finishes after all', async () => {
    const answers: (() => void)[] = [];
    const slow = await openShop({
      ...parts,
      gateway: (ordinary) => ({
        ...ordinary,
        startCardPayment: (payment) =>
          ordinary
            .startCardPayment(payment)
            .map((started) => new Promise<typeof started>((resolve) => answers.push(() => resolve(started)))),
      }),
    });
    const placed = await guestOrder(slow);
    const command = {
      caller: placed.caller,
      request: request('pay'),
      orderId: placed.order.id,
      method: 'card',
    } as const;
    const first = slow.startPayment(command).match(
      ({ payment }) => payment.paymentId,
      ({ type }) => type,
    );
    await settled();
    expect(answers).toHaveLength(1);
    slow.clock.advance(30_000);
    const second = slow.startPayment(command).match(
      ({ payment }) => payment.paymentId,
      ({ type }) => type,
    );
    await settled();
    expect(answers).toHaveLength(2);
    answers[1]?.();
    const paymentId = await second;
    answers[0]?.();
    expect(await first).toBe('idempotency.in-progress');
    expect((await slow.startPayment(command))._unsafeUnwrap()).toMatchObject({
      payment: { paymentId },
      replayed: true,
    });
    expect(slow.store.committed().sandboxPayments.size).toBe(1);
  });

  it('starts nothing more for a crashed attempt once the order is paid or cancelled', async () => {
    await dieWhileStarting();
    await pay(shop, order, caller, 'another key');
    await shop.runJobs();
    shop.clock.advance(30_000);
    asked = [];
    expect(await refusalOf(shop, start)).toMatchObject({ type: 'order.not-payable', status: 'paid' });
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    expect(await refusalOf(shop, start)).toMatchObject({ type: 'order.not-payable', status: 'cancelled' });
    expect(asked).toEqual([]);
  });

  it('frees the key when the provider refuses: the next attempt is another payment', async () => {
    line = 'refuses';
    expect((await start())._unsafeUnwrapErr()).toEqual({ type: 'payment.refused', reason: 'card_testing' });
    line = 'works';
    expect((await start())._unsafeUnwrap().replayed).toBe(false);
    expect(new Set(asked).size).toBe(2);
  });

  it("keeps the payment's id when the provider's response is lost, and may resume it at once", async () => {
    line = 'the answer is lost';
    expect((await start())._unsafeUnwrapErr()).toEqual({ type: 'payments.unavailable', retryAfterSeconds: 5 });
    line = 'works';
    expect((await start())._unsafeUnwrap().payment.paymentId).toBe(asked[0]);
    expect(new Set(asked).size).toBe(1);
    expect(atProvider()).toHaveLength(1);
    expect(attemptsKept()).toHaveLength(1);
  });

  const pages = { successUrl: 'https://shop.example/paid', cancelUrl: 'https://shop.example/cart' };
  const checkOut = (key = 'pay', urls = pages) =>
    shop.startPayment({ caller, request: request(key), orderId: order.id, method: 'checkout', ...urls });

  it("starts a checkout on the provider's own page, and stores where it leads", async () => {
    const { payment, replayed } = (await checkOut())._unsafeUnwrap();
    const { paymentId } = payment;
    expect(replayed).toBe(false);
    expect(payment).toEqual({
      paymentId,
      provider: 'sandbox',
      redirectUrl: `https://shop.example/sandbox/checkout/${paymentId}`,
    });
    expect(attemptsKept()).toMatchObject([
      { id: paymentId, method: 'checkout', ...pages, amount: usd(1700), reference: expect.stringMatching(/^sbx_cs_/u) },
    ]);
    expect([...shop.store.committed().sandboxPayments.values()]).toMatchObject([{ id: paymentId, ...pages }]);
    expect((await checkOut())._unsafeUnwrap()).toEqual({ payment, replayed: true });
  });

  it.each(['successUrl', 'cancelUrl'] as const)("sends nobody to a %s that is not the shop's", async (field) => {
    const refusal = { type: 'payment.return-url-not-allowed', field };
    expect(await refusalOf(shop, () => checkOut('pay', { ...pages, [field]: 'https://evil.example/paid' }))).toEqual(
      refusal,
    );
    expect(asked).toEqual([]);
    expect((await checkOut())._unsafeUnwrap().replayed).toBe(false);
  });

  it('resumes a crashed checkout as the same one', async () => {
    line = 'the process dies';
    await expect((async () => checkOut())()).rejects.toThrow('the process died');
    line = 'works';
    shop.clock.advance(30_000);
    const { payment } = (await checkOut())._unsafeUnwrap();
    expect(asked).toEqual([payment.paymentId, payment.paymentId]);
    expect(attemptsKept()).toHaveLength(1);
  });

  it('starts another payment for a crashed one when less is open by now', async () => {
    await dieWhileStarting();
    const [{ id: crashed = '' } = {}] = atProvider();
    await captureInPart(crashed);
    shop.clock.advance(30_000);
    const { payment } = (await start())._unsafeUnwrap();
    expect(payment.paymentId).not.toBe(crashed);
    expect(attemptsKept()).toMatchObject([{ amount: usd(1700) }, { id: payment.paymentId, amount: usd(1000) }]);
  });

  it('calls the provider outside of any transaction', async () => {
    const looking = await openShop({
      ...parts,
      gateway: (ordinary) => ({
        ...ordinary,
        // A transaction that were still open would hold the stock's up for ever.
        startCardPayment: (payment) =>
          looking
            .adjustStock({ variantId: looking.poster, delta: 1, reason: 'found during the call' })
            .orElse(() => dies())
            .andThen(() => ordinary.startCardPayment(payment)),
      }),
    });
    const placed = await guestOrder(looking);
    const command = {
      caller: placed.caller,
      request: request('pay'),
      orderId: placed.order.id,
      method: 'card',
    } as const;
    (await looking.startPayment(command))._unsafeUnwrap();
    expect(looking.stockOf(looking.poster)).toBe(6);
  });

  it('leaves the order as it was: only what the provider reports changes it', async () => {
    await start();
    expect(orderNow(shop, order)).toEqual(order);
  });
});

it('is started by two commits without a transaction, around one call of the provider', async () => {
  const { seen, reset, unitOfWork } = watchCommits();
  const shop = await openShop({ unitOfWork });
  const { order, caller } = await guestOrder(shop);
  reset();
  const command = { caller, request: request('pay'), orderId: order.id, method: 'card' } as const;
  const { payment } = (await shop.startPayment(command))._unsafeUnwrap();
  const { paymentId } = payment;
  expect(seen.transactions).toBe(0);
  expect(seen.optimistic).toMatchObject([
    {
      request: { type: 'hold', resourceId: paymentId, until: '2026-11-21T09:30:30.000Z' },
      order: { type: 'unchanged', id: order.id, version: 1 },
      payment: { type: 'add', attempt: { id: paymentId } },
    },
    { request: { type: 'finish', resourceId: paymentId }, payment: { type: 'note', id: paymentId } },
  ]);
});

it('is refused without a transaction when the order is not payable', async () => {
  const { seen, reset, unitOfWork } = watchCommits();
  const shop = await openShop({ unitOfWork });
  const { order, caller } = await guestOrder(shop);
  (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
  reset();
  const command = { caller, request: request('pay'), orderId: order.id, method: 'card' } as const;
  expect((await shop.startPayment(command))._unsafeUnwrapErr().type).toBe('order.not-payable');
  expect(seen).toMatchObject({ transactions: 0, optimistic: [] });
});

it('is refused when its order is cancelled between reading and writing', async () => {
  const meanwhile = makeMeanwhile();
  const shop = await openShop({ unitOfWork: meanwhile.unitOfWork });
  const { order, caller } = await guestOrder(shop);
  meanwhile.once(() => shop.cancelOrder({ caller, orderId: order.id }));
  const command = { caller, request: request('pay'), orderId: order.id, method: 'card' } as const;
  expect((await shop.startPayment(command))._unsafeUnwrapErr()).toMatchObject({
    type: 'order.not-payable',
    status: 'cancelled',
  });
  const { payments, sandboxPayments, idempotency } = shop.store.committed();
  expect([payments.size, sandboxPayments.size]).toEqual([0, 0]);
  expect([...idempotency.keys()].filter((key) => key.includes('pay'))).toEqual([]);
});
