/**
 * What the gateway sends to Stripe and reads from its responses. Longer than other files because all cases share one
 * stand-in for Stripe.
 */
import type { EndPayment, StartCheckout } from '@cartwright/application';
import { describePaymentGatewayContract } from '@cartwright/application/contracts/payment-gateway';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStripeStandIn, type StripeStandIn } from '../../testing/stripe-stand-in/start-stripe-stand-in.js';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { systemClock } from '../system/system-clock.js';
import { uuidIds } from '../system/uuid-ids.js';
import { makeStripePaymentGateway, type StripePaymentGateway } from './stripe-gateway.js';

const gatewayTo = (
  standIn: StripeStandIn,
  options: Partial<Parameters<typeof makeStripePaymentGateway>[0]> = {},
): StripePaymentGateway =>
  makeStripePaymentGateway({
    secretKey: standIn.secretKey,
    apiBase: standIn.url,
    clock: systemClock,
    log: makeCollectedLog(),
    shopId,
    checkoutMs: 3_600_000,
    retries: 0,
    ...options,
  });
const shopId = uuidIds.next();
const usd = (amount: number) => ({ amount, currency: 'USD' });

describe('Stripe', () => {
  describePaymentGatewayContract('Stripe, by its stand-in,', async () => {
    const standIn = await startStripeStandIn();
    return {
      // Two a page: the contract makes more.
      gateway: gatewayTo(standIn, { pageSize: 2 }),
      pay: async ({ reference }: EndPayment) => (await standIn.pay(reference)).outcome === 'paid',
      now: systemClock.now,
      setReachable: standIn.setReachable,
      dispose: standIn.stop,
    };
  });

  let standIn: StripeStandIn;
  let gateway: StripePaymentGateway;
  beforeEach(async () => {
    standIn = await startStripeStandIn();
    gateway = gatewayTo(standIn);
  });
  afterEach(() => standIn.stop());

  const makeCheckout = (facts: Partial<StartCheckout> = {}): StartCheckout => ({
    paymentId: uuidIds.next(),
    orderId: uuidIds.next(),
    orderNumber: '7K3F-9QXM2A',
    amount: usd(1999),
    email: 'ada@shop.example',
    successUrl: 'https://shop.example/paid',
    cancelUrl: 'https://shop.example/cart',
    ...facts,
  });
  const startCard = async (facts: Partial<StartCheckout> = {}): Promise<EndPayment & { readonly orderId: string }> => {
    const { successUrl: _s, cancelUrl: _c, ...request } = makeCheckout(facts);
    const { reference } = (await gateway.startCardPayment(request))._unsafeUnwrap();
    return { paymentId: request.paymentId, orderId: request.orderId, method: 'card', reference };
  };
  const startPage = async (facts: Partial<StartCheckout> = {}) => {
    const request = makeCheckout(facts);
    return { ...request, ...(await gateway.startCheckout(request))._unsafeUnwrap() };
  };

  describe('a card payment at Stripe', () => {
    it('takes what the account takes, and links back to the order and the attempt', async () => {
      const { paymentId, orderId, reference } = await startCard();
      expect(await standIn.paymentIntents()).toMatchObject([
        {
          id: reference,
          amount: 1999,
          currency: 'usd',
          description: 'Order 7K3F-9QXM2A',
          metadata: { shopId, orderId, paymentId },
        },
      ]);
      expect((await standIn.requests())[0]).toMatchObject({
        idempotencyKey: `payment-${paymentId}`,
        parameters: { automatic_payment_methods: { enabled: true } },
      });
    });

    it.each([
      ['too little', usd(49), 'amount_too_small'],
      ['too much', usd(100_000_000), 'amount_too_large'],
      ['a third decimal', { amount: 1_234, currency: 'KWD' }, 'amount_not_chargeable'],
      ['a currency that Stripe has not', { amount: 1_000, currency: 'IQD' }, 'currency_not_supported'],
    ])('of %s is refused with the reason', async (_name, amount, reason) => {
      expect((await gateway.startCardPayment(makeCheckout({ amount })))._unsafeUnwrapErr()).toEqual({
        type: 'payment.refused',
        reason,
      });
    });

    it('that Stripe calls too little is not even asked for', async () => {
      await gateway.startCardPayment(makeCheckout({ amount: usd(49) }));
      expect(await standIn.requests()).toEqual([]);
    });

    it('is not ended while a bank debit is under way, since it could fail and be paid after that', async () => {
      const payment = await startCard();
      await standIn.payLater(payment.reference);
      expect((await gateway.endPayment(payment))._unsafeUnwrap()).toMatchObject({
        status: 'processing',
        events: [{ type: 'payment.processing', reference: payment.reference }],
      });
      await standIn.settle(payment.reference, 'failed');
      expect((await gateway.endPayment(payment)).isOk()).toBe(true);
      expect((await standIn.pay(payment.reference)).outcome).toBe('closed');
    });
  });

  describe('a checkout page of Stripe’s', () => {
    it('shows the order as one line, and links back from the session and from the payment', async () => {
      const { orderId, paymentId, reference, redirectUrl } = await startPage();
      const [session] = await standIn.sessions();
      expect(session).toMatchObject({
        id: reference,
        url: redirectUrl,
        amount_total: 1999,
        client_reference_id: orderId,
        customer_email: 'ada@shop.example',
        success_url: 'https://shop.example/paid',
        cancel_url: 'https://shop.example/cart',
        metadata: { shopId, orderId, paymentId },
      });
      await standIn.pay(reference);
      expect(await standIn.paymentIntents()).toMatchObject([
        { metadata: { shopId, orderId, paymentId }, description: 'Order 7K3F-9QXM2A' },
      ]);
      expect((await standIn.requests())[0]?.parameters).toMatchObject({
        adaptive_pricing: { enabled: false },
        line_items: [{ quantity: 1, price_data: { unit_amount: 1999, product_data: { name: 'Order 7K3F-9QXM2A' } } }],
      });
    });

    it('shows the lines of the order, and takes their sum', async () => {
      const lines = [
        { name: 'Mug', quantity: 2, total: usd(1500), discount: usd(100) },
        { name: 'Shipping: Standard', quantity: 1, total: usd(499) },
      ];
      await startPage({ lines });
      expect(await standIn.sessions()).toMatchObject([{ amount_total: 1999 }]);
      expect((await standIn.requests())[0]?.parameters).toMatchObject({
        line_items: [
          {
            quantity: 2,
            price_data: { unit_amount: 750, product_data: { name: 'Mug', description: 'Discount: 1.00 USD' } },
          },
          { quantity: 1, price_data: { unit_amount: 499, product_data: { name: 'Shipping: Standard' } } },
        ],
      });
    });

    it.each([
      ['an hour when orders may stay unpaid for less', 30, 60],
      ['as long as the order may stay unpaid', 180, 180],
      ['a day at most, as Stripe allows', 10_080, 24 * 60 - 5],
    ])('is open for %s', async (_name, minutes, expected) => {
      gateway = gatewayTo(standIn, { checkoutMs: minutes * 60_000 });
      await startPage();
      const [session] = await standIn.sessions();
      expect(((session?.expires_at ?? 0) - (session?.created ?? 0)) / 60).toBeCloseTo(expected, 0);
    });

    it('that a customer has left for a method that takes days is in progress, and has ended when that fails', async () => {
      const { paymentId, reference } = await startPage();
      const end = async () => (await gateway.endPayment({ paymentId, method: 'checkout', reference }))._unsafeUnwrap();
      await standIn.payLater(reference);
      expect(await end()).toMatchObject({ status: 'processing', events: [{ type: 'payment.processing', paymentId }] });
      await standIn.settle(reference, 'failed');
      expect(await end()).toMatchObject({ status: 'ended', events: [{ type: 'payment.reopened', paymentId }] });
    });

    it('that was paid is told by the payment that holds the money', async () => {
      const { orderId, paymentId, reference } = await startPage();
      const paid = await standIn.pay(reference);
      const intent = 'paymentIntent' in paid ? paid.paymentIntent : '';
      const expected = {
        provider: 'stripe',
        eventId: `reconciled:${intent}:captured`,
        orderId,
        paymentId,
        type: 'payment.captured',
        reference: intent,
        amount: usd(1999),
      };
      expect((await gateway.eventsOf(reference))._unsafeUnwrap()).toMatchObject([expected]);
      expect((await gateway.eventsOf(intent))._unsafeUnwrap()).toMatchObject([expected]);
    });
  });

  describe('what has become of a payment at Stripe', () => {
    const everything = async (): Promise<readonly object[]> => {
      const hour = 3_600_000;
      const [from, to] = [-hour, hour].map((ms) => new Date(Date.now() + ms).toISOString()) as [string, string];
      const events: object[] = [];
      for (let cursor: string | undefined = ''; cursor !== undefined;) {
        const page = (
          await gateway.eventsBetween({ from, to }, cursor === '' ? undefined : cursor)
        )._unsafeUnwrap() as { events: object[]; nextCursor?: string };
        events.push(...page.events);
        cursor = page.nextCursor;
      }
      return events;
    };

    it('tells of refunds by hand by Stripe’s own id, of failed ones and of disputes, with the order of the payment', async () => {
      const { orderId, reference } = await startCard();
      await standIn.pay(reference);
      const byHand = await standIn.refundByHand(reference, 100);
      const failing = await standIn.refundByHand(reference, 200);
      await standIn.settleRefund(failing, 'failed');
      const dispute = await standIn.openDispute({ paymentIntent: reference, amount: 300 });
      await standIn.closeDispute(dispute, 'lost');
      const about = { provider: 'stripe', orderId, reference };
      const expected = [
        { ...about, type: 'payment.captured', amount: usd(1999) },
        {
          ...about,
          type: 'refund.confirmed',
          refundId: byHand,
          amount: usd(100),
          eventId: `reconciled:${byHand}:confirmed`,
        },
        {
          ...about,
          type: 'refund.failed',
          refundId: failing,
          amount: usd(200),
          reason: 'lost_or_stolen_card',
          eventId: `reconciled:${failing}:failed`,
        },
        {
          ...about,
          type: 'dispute.opened',
          disputeId: dispute,
          amount: usd(300),
          eventId: `reconciled:${dispute}:opened`,
        },
        { ...about, type: 'dispute.lost', disputeId: dispute, amount: usd(300), eventId: `reconciled:${dispute}:lost` },
      ];
      expect((await gateway.eventsOf(reference))._unsafeUnwrap()).toMatchObject(expected);
      const all = await everything();
      expect(all).toHaveLength(5);
      expect(all).toEqual(expect.arrayContaining(expected.map((each) => expect.objectContaining(each) as object)));
    });

    it('leaves out what is somebody else’s on the same account', async () => {
      // Without our metadata: made by another program.
      await fetch(`${standIn.url}/v1/payment_intents`, {
        method: 'POST',
        headers: { authorization: `Bearer ${standIn.secretKey}`, 'stripe-version': '2026-10-28.endive' },
        body: 'amount=500&currency=usd',
      });
      const [foreign] = await standIn.paymentIntents();
      await standIn.pay(foreign?.id ?? '');
      await standIn.refundByHand(foreign?.id ?? '', 100);
      await standIn.openDispute({ paymentIntent: foreign?.id ?? '', inquiry: true });
      expect(await everything()).toEqual([]);
    });
  });
});
