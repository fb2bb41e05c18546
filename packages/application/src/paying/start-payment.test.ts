/** Long because a payment is refused for many reasons, and a retry may meet each state of the first request. */
import type { Caller, PaymentGateway, PaymentRefused, PaymentsUnavailable } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
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
  shop = await openShop({ gateway });
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

it("starts a payment of all that is open, and keeps the provider's own id of it", async () => {
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
    },
  ]);
  expect(atProvider()).toMatchObject([{ id: payment.paymentId, amount: usd(1700), orderId: order.id }]);
  expect(payment).toEqual({
    paymentId: payment.paymentId,
    provider: 'sandbox',
    clientSecret: atProvider()[0]?.clientSecret,
  });
});

it('answers a repeated request with the same payment, without asking the provider', async () => {
  const first = (await start())._unsafeUnwrap();
  expect((await start())._unsafeUnwrap()).toEqual({ payment: first.payment, replayed: true });
  expect(asked).toHaveLength(1);
});

it('answers a repeated request to nobody but the owner of the order', async () => {
  await start();
  expect(await refusalOf(shop, () => start('pay', guest))).toEqual({ type: 'order.not-found', orderId: order.id });
});

it('answers the payment again when the order was paid meanwhile', async () => {
  const { payment } = await pay(shop, order, caller);
  await shop.runJobs();
  expect((await start())._unsafeUnwrap()).toEqual({ payment, replayed: true });
});

it('refuses another request under a key that was used', async () => {
  await start();
  const other = { caller, request: request('pay', 'another request'), orderId: order.id, method: 'card' } as const;
  expect(await refusalOf(shop, () => shop.startPayment(other))).toEqual({ type: 'idempotency.key-reused' });
});

it("starts a pending order's payment alone", async () => {
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

it('makes one payment of two requests at once', async () => {
  const both = await Promise.all([start(), start()]);
  expect(both.map((each) => (each.isOk() ? 'started' : each.error.type))).toEqual([
    'started',
    'idempotency.in-progress',
  ]);
  expect(attemptsKept()).toHaveLength(1);
  expect(asked).toHaveLength(1);
});

it('refuses a repeat while a crashed attempt may still be under way, and takes the same payment up afterwards', async () => {
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

it('lets one of two take a crashed attempt up at once', async () => {
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

it('gives the first outcome to whoever takes up an attempt that was slow and is done after all', async () => {
  const answers: (() => void)[] = [];
  const slow = await openShop({
    gateway: (ordinary) => ({
      ...ordinary,
      startCardPayment: (payment) =>
        ordinary
          .startCardPayment(payment)
          .map((started) => new Promise<typeof started>((resolve) => answers.push(() => resolve(started)))),
    }),
  });
  const placed = await guestOrder(slow);
  const command = { caller: placed.caller, request: request('pay'), orderId: placed.order.id, method: 'card' } as const;
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
  expect((await slow.startPayment(command))._unsafeUnwrap()).toMatchObject({ payment: { paymentId }, replayed: true });
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

it("keeps the payment's id when the provider's answer is lost, and takes it up again at once", async () => {
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

it("starts a checkout on the provider's own page, and keeps where it leads", async () => {
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

it('takes a crashed checkout up again as the same one', async () => {
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
  const command = { caller: placed.caller, request: request('pay'), orderId: placed.order.id, method: 'card' } as const;
  (await looking.startPayment(command))._unsafeUnwrap();
  expect(looking.stockOf(looking.poster)).toBe(6);
});

it('leaves the order as it was: only what the provider reports changes it', async () => {
  await start();
  expect(orderNow(shop, order)).toEqual(order);
});

it('starts a payment beside somebody who holds its order or its key', async () => {
  const overtaken: string[] = [];
  shop = await openShop({
    gateway: (ordinary) => ({
      ...ordinary,
      startCardPayment: (payment) => send(payment.paymentId, () => ordinary.startCardPayment(payment)),
    }),
    unitOfWork: (ordinary) => ({
      ...ordinary,
      keep: (change) => {
        overtaken.push(change.type);
        return errAsync({ type: 'change.overtaken' });
      },
    }),
  });
  ({ order, caller } = await guestOrder(shop));
  overtaken.length = 0;
  const { payment } = (await start())._unsafeUnwrap();
  expect(overtaken).toEqual(['payment-begun', 'payment-started']);
  expect(attemptsKept()).toMatchObject([
    { id: payment.paymentId, amount: usd(1700), reference: atProvider()[0]?.reference },
  ]);
  expect((await start())._unsafeUnwrap()).toEqual({ payment, replayed: true });
});

it('refuses to start a payment of an order that was cancelled between looking and keeping', async () => {
  shop = await openShop({
    unitOfWork: (ordinary) => ({
      ...ordinary,
      keep: (change) =>
        (change.type === 'payment-begun'
          ? shop
              .cancelOrder({ caller, orderId: order.id })
              .mapErr((error): never => {
                throw new Error(error.type);
              })
              .map(() => undefined)
          : okAsync(undefined)
        ).andThen(() => ordinary.keep(change)),
    }),
  });
  ({ order, caller } = await guestOrder(shop));
  expect((await start())._unsafeUnwrapErr()).toMatchObject({ type: 'order.not-payable', status: 'cancelled' });
  expect([attemptsKept(), atProvider()]).toEqual([[], []]);
});
