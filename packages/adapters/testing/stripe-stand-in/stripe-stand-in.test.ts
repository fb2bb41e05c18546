/** Long because each operation of Stripe that the stand-in offers is compared with Stripe's own rules. */
import type { Stripe } from 'stripe';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { faultsOf } from './check-response.js';
import { clientOf, makeIntent, postForm, refusal } from './stand-in-client.js';
import { startStripeStandIn, type StripeStandIn } from './start-stripe-stand-in.js';

let standIn: StripeStandIn;
let stripe: Stripe;

const intentOf = (amount?: number, options?: Stripe.RequestOptions) => makeIntent(stripe, amount, options);
const post = (path: string, form: string, headers?: Record<string, string>) => postForm(standIn, path, form, headers);
const paidIntent = async (amount = 1000): Promise<string> => {
  const { id } = await intentOf(amount);
  await standIn.pay(id);
  return id;
};
const sessionOf = (facts: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<Stripe.Checkout.Session> =>
  stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [
      { quantity: 1, price_data: { currency: 'usd', unit_amount: 1000, product_data: { name: 'Order 1' } } },
    ],
    success_url: 'https://shop.example/paid',
    payment_intent_data: { metadata: { orderId: 'order-1' } },
    ...facts,
  });
const told = async (): Promise<string[]> => (await standIn.events()).map(({ type }) => type);

describe('the stand-in for Stripe', () => {
  beforeEach(async () => {
    standIn = await startStripeStandIn();
    stripe = clientOf(standIn);
  });
  afterEach(() => standIn.stop());

  describe('refuses', () => {
    it.each([
      [
        'an unknown parameter',
        'amount=1000&currency=usd&payment_method_types[0]=card',
        'parameter_unknown',
        'payment_method_types',
      ],
      [
        'an unknown parameter inside another',
        'amount=1000&currency=usd&shipping[address][line1]=a&shipping[name]=b&shipping[phne]=1',
        'parameter_unknown',
        'shipping[phne]',
      ],
      ['a missing parameter', 'currency=usd', 'parameter_missing', 'amount'],
      [
        'a missing parameter inside another',
        'amount=1000&currency=usd&automatic_payment_methods[allow_redirects]=never',
        'parameter_missing',
        'automatic_payment_methods[enabled]',
      ],
      ['a fraction of a cent', 'amount=10.5&currency=usd', 'parameter_invalid_integer', 'amount'],
      ['nothing to pay', 'amount=0&currency=usd', 'parameter_invalid_integer', 'amount'],
      ['less than half a dollar', 'amount=49&currency=usd', 'amount_too_small', 'amount'],
      ['a million dollars', 'amount=100000000&currency=usd', 'amount_too_large', 'amount'],
      ['an empty text', 'amount=1000&currency=usd&description=', 'parameter_invalid_empty', 'description'],
    ])('%s, with Stripe’s own code', async (_name, form, code, param) => {
      const { status, body } = await post('/v1/payment_intents', form);
      expect(status).toBe(400);
      expect(body.error).toMatchObject({ type: 'invalid_request_error', code, param });
    });

    it.each([
      ['a value that is not on the list', 'amount=1000&currency=usd&capture_method=never'],
      ['a text where an object belongs', 'amount=1000&currency=usd&metadata=order'],
      ['a name that is a text and an object', 'amount=1000&currency=usd&metadata=order&metadata[a]=b'],
      ['a yes that is not true', 'amount=1000&currency=usd&automatic_payment_methods[enabled]=yes'],
      ['fils that are no tens', 'amount=12345&currency=kwd'],
      ['fractions of a króna', 'amount=12345&currency=isk'],
    ])('%s', async (_name, form) => {
      expect((await post('/v1/payment_intents', form)).status).toBe(400);
    });

    it('whoever has no key or a wrong one', async () => {
      expect((await post('/v1/refunds', '', { authorization: '' })).status).toBe(401);
      expect(
        (await refusal(clientOf({ ...standIn, url: standIn.url, secretKey: 'sk_test_wrong' }).refunds.list()))
          .statusCode,
      ).toBe(401);
    });

    it('a version of the API that there is not', async () => {
      expect(
        (await post('/v1/payment_intents', 'amount=1000&currency=usd', { 'stripe-version': '2026-13-32' })).status,
      ).toBe(400);
    });

    it('what it does not know', async () => {
      expect(await refusal(stripe.paymentIntents.retrieve('pi_none'))).toMatchObject({
        statusCode: 404,
        code: 'resource_missing',
      });
      expect((await refusal(stripe.payouts.list())).statusCode).toBe(404);
    });
  });

  describe('answers in Stripe’s own form', () => {
    it('with what was asked for', async () => {
      const intent = await intentOf(1234);
      expect(intent).toMatchObject({
        object: 'payment_intent',
        amount: 1234,
        currency: 'usd',
        status: 'requires_payment_method',
        livemode: false,
        metadata: { orderId: 'order-1' },
      });
      expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_`, 'u'));
    });

    it('whatever the resource has been through', async () => {
      const session = await sessionOf();
      await standIn.decline(session.id);
      await standIn.pay(session.id);
      const [intent] = await standIn.paymentIntents();
      await stripe.refunds.create({ payment_intent: intent?.id ?? '', amount: 100 });
      const refund = await standIn.refundByHand(intent?.id ?? '', 200);
      await standIn.settleRefund(refund, 'failed');
      await standIn.closeDispute(await standIn.openDispute({ paymentIntent: intent?.id ?? '' }), 'lost');
      await stripe.paymentIntents.cancel((await intentOf()).id);
      const resources: readonly { readonly object: string }[] = [
        ...(await standIn.paymentIntents()),
        ...(await standIn.sessions()),
        ...(await standIn.charges()),
        ...(await standIn.refunds()),
        ...(await standIn.disputes()),
      ];
      expect(resources.length).toBeGreaterThan(7);
      expect(resources.flatMap((each) => faultsOf(each, each.object))).toEqual([]);
    });

    it('in a checker’s eyes that would see a fault', async () => {
      const intent = await intentOf();
      expect(faultsOf({ ...intent, amount: '1000', paid: true }, 'payment_intent')).toEqual([
        'payment_intent.amount is a string',
        'payment_intent.paid is unknown',
      ]);
    });
  });

  describe('takes money', () => {
    it('of a card payment, and tells of it', async () => {
      const { id } = await intentOf();
      expect(await standIn.pay(id)).toEqual({ outcome: 'paid', paymentIntent: id });
      expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'succeeded', amount_received: 1000 });
      expect(await told()).toEqual(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded']);
      expect(await standIn.pay(id)).toEqual({ outcome: 'closed', reason: 'succeeded' });
    });

    it('on a page, with a payment intent that is made when somebody pays', async () => {
      const session = await sessionOf({ client_reference_id: 'order-1' });
      expect(session).toMatchObject({
        status: 'open',
        payment_status: 'unpaid',
        payment_intent: null,
        client_reference_id: 'order-1',
      });
      await standIn.decline(session.id);
      const paid = await standIn.pay(session.id);
      expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
        status: 'complete',
        payment_status: 'paid',
        payment_intent: 'paymentIntent' in paid ? paid.paymentIntent : '',
        url: null,
      });
      expect(await standIn.paymentIntents()).toMatchObject([{ metadata: { orderId: 'order-1' } }]);
      expect(await told()).toEqual([
        'payment_intent.created',
        'charge.failed',
        'payment_intent.payment_failed',
        'charge.succeeded',
        'payment_intent.succeeded',
        'checkout.session.completed',
      ]);
    });

    it('days later, or not at all', async () => {
      for (const [outcome, status] of [
        ['succeeded', 'paid'],
        ['failed', 'unpaid'],
      ] as const) {
        const { id } = await sessionOf();
        await standIn.payLater(id);
        expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
          status: 'complete',
          payment_status: 'unpaid',
        });
        await standIn.settle(id, outcome);
        expect((await stripe.checkout.sessions.retrieve(id)).payment_status).toBe(status);
        expect((await told()).at(-1)).toBe(`checkout.session.async_payment_${outcome}`);
      }
    });

    it('no more once a payment was cancelled or a page has expired', async () => {
      const { id } = await intentOf();
      await stripe.paymentIntents.cancel(id);
      expect((await standIn.pay(id)).outcome).toBe('closed');
      const [ended, old] = [await sessionOf(), await sessionOf({ expires_at: Math.floor(Date.now() / 1000) + 1801 })];
      await stripe.checkout.sessions.expire(ended.id);
      await standIn.advance(1_802_000);
      expect(await standIn.pay(ended.id)).toEqual({ outcome: 'closed', reason: 'expired' });
      expect(await standIn.pay(old.id)).toEqual({ outcome: 'closed', reason: 'expired' });
    });

    it('and does not cancel what was paid', async () => {
      const id = await paidIntent();
      expect(await refusal(stripe.paymentIntents.cancel(id))).toMatchObject({
        statusCode: 400,
        code: 'payment_intent_unexpected_state',
      });
      const session = await sessionOf();
      await standIn.pay(session.id);
      expect((await refusal(stripe.checkout.sessions.expire(session.id))).statusCode).toBe(400);
    });

    it('on no page that ends too soon or too late', async () => {
      const now = Math.floor(Date.now() / 1000);
      for (const expiresAt of [now + 1700, now + 25 * 3600]) {
        expect(await refusal(sessionOf({ expires_at: expiresAt }))).toMatchObject({
          statusCode: 400,
          param: 'expires_at',
        });
      }
    });
  });

  describe('gives money back', () => {
    it('in parts, up to what was paid and no further', async () => {
      const id = await paidIntent();
      await stripe.refunds.create({ payment_intent: id, amount: 600 });
      expect(await refusal(stripe.refunds.create({ payment_intent: id, amount: 401 }))).toMatchObject({
        statusCode: 400,
        param: 'amount',
      });
      await stripe.refunds.create({ payment_intent: id });
      expect((await stripe.refunds.list({ payment_intent: id })).data.map(({ amount }) => amount)).toEqual([400, 600]);
      expect(await refusal(stripe.refunds.create({ payment_intent: id, amount: 1 }))).toMatchObject({
        code: 'charge_already_refunded',
      });
    });

    it('of a payment that was made alone, and of none that is charged back before the dispute is won', async () => {
      expect((await refusal(stripe.refunds.create({ payment_intent: (await intentOf()).id }))).statusCode).toBe(400);
      expect((await refusal(stripe.refunds.create({}))).code).toBe('parameter_missing');
      const id = await paidIntent();
      const dispute = await standIn.openDispute({ paymentIntent: id });
      expect((await refusal(stripe.refunds.create({ payment_intent: id }))).code).toBe('charge_disputed');
      await standIn.closeDispute(dispute, 'won');
      expect((await stripe.refunds.create({ payment_intent: id })).status).toBe('succeeded');
    });

    it('which may fail later: the money can then go back again', async () => {
      const id = await paidIntent();
      await standIn.setRefundsBegin('pending');
      const { id: refund, status } = await stripe.refunds.create({ payment_intent: id });
      expect(status).toBe('pending');
      await standIn.settleRefund(refund, 'succeeded');
      await standIn.settleRefund(refund, 'failed');
      expect((await told()).slice(-4)).toEqual([
        'refund.updated',
        'charge.refund.updated',
        'refund.failed',
        'charge.refund.updated',
      ]);
      expect((await stripe.refunds.create({ payment_intent: id })).amount).toBe(1000);
    });
  });

  describe('lists', () => {
    it('newest first, in pages', async () => {
      const ids: string[] = [];
      for (let at = 0; at < 5; at += 1) ids.unshift((await intentOf()).id);
      const first = await stripe.paymentIntents.list({ limit: 2 });
      const second = await stripe.paymentIntents.list({ limit: 3, starting_after: first.data.at(-1)?.id ?? '' });
      expect([...first.data, ...second.data].map(({ id }) => id)).toEqual(ids);
      expect([first.has_more, second.has_more]).toEqual([true, false]);
      expect((await refusal(stripe.paymentIntents.list({ starting_after: 'pi_none' }))).code).toBe('resource_missing');
    });

    it('what was made in a period, its end excluded', async () => {
      const { created } = await intentOf();
      const among = async (gte: number, lt: number) =>
        (await stripe.paymentIntents.list({ created: { gte, lt } })).data.length;
      expect([
        await among(created, created + 1),
        await among(created - 1, created),
        await among(created + 1, created + 9),
      ]).toEqual([1, 0, 0]);
    });

    it('whole resources where it is asked to', async () => {
      await paidIntent();
      const { data } = await stripe.paymentIntents.list({ expand: ['data.latest_charge'] });
      expect(data[0]?.latest_charge).toMatchObject({ object: 'charge', captured: true });
      expect((await refusal(stripe.paymentIntents.list({ expand: ['data.amount_of_fun'] }))).statusCode).toBe(400);
    });

    it('what a search finds, once it is a minute old', async () => {
      const { id } = await intentOf();
      const found = async () =>
        (await stripe.paymentIntents.search({ query: "metadata['orderId']:'order-1'" })).data.map((each) => each.id);
      expect(await found()).toEqual([]);
      await standIn.advance(61_000);
      expect(await found()).toEqual([id]);
    });
  });
});
