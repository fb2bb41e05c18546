import type { Caller, EndPayment, PaymentAttempt, PaymentRefused, PaymentsUnavailable } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { beforeEach, expect, it } from 'vitest';
import {
  guestOrder,
  openShop,
  orderNow,
  refusalOf,
  request,
  snapshotOf,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

/** What becomes of a request to the provider, by what is asked of it. */
type Line = 'works' | 'the answer is lost' | 'is away' | 'refuses';
let starting: Line;
let ending: Line;
let shop: Shop;
let order: Order;
let caller: Caller;
let ended: EndPayment[];

const unavailable: PaymentsUnavailable = { type: 'payments.unavailable', retryAfterSeconds: 5 };
function send<T, E>(
  line: Line,
  ask: () => ResultAsync<T, E>,
): ResultAsync<T, E | PaymentRefused | PaymentsUnavailable> {
  if (line === 'refuses') return errAsync({ type: 'payment.refused', reason: 'no' } as const);
  if (line === 'is away') return errAsync(unavailable);
  return ask().andThen((told) => (line === 'works' ? okAsync(told) : errAsync(unavailable)));
}

beforeEach(async () => {
  starting = 'works';
  ending = 'works';
  ended = [];
  shop = await openShop({
    gateway: (ordinary) => ({
      ...ordinary,
      startCardPayment: (payment) => send(starting, () => ordinary.startCardPayment(payment)),
      startCheckout: (payment) => send(starting, () => ordinary.startCheckout(payment)),
      endPayment: (payment) => {
        ended.push(payment);
        return send(ending, () => ordinary.endPayment(payment));
      },
    }),
  });
  ({ order, caller } = await guestOrder(shop));
});

const pages = { successUrl: 'https://shop.example/paid', cancelUrl: 'https://shop.example/' };
/** Begins a payment, whatever becomes of the provider's answer. */
const begin = async (method: 'card' | 'checkout'): Promise<PaymentAttempt> => {
  await shop.startPayment({ caller, request: request(shop.ids.next()), orderId: order.id, method, ...pages });
  const begun = [...shop.store.committed().payments.values()].at(-1);
  if (begun === undefined) throw new Error('a payment that is begun is kept');
  return begun;
};
const attemptNow = ({ id }: PaymentAttempt): PaymentAttempt | undefined => shop.store.committed().payments.get(id);
const tryToPay = async ({ id }: PaymentAttempt): Promise<string> =>
  (await shop.provider.confirm(id, 'pm_card_visa')).match(
    ({ status }) => status,
    ({ type }) => type,
  );
const cancel = async (): Promise<void> => {
  (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
};

it('keeps a cancelled order from being paid, by card or on the provider’s page', async () => {
  const attempts = [await begin('card'), await begin('checkout')];
  await cancel();
  expect(await shop.runJobs()).toEqual([]);
  for (const attempt of attempts) {
    expect(await tryToPay(attempt)).toBe('sandbox-payment.ended');
    expect(attemptNow(attempt)).toEqual({ ...attempt, endedAt: shop.clock.now() });
  }
});

it('keeps a paid order from being paid twice', async () => {
  const [first, second] = [await begin('card'), await begin('checkout')];
  await tryToPay(first);
  expect(await shop.runJobs()).toEqual([]);
  expect(await tryToPay(second)).toBe('sandbox-payment.ended');
  expect(ended).toEqual([{ paymentId: second.id, method: 'checkout', reference: second.reference }]);
  expect(orderNow(shop, order)).toMatchObject({ status: 'paid', payments: [{ amount: usd(1700) }] });
});

it.each(['card', 'checkout'] as const)('finds a payment by %s whose answer was lost, and ends it', async (method) => {
  starting = 'the answer is lost';
  const lost = await begin(method);
  expect(lost).not.toHaveProperty('reference');
  starting = 'works';
  await cancel();
  expect(await shop.runJobs()).toEqual([]);
  expect(await tryToPay(lost)).toBe('sandbox-payment.ended');
  expect(shop.store.committed().sandboxPayments.size).toBe(1);
  expect(attemptNow(lost)).toMatchObject({ reference: ended[0]?.reference, endedAt: shop.clock.now() });
});

it('makes a payment that the provider never heard of impossible too, should the request arrive late', async () => {
  starting = 'is away';
  const lost = await begin('card');
  expect(shop.store.committed().sandboxPayments.size).toBe(0);
  await cancel();
  starting = 'works';
  expect(await shop.runJobs()).toEqual([]);
  expect(await tryToPay(lost)).toBe('sandbox-payment.ended');
});

it('is done with a lost payment that the provider refuses to make', async () => {
  starting = 'is away';
  const lost = await begin('card');
  await cancel();
  starting = 'refuses';
  expect(await shop.runJobs()).toEqual([]);
  expect(attemptNow(lost)).toEqual({ ...lost, endedAt: shop.clock.now() });
  expect(ended).toEqual([]);
});

it.each(['the answer is lost', 'is away'] as const)(
  'tries again when the provider %s, and changes nothing when it is repeated',
  async (line) => {
    const attempt = await begin('card');
    await cancel();
    ending = line;
    expect(await shop.runJobs()).toEqual([{ type: 'job.outage', reason: 'payments.unavailable' }]);
    expect(attemptNow(attempt)).toEqual(attempt);
    ending = 'works';
    shop.clock.advance(1000);
    expect(await shop.runJobs()).toEqual([]);
    expect(await tryToPay(attempt)).toBe('sandbox-payment.ended');
    const before = snapshotOf(shop.store);
    ended = [];
    (await shop.endPayments({ orderId: order.id }))._unsafeUnwrap();
    expect(shop.store.committed()).toEqual(before);
    expect(ended).toEqual([]);
  },
);

it('tries again when one payment met an outage, though another was refused', async () => {
  const first = await begin('card');
  starting = 'is away';
  const lost = await begin('checkout');
  await cancel();
  ending = 'refuses';
  expect((await shop.endPayments({ orderId: order.id }))._unsafeUnwrapErr().type).toBe('payments.unavailable');
  starting = 'works';
  ending = 'works';
  (await shop.endPayments({ orderId: order.id }))._unsafeUnwrap();
  for (const attempt of [first, lost]) expect(await tryToPay(attempt)).toBe('sandbox-payment.ended');
});

it('leaves the payments of an order alone that is still to be paid', async () => {
  const attempt = await begin('card');
  (await shop.endPayments({ orderId: order.id }))._unsafeUnwrap();
  expect(ended).toEqual([]);
  expect(await tryToPay(attempt)).toBe('succeeded');
});

it('leaves another provider’s payments alone: this one knows nothing of them', async () => {
  const { id } = await begin('card');
  (
    await shop.store.transact(({ payments }) => {
      const attempt = payments.get(id);
      if (attempt !== undefined) payments.set(id, { ...attempt, provider: 'stripe' });
      return okAsync(undefined);
    })
  )._unsafeUnwrap();
  await cancel();
  expect(await shop.runJobs()).toEqual([]);
  expect(ended).toEqual([]);
});

it('sends money back that arrives although its payment was to be ended', async () => {
  const attempt = await begin('card');
  await cancel();
  await tryToPay(attempt);
  expect(await shop.runJobs()).toEqual([]);
  expect(orderNow(shop, order)).toMatchObject({
    status: 'cancelled',
    paymentStatus: 'refunded',
    refunds: [{ status: 'confirmed' }],
  });
});

it('refuses an order that does not exist', async () => {
  expect(await refusalOf(shop, () => shop.endPayments({ orderId: 'none' }))).toEqual({
    type: 'order.not-found',
    orderId: 'none',
  });
});
