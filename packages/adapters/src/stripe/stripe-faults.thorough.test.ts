import type { PaymentRefused, PaymentsUnavailable } from '@cartwright/application';
import type { ResultAsync } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStripeStandIn, type StripeStandIn } from '../../testing/stripe-stand-in/start-stripe-stand-in.js';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeFakeClock, type FakeClock } from '../in-memory/fake-clock.js';
import { makeStripePaymentGateway, type StripePaymentGateway } from './stripe-gateway.js';

let clock: FakeClock;
let standIn: StripeStandIn;
let gateway: StripePaymentGateway;
let made = 0;

/** An id in the form of ours, made now. */
const idOfNow = (): string => {
  made += 1;
  const time = Date.parse(clock.now()).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(made).padStart(12, '0')}`;
};
const open = (options: { readonly retries?: number; readonly timeoutMs?: number } = {}): StripePaymentGateway =>
  makeStripePaymentGateway({
    secretKey: standIn.secretKey,
    apiBase: standIn.url,
    clock,
    log: makeCollectedLog(),
    shopId: '019a9d2e-0000-7000-8000-00000000000a',
    checkoutMs: 3_600_000,
    retries: 0,
    ...options,
  });

const usd = (amount: number) => ({ amount, currency: 'USD' });
const makeRequest = () => ({
  paymentId: idOfNow(),
  orderId: idOfNow(),
  orderNumber: '7K3F-9QXM2A',
  amount: usd(1000),
  email: 'ada@shop.example',
  successUrl: 'https://shop.example/paid',
  cancelUrl: 'https://shop.example/cart',
});
const paidCard = async (): Promise<string> => {
  const { reference } = (await gateway.startCardPayment(makeRequest()))._unsafeUnwrap();
  await standIn.pay(reference);
  return reference;
};

/** What there is to do, each time with the same id, and how much of it Stripe then has. */
const operations = {
  'a card payment': {
    name: 'POST /v1/payment_intents',
    prepare: async () => {
      const request = makeRequest();
      return () => gateway.startCardPayment(request).map(({ reference }) => ({ reference }));
    },
    count: async () => (await standIn.paymentIntents()).length,
  },
  'a checkout page': {
    name: 'POST /v1/checkout/sessions',
    prepare: async () => {
      const request = makeRequest();
      return () => gateway.startCheckout(request).map(({ reference, status }) => ({ reference, status }));
    },
    count: async () => (await standIn.sessions()).length,
  },
  'a refund': {
    name: 'POST /v1/refunds',
    prepare: async () => {
      const [reference, refundId, orderId] = [await paidCard(), idOfNow(), idOfNow()];
      return () => gateway.refund({ refundId, orderId, reference, amount: usd(300) });
    },
    count: async () => (await standIn.refunds()).length,
  },
  'the end of a payment': {
    name: 'POST /v1/payment_intents/{id}/cancel',
    prepare: async () => {
      const request = makeRequest();
      const { reference } = (await gateway.startCardPayment(request))._unsafeUnwrap();
      return () =>
        gateway.endPayment({ paymentId: request.paymentId, method: 'card', reference }).map(() => ({ reference }));
    },
    count: async () => (await standIn.paymentIntents()).filter(({ status }) => status === 'canceled').length,
  },
} as const;

/** As a job does, or a client with its key: again while it is unavailable, and no further than a refusal. */
async function untilDone(
  act: () => ResultAsync<{ readonly reference: string }, PaymentRefused | PaymentsUnavailable>,
): Promise<string> {
  for (let tries = 0; tries < 4; tries += 1) {
    const answer = await act();
    if (answer.isOk()) return answer.value.reference;
    if (answer.error.type === 'payment.refused') throw new Error(`it was refused: ${answer.error.reason}`);
  }
  throw new Error('it stayed unavailable');
}

describe('at Stripe, whatever goes wrong,', () => {
  beforeEach(async () => {
    clock = makeFakeClock('2026-11-21T09:30:00.000Z');
    standIn = await startStripeStandIn({ now: () => Date.parse(clock.now()) });
    gateway = open();
  });
  afterEach(() => standIn.stop());

  describe.each(Object.entries(operations))('%s', (_what, { name, prepare, count }) => {
    describe.each(['before', 'after'] as const)('with a fault %s its effect', (when) => {
      it.each([
        ['no answer', 'timeout'],
        ['a dropped connection', 'drop'],
        ['a 500', 500],
        ['too many requests', 429],
        ['a conflict', 409],
      ] as const)('happens once in spite of %s', async (_fault, how) => {
        const act = await prepare();
        if (how === 'timeout') gateway = open({ timeoutMs: 300 });
        const before = await count();
        // Twice: the SDK sends again by itself what met a dropped connection.
        await standIn.fail({ operation: name, when, how, times: how === 'drop' ? 2 : 1 });
        const reference = await untilDone(act);
        expect(await untilDone(act)).toBe(reference);
        expect(await count()).toBe(before + 1);
      });
    });
  });

  it.each(Object.entries(operations))(
    '%s happens once when the SDK itself sends it again',
    async (_what, { name, prepare, count }) => {
      gateway = open({ retries: 1 });
      const act = await prepare();
      const before = await count();
      await standIn.fail({ operation: name, when: 'after', how: 500 });
      expect((await act()).isOk()).toBe(true);
      expect(await count()).toBe(before + 1);
    },
  );

  describe('a 500 that Stripe keeps', () => {
    it.each(['a card payment', 'a checkout page', 'a refund'] as const)(
      'leaves %s to the next key, only after looking',
      async (what) => {
        const { name, prepare } = operations[what];
        const act = await prepare();
        await standIn.fail({ operation: name, when: 'before', how: 500 });
        await untilDone(act);
        const sent = (await standIn.requests()).filter(({ operation }) => operation === name).slice(-3);
        const keys = sent.map(({ idempotencyKey }) => idempotencyKey);
        expect(sent.map(({ status }) => status)).toEqual([500, 500, 200]);
        expect(keys).toEqual([keys[0], keys[0], `${keys[0]}.2`]);
      },
    );

    it('under five keys is an outage, not a sixth attempt', async () => {
      await standIn.fail({ operation: 'POST /v1/refunds', when: 'before', how: 500, times: 5 });
      const act = await operations['a refund'].prepare();
      for (let tries = 0; tries < 6; tries += 1) {
        expect((await act())._unsafeUnwrapErr()).toMatchObject({ type: 'payments.unavailable' });
      }
      const asked = (await standIn.requests()).filter(({ operation }) => operation === 'POST /v1/refunds');
      expect(new Set(asked.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(5);
      expect(await standIn.refunds()).toEqual([]);
    });
  });

  describe('once Stripe has forgotten its keys', () => {
    const days = async (count: number): Promise<void> => {
      clock.advance(count * 24 * 3_600_000);
      await standIn.forgetKeys();
    };

    it('a refund whose answer was lost days ago is found, not made again', async () => {
      const act = await operations['a refund'].prepare();
      await standIn.fail({ operation: 'POST /v1/refunds', when: 'after', how: 'drop', times: 1 });
      await standIn.fail({ operation: 'POST /v1/refunds', when: 'before', how: 'drop', times: 1 });
      await act();
      await days(3);
      await untilDone(act);
      expect(await standIn.refunds()).toHaveLength(1);
    });

    it('a refund is found among more than one page of them', async () => {
      const act = await operations['a refund'].prepare();
      const first = await untilDone(act);
      const [refund] = await standIn.refunds();
      for (let at = 0; at < 100; at += 1) await standIn.refundByHand(refund?.payment_intent as string, 1);
      await days(3);
      expect(await untilDone(act)).toBe(first);
    });

    it('a card payment whose answer was lost days ago is found by a search', async () => {
      const act = await operations['a card payment'].prepare();
      const first = await untilDone(act);
      await days(2);
      expect(await untilDone(act)).toBe(first);
      expect((await standIn.requests()).map(({ operation }) => operation)).toContain('GET /v1/payment_intents/search');
    });

    it('one that was begun days late and a moment ago is found too, where a search is too slow', async () => {
      const act = await operations['a card payment'].prepare();
      await days(2);
      const first = await untilDone(act);
      await standIn.forgetKeys();
      expect(await untilDone(act)).toBe(first);
      expect(await standIn.paymentIntents()).toHaveLength(1);
    });

    it('a page that is open still is found, and one that has closed is told as such', async () => {
      const act = await operations['a checkout page'].prepare();
      // Late enough to leave the page's end to Stripe.
      clock.advance(21 * 3_600_000);
      const first = await untilDone(act);
      await standIn.forgetKeys();
      expect(await untilDone(act)).toBe(first);
      await gateway.endPayment({ paymentId: '', method: 'checkout', reference: first });
      await standIn.forgetKeys();
      expect((await act())._unsafeUnwrap()).toEqual({ reference: first, status: 'ended' });
      expect(await standIn.sessions()).toHaveLength(1);
    });
  });

  it('a page asked for again after its end was left open is the page that there is', async () => {
    const act = await operations['a checkout page'].prepare();
    const first = await untilDone(act);
    // The repeat no longer says when the page ends, which makes it another request under the same key.
    clock.advance(26 * 60_000);
    expect(await untilDone(act)).toBe(first);
    expect(await standIn.sessions()).toHaveLength(1);
  });

  it('a wrong key refuses nothing', async () => {
    gateway = makeStripePaymentGateway({
      secretKey: 'sk_test_wrong',
      apiBase: standIn.url,
      clock,
      log: makeCollectedLog(),
      shopId: '019a9d2e-0000-7000-8000-00000000000a',
      checkoutMs: 3_600_000,
    });
    expect((await gateway.startCardPayment(makeRequest()))._unsafeUnwrapErr().type).toBe('payments.unavailable');
  });
});
