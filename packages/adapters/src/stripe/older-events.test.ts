import { Stripe } from 'stripe';
import { expect, it } from 'vitest';
import { signatureOf } from '../../testing/stripe-stand-in/webhook-deliveries.js';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { makeStripeWebhookReader } from './webhook-reader.js';

const now = 1_795_253_400;
const [secret, shopId] = ['whsec_ours', '019a9d2e-0000-7000-8000-00000000000a'];
const orderId = '019a9d2e-0000-7000-8000-000000000001';
const reader = makeStripeWebhookReader({
  secrets: [secret],
  livemode: false,
  shopId,
  clock: makeFakeClock(new Date(now * 1000).toISOString()),
});
const metadata = { shopId, orderId };

/** An intent as accounts of old API versions send it: with its charges, and without what was added since. */
const intent = {
  id: 'pi_1',
  object: 'payment_intent',
  amount: 1999,
  amount_capturable: 0,
  amount_received: 1999,
  charges: {
    object: 'list',
    data: [{ id: 'ch_1', object: 'charge', amount: 1999, amount_refunded: 0, paid: true, refunds: { data: [] } }],
    has_more: false,
    url: '/v1/charges?payment_intent=pi_1',
  },
  currency: 'usd',
  metadata,
  status: 'succeeded',
};
const refund = {
  id: 're_1',
  object: 'refund',
  amount: 500,
  charge: 'ch_1',
  currency: 'usd',
  metadata,
  payment_intent: 'pi_1',
  status: 'succeeded',
};

/** `null`: events of the earliest accounts name no version. */
const versions = [null, '2015-10-16', '2019-02-19', '2020-08-27', '2022-11-15', '2024-06-20'] as const;

it.each(versions)('an event of the API version %s, which is older than that of the library, is read', (version) => {
  expect(version ?? '').not.toBe(Stripe.API_VERSION);
  const read = (type: string, object: object) => {
    const event = { id: 'evt_1', object: 'event', api_version: version, created: now - 5, data: { object } };
    const body = JSON.stringify({ ...event, livemode: false, pending_webhooks: 1, request: null, type });
    return reader.read({ body: Buffer.from(body), signature: signatureOf(body, now, secret) })._unsafeUnwrap().event;
  };
  const amount = (value: number) => ({ amount: value, currency: 'USD' });
  expect(read('payment_intent.succeeded', intent)).toMatchObject({
    type: 'payment.captured',
    orderId,
    reference: 'pi_1',
    amount: amount(1999),
  });
  // Accounts of versions before 2024 send this type instead of `refund.updated`.
  expect(read('charge.refund.updated', refund)).toMatchObject({ orderId, reference: 'pi_1', amount: amount(500) });
  const dispute = {
    id: 'dp_1',
    object: 'dispute',
    amount: 1999,
    charge: 'ch_1',
    currency: 'usd',
    payment_intent: 'pi_1',
  };
  expect(read('charge.dispute.created', { ...dispute, status: 'needs_response' })).toMatchObject({
    type: 'dispute.opened',
    reference: 'pi_1',
  });
});
