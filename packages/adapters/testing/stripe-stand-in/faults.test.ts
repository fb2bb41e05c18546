import type { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientOf, makeIntent, postForm, refusal } from './stand-in-client.js';
import { spawnStripeStandIn, startStripeStandIn, type StripeStandIn } from './start-stripe-stand-in.js';

let standIn: StripeStandIn;
let stripe: Stripe;

const intentOf = (amount?: number, options?: Stripe.RequestOptions) => makeIntent(stripe, amount, options);
const post = (path: string, form: string, headers?: Record<string, string>) => postForm(standIn, path, form, headers);

describe('the stand-in for Stripe, when things go wrong,', () => {
  beforeEach(async () => {
    standIn = await startStripeStandIn();
    stripe = clientOf(standIn);
  });
  afterEach(() => standIn.stop());

  describe('keeps what it answered under an idempotency key', () => {
    const key = { idempotencyKey: 'key-1' };

    it('and answers it again', async () => {
      expect((await intentOf(1000, key)).id).toBe((await intentOf(1000, key)).id);
      expect(await standIn.paymentIntents()).toHaveLength(1);
      expect(
        (await post('/v1/payment_intents', 'amount=500&currency=usd', { 'idempotency-key': 'key-2' })).replayed,
      ).toBeNull();
      expect(
        (await post('/v1/payment_intents', 'amount=500&currency=usd', { 'idempotency-key': 'key-2' })).replayed,
      ).toBe('true');
    });

    it('until keys are forgotten', async () => {
      await intentOf(1000, key);
      await standIn.forgetKeys();
      await intentOf(1000, key);
      expect(await standIn.paymentIntents()).toHaveLength(2);
    });

    it('refusing the key with other parameters', async () => {
      await intentOf(1000, key);
      expect(await refusal(intentOf(2000, key))).toMatchObject({ statusCode: 400, type: 'StripeIdempotencyError' });
    });

    it('an error of the operation too, but not one of its form', async () => {
      const again = async (form: string) => {
        await post('/v1/payment_intents', form, { 'idempotency-key': form });
        return (await post('/v1/payment_intents', form, { 'idempotency-key': form })).replayed;
      };
      expect(await again('amount=49&currency=usd')).toBe('true');
      expect(await again('currency=usd')).toBeNull();
    });

    it('a 500 too, whose effect is nobody knows what', async () => {
      await standIn.fail({ operation: 'POST /v1/payment_intents', when: 'before', how: 500 });
      expect((await refusal(intentOf(1000, key))).statusCode).toBe(500);
      const replayed = await refusal(intentOf(1000, key));
      expect(replayed.headers?.['idempotent-replayed']).toBe('true');
      expect(await standIn.paymentIntents()).toEqual([]);
    });

    it('and refuses the key while its first request is at work', async () => {
      const hold = await standIn.hold({ operation: 'POST /v1/payment_intents', when: 'before' });
      const first = intentOf(1000, key);
      await standIn.reached(hold);
      expect(await refusal(intentOf(1000, key))).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
      await standIn.release(hold);
      expect((await intentOf(1000, key)).id).toBe((await first).id);
    });
  });

  describe('fails as a test says', () => {
    const fail = { operation: 'POST /v1/payment_intents' } as const;

    // The SDK itself sends a request again whose connection was dropped.
    it.each([
      ['a timeout', { how: 'timeout' }, { type: 'StripeConnectionError' }, { timeout: 200 }],
      ['dropped connections', { how: 'drop', times: 2 }, { type: 'StripeConnectionError' }],
      ['too many requests', { how: 429 }, { statusCode: 429 }],
      ['a conflict', { how: 409 }, { statusCode: 409 }],
    ] as const)(
      'by %s before the effect',
      async (_name, fault, error, patience: { readonly timeout?: number } = {}) => {
        await standIn.fail({ ...fail, ...fault, when: 'before' });
        expect(await refusal(intentOf(1000, { idempotencyKey: 'key-1', ...patience }))).toMatchObject(error);
        expect(await standIn.paymentIntents()).toEqual([]);
        await intentOf(1000, { idempotencyKey: 'key-1' });
        expect(await standIn.paymentIntents()).toHaveLength(1);
      },
    );

    it.each([
      ['a timeout', { how: 'timeout' }, { type: 'StripeConnectionError' }, { timeout: 200 }],
      ['too many requests', { how: 429 }, { statusCode: 429 }],
      ['a conflict', { how: 409 }, { statusCode: 409 }],
    ] as const)(
      'by %s after the effect, which stays one effect',
      async (_name, fault, error, patience: { readonly timeout?: number } = {}) => {
        await standIn.fail({ ...fail, ...fault, when: 'after' });
        expect(await refusal(intentOf(1000, { idempotencyKey: 'key-1', ...patience }))).toMatchObject(error);
        expect(await standIn.paymentIntents()).toHaveLength(1);
        await intentOf(1000, { idempotencyKey: 'key-1' });
        expect(await standIn.paymentIntents()).toHaveLength(1);
      },
    );

    it('by a connection dropped after the effect, which the SDK’s repeat finds', async () => {
      await standIn.fail({ ...fail, how: 'drop', when: 'after' });
      expect((await intentOf(1000, { idempotencyKey: 'key-1' })).amount).toBe(1000);
      expect((await standIn.requests()).map(({ status, replayed }) => [status, replayed])).toEqual([
        [0, false],
        [200, true],
      ]);
    });

    it('and says when to come back', async () => {
      await standIn.fail({ ...fail, when: 'before', how: 429, retryAfter: 7 });
      expect((await refusal(intentOf())).headers?.['retry-after']).toBe('7');
    });

    it('of every operation while it is away', async () => {
      await standIn.setReachable(false);
      expect((await refusal(stripe.refunds.list())).type).toBe('StripeConnectionError');
      await standIn.setReachable(true);
      expect((await stripe.refunds.list()).data).toEqual([]);
    });

    it('and shows what it was asked', async () => {
      await intentOf(1000, { idempotencyKey: 'key-1' });
      expect(await standIn.requests()).toMatchObject([
        { operation: 'POST /v1/payment_intents', idempotencyKey: 'key-1', status: 200, parameters: { amount: 1000 } },
      ]);
    });
  });

  it('lives on in a process of its own, with the same controls', async () => {
    const spawned = await spawnStripeStandIn();
    try {
      const { id } = await clientOf(spawned).paymentIntents.create({ amount: 1000, currency: 'usd' });
      expect(await spawned.pay(id)).toEqual({ outcome: 'paid', paymentIntent: id });
      await expect(spawned.settle(id, 'failed')).rejects.toThrow('not processing');
      expect(spawned.pid).not.toBe(process.pid);
    } finally {
      await spawned.stop();
    }
  });
});
