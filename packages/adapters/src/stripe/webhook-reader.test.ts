/** Long because each kind of event is tested with every way in which it can be malformed. */
import type { ReadWebhook, WebhookRefused } from '@cartwright/application';
import { assert, constantFrom, jsonValue, property, string } from 'fast-check';
import type { Result } from 'neverthrow';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStripeStandIn, type StripeStandIn } from '../../testing/stripe-stand-in/start-stripe-stand-in.js';
import { signatureOf } from '../../testing/stripe-stand-in/webhook-deliveries.js';
import { makeCollectedLog } from '../in-memory/collected-log.js';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { makeStripePaymentGateway } from './stripe-gateway.js';
import { makeStripeWebhookReader } from './webhook-reader.js';

const now = 1_795_253_400;
const clock = makeFakeClock(new Date(now * 1000).toISOString());
const secret = 'whsec_ours';
const shopId = '019a9d2e-0000-7000-8000-00000000000a';
const reader = makeStripeWebhookReader({ secrets: [secret], livemode: false, shopId, clock });

const [orderId, paymentId, refundId] = [
  '019a9d2e-0000-7000-8000-000000000001',
  '019a9d2e-0000-7000-8000-000000000002',
  '019a9d2e-0000-7000-8000-000000000003',
];
const metadata = { shopId, orderId, paymentId };
const usd = (amount: number) => ({ amount, currency: 'USD' });

const eventOf = (type: string, object: unknown, facts: object = {}): string =>
  JSON.stringify(
    { id: 'evt_1', object: 'event', type, created: now - 5, livemode: false, data: { object }, ...facts },
    undefined,
    2,
  );
const readSigned = (
  body: string,
  signature: string | undefined = signatureOf(body, now, secret),
  by = reader,
): Result<ReadWebhook, WebhookRefused> => by.read({ body: Buffer.from(body), signature });
const read = (type: string, object: unknown) => readSigned(eventOf(type, object))._unsafeUnwrap();
const header = { provider: 'stripe', eventId: 'evt_1', at: new Date((now - 5) * 1000).toISOString() };

const intent = { id: 'pi_1', object: 'payment_intent', metadata, amount_received: 1999, currency: 'usd' };
const session = {
  id: 'cs_1',
  object: 'checkout.session',
  metadata,
  payment_status: 'paid',
  payment_intent: 'pi_1',
  amount_total: 1999,
  currency: 'usd',
};
const refund = {
  id: 're_1',
  object: 'refund',
  metadata: { shopId, orderId, refundId },
  status: 'succeeded',
  payment_intent: 'pi_1',
  amount: 500,
  currency: 'usd',
};
const dispute = {
  id: 'du_1',
  object: 'dispute',
  status: 'needs_response',
  payment_intent: 'pi_1',
  amount: 1999,
  currency: 'usd',
};

describe('a message that Stripe signed', () => {
  const body = eventOf('payment_intent.succeeded', intent);

  it('is read', () => {
    expect(readSigned(body)._unsafeUnwrap()).toMatchObject({ eventId: 'evt_1', eventType: 'payment_intent.succeeded' });
  });

  it('by any of our secrets is read while they are replaced', () => {
    const both = makeStripeWebhookReader({ secrets: ['whsec_old', secret], livemode: false, shopId, clock });
    for (const each of ['whsec_old', secret])
      expect(readSigned(body, signatureOf(body, now, each), both).isOk()).toBe(true);
    expect(readSigned(body, signatureOf(body, now, 'whsec_other'), both).isErr()).toBe(true);
  });

  it('with several signatures is read when one is ours, as Stripe sends them while it replaces a secret', () => {
    const [, ours] = signatureOf(body, now, secret).split(',');
    const [time, theirs] = signatureOf(body, now, 'whsec_other').split(',');
    expect(readSigned(body, `${time},${theirs},${ours},v0=test`).isOk()).toBe(true);
  });

  it.each([
    ['five minutes ago', -300, true],
    ['longer ago', -301, false],
    ['a minute ahead of our clock', 60, true],
    ['further ahead', 61, false],
    ['a year ahead', 31_536_000, false],
  ])('%s is read or refused by its age', (_name, seconds, isRead) => {
    expect(readSigned(body, signatureOf(body, now + seconds, secret)).isOk()).toBe(isRead);
  });

  it.each([
    ['no signature', undefined],
    ['an empty one', ''],
    ['one without a time', 'v1=abc'],
    ['one whose time is no number', `t=soon,v1=abc`],
    ['somebody else’s', signatureOf(body, now, 'whsec_other')],
    ['one of another scheme', signatureOf(body, now, secret).replace('v1=', 'v0=')],
    ['one whose time was changed', signatureOf(body, now - 600, secret).replace(`t=${now - 600}`, `t=${now}`)],
    [
      'two times, of which the later is not signed',
      `t=${now - 600},${signatureOf(body, now - 600, secret).split(',')[1]},t=${now}`,
    ],
  ])('is refused with %s', (_name, signature) => {
    const refused = reader.read({ body: Buffer.from(body), signature })._unsafeUnwrapErr();
    expect(refused.type).toBe('webhook.signature-invalid');
    expect(refused.reason).not.toContain(secret);
  });

  it.each([
    ['written anew from the same JSON', JSON.stringify(JSON.parse(body))],
    ['with one more space', `${body} `],
    ['with another amount', body.replace('1999', '9999')],
  ])('is refused %s', (_name, changed) => {
    expect(readSigned(changed, signatureOf(body, now, secret))._unsafeUnwrapErr().type).toBe(
      'webhook.signature-invalid',
    );
  });

  it('is refused when it is of the other mode, either way', () => {
    const live = makeStripeWebhookReader({ secrets: [secret], livemode: true, shopId, clock });
    const liveBody = eventOf('payment_intent.succeeded', intent, { livemode: true });
    expect(readSigned(liveBody)._unsafeUnwrapErr().type).toBe('webhook.livemode-mismatch');
    expect(readSigned(body, signatureOf(body, now, secret), live)._unsafeUnwrapErr().type).toBe(
      'webhook.livemode-mismatch',
    );
    expect(readSigned(liveBody, signatureOf(liveBody, now, secret), live).isOk()).toBe(true);
  });
});

describe('a payment is header', () => {
  const paid = { ...header, orderId, paymentId, type: 'payment.captured', reference: 'pi_1', amount: usd(1999) };

  it('as captured by its intent, with what was received', () => {
    expect(read('payment_intent.succeeded', intent).event).toEqual(paid);
    expect(
      read('payment_intent.succeeded', { ...intent, amount_received: 50_000, currency: 'isk' }).event,
    ).toMatchObject({ amount: { amount: 500, currency: 'ISK' } });
  });

  it.each(['checkout.session.completed', 'checkout.session.async_payment_succeeded'])(
    'as captured by its page: %s',
    (type) => {
      expect(read(type, session).event).toEqual(paid);
      expect(read(type, { ...session, payment_intent: { id: 'pi_1' } }).event).toEqual(paid);
    },
  );

  it('as in progress by its intent, and by a page that was completed unpaid', () => {
    const processing = { ...header, orderId, paymentId, type: 'payment.processing', reference: 'pi_1' };
    expect(read('payment_intent.processing', { ...intent, amount_received: 0 }).event).toEqual(processing);
    expect(read('checkout.session.completed', { ...session, payment_status: 'unpaid' }).event).toEqual(processing);
    expect(
      read('checkout.session.completed', { ...session, payment_status: 'no_payment_required' }).event,
    ).toBeUndefined();
  });

  it('as cancelled, with the reason where there is one', () => {
    const cancelled = { ...header, orderId, paymentId, type: 'payment.cancelled', reference: 'pi_1' };
    const cancelledFor = (reason: string | null) =>
      read('payment_intent.canceled', { ...intent, amount_received: 0, cancellation_reason: reason }).event;
    expect(cancelledFor('fraudulent')).toEqual({ ...cancelled, reason: 'fraudulent' });
    expect(cancelledFor(null)).toEqual({ ...cancelled, reason: 'canceled' });
  });

  it('as failed, with the bank’s reason before Stripe’s', () => {
    const failed = { ...header, orderId, paymentId, type: 'payment.failed', reference: 'pi_1' };
    const withError = (error: object | null) =>
      read('payment_intent.payment_failed', { ...intent, last_payment_error: error }).event;
    expect(withError({ code: 'card_declined', decline_code: 'insufficient_funds' })).toEqual({
      ...failed,
      reason: 'insufficient_funds',
    });
    expect(withError({ code: 'payment_intent_authentication_failure' })).toEqual({
      ...failed,
      reason: 'payment_intent_authentication_failure',
    });
    expect(withError(null)).toEqual({ ...failed, reason: 'payment_failed' });
    expect(read('checkout.session.async_payment_failed', { ...session, payment_status: 'unpaid' }).event).toEqual({
      ...failed,
      reason: 'async_payment_failed',
    });
  });

  it.each([
    ['nothing', {}],
    ['an order’s number of another program', { orderId: '4711' }],
    ['no text', { orderId: 4711 }],
    ['nothing at all', null],
    ['the id of another shop', { ...metadata, shopId: paymentId }],
  ])('as nothing of ours when its metadata say %s', (_name, foreign) => {
    expect(read('payment_intent.succeeded', { ...intent, metadata: foreign }).event).toBeUndefined();
    expect(
      read('checkout.session.completed', { ...session, metadata: foreign, payment_intent: null }).event,
    ).toBeUndefined();
  });
});

describe('a payment whose metadata lack the shop’s id', () => {
  const { shopId: _shop, ...unclaimed } = metadata;

  it('may be foreign: it is ours only if the shop knows it', () => {
    const { event } = read('payment_intent.succeeded', { ...intent, metadata: unclaimed });
    expect(event).toMatchObject({ type: 'payment.captured', orderId, paymentId, mayBeForeign: true });
    expect(read('payment_intent.succeeded', intent).event).not.toHaveProperty('mayBeForeign');
  });

  it('is ignored in a form that none of ours has, such as a subscription’s page', () => {
    const page = { ...session, payment_intent: null, metadata: unclaimed };
    expect(read('checkout.session.completed', page).event).toBeUndefined();
  });
});

describe('a refund is header', () => {
  const confirmed = { ...header, orderId, type: 'refund.confirmed', refundId, reference: 'pi_1', amount: usd(500) };

  it.each(['refund.created', 'refund.updated', 'charge.refund.updated'])(
    'as pending, and as confirmed once it has succeeded: %s',
    (type) => {
      expect(read(type, refund).event).toEqual(confirmed);
      for (const status of ['pending', 'requires_action'])
        expect(read(type, { ...refund, status }).event).toEqual({ ...confirmed, type: 'refund.pending' });
      expect(read(type, { ...refund, status: null }).event).toBeUndefined();
    },
  );

  it('as failed, with the reason', () => {
    const failed = { ...refund, status: 'failed', failure_reason: 'lost_or_stolen_card' };
    expect(read('refund.failed', failed).event).toEqual({
      ...confirmed,
      type: 'refund.failed',
      reason: 'lost_or_stolen_card',
    });
    expect(read('refund.updated', { ...refund, status: 'canceled' }).event).toMatchObject({
      type: 'refund.failed',
      reason: 'canceled',
    });
  });

  it('by Stripe’s own id, without an order, when it was made by hand', () => {
    const { orderId: _none, ...byHand } = { ...confirmed, refundId: 're_1', mayBeForeign: true };
    expect(read('refund.created', { ...refund, metadata: {} }).event).toEqual(byHand);
  });

  it('without the order that another program’s metadata name', () => {
    const { event } = read('refund.created', { ...refund, metadata: { orderId, refundId } });
    expect(event).toEqual({
      ...header,
      type: 'refund.confirmed',
      refundId,
      reference: 'pi_1',
      amount: usd(500),
      mayBeForeign: true,
    });
  });

  it('as nothing of ours when it is of no payment intent', () => {
    expect(read('refund.created', { ...refund, payment_intent: null }).event).toBeUndefined();
  });
});

describe('a dispute is header', () => {
  const facts = { ...header, mayBeForeign: true, disputeId: 'du_1', reference: 'pi_1', amount: usd(1999) };

  it('as opened, an inquiry too', () => {
    expect(read('charge.dispute.created', dispute).event).toEqual({ ...facts, type: 'dispute.opened' });
    expect(read('charge.dispute.created', { ...dispute, status: 'warning_needs_response' }).event).toMatchObject({
      type: 'dispute.opened',
    });
  });

  it.each([
    ['won', 'dispute.won'],
    ['lost', 'dispute.lost'],
    ['warning_closed', 'dispute.won'],
    ['prevented', 'dispute.won'],
  ])('as ended when it is %s', (status, type) => {
    expect(read('charge.dispute.closed', { ...dispute, status }).event).toEqual({ ...facts, type });
  });

  it('as nothing while it is under review', () => {
    expect(read('charge.dispute.closed', { ...dispute, status: 'under_review' }).event).toBeUndefined();
  });
});

describe('whatever is signed', () => {
  it('of a type that means nothing to us changes nothing', () => {
    for (const type of ['customer.created', 'payment_intent.created', 'charge.refunded', 'constructor']) {
      expect(read(type, { ...intent })).toEqual({ eventId: 'evt_1', eventType: type });
    }
  });

  it.each([
    ['no JSON', '{'],
    ['nothing', ''],
    ['a list', '[]'],
    ['a text', '"event"'],
    ['null', 'null'],
    ['a thin event', JSON.stringify({ id: 'evt_1', object: 'v2.core.event', type: 'payment_intent.succeeded' })],
    ['an event without an id', eventOf('payment_intent.succeeded', intent, { id: undefined })],
    ['an event of no time', eventOf('payment_intent.succeeded', intent, { created: 'now' })],
    ['an event of a time that no calendar has', eventOf('payment_intent.succeeded', intent, { created: 9e15 })],
    ['an event about nothing', eventOf('payment_intent.succeeded', null)],
    ['a payment of ours without an amount', eventOf('payment_intent.succeeded', { ...intent, amount_received: null })],
    ['a payment of ours in no currency', eventOf('payment_intent.succeeded', { ...intent, currency: 'dollars' })],
    [
      'a paid page of ours without a payment',
      eventOf('checkout.session.completed', { ...session, payment_intent: null }),
    ],
    ['a refund without an amount', eventOf('refund.created', { ...refund, amount: '500' })],
    ['a dispute without an id', eventOf('charge.dispute.created', { ...dispute, id: undefined })],
  ])('and is %s is refused as malformed', (_name, body) => {
    expect(readSigned(body)._unsafeUnwrapErr().type).toBe('webhook.malformed');
  });

  it('is answered, never thrown at', () => {
    const types = constantFrom(
      'payment_intent.succeeded',
      'payment_intent.payment_failed',
      'checkout.session.completed',
      'refund.updated',
      'charge.dispute.closed',
    );
    const odd = constantFrom(
      'id',
      'metadata',
      'amount_received',
      'currency',
      'status',
      'payment_intent',
      'amount',
      'payment_status',
      'last_payment_error',
    );
    assert(
      property(types, odd, jsonValue(), jsonValue(), (type, name, value, other) => {
        for (const body of [
          eventOf(type, { ...intent, ...session, ...refund, ...dispute, [name]: value }),
          eventOf(type, other),
          JSON.stringify(other),
        ]) {
          expect(['ok', 'webhook.malformed', 'webhook.livemode-mismatch']).toContain(
            readSigned(body).match(
              () => 'ok',
              ({ type: error }) => error,
            ),
          );
        }
      }),
    );
    assert(property(string({ unit: 'binary' }), (signature) => readSigned('{}', signature).isErr()));
  });
});

describe('Stripe’s own messages', () => {
  let standIn: StripeStandIn;
  beforeEach(async () => {
    standIn = await startStripeStandIn({ now: () => Date.parse(clock.now()) });
  });
  afterEach(() => standIn.stop());

  it('tell of a whole purchase in our own words', async () => {
    const gateway = makeStripePaymentGateway({
      secretKey: standIn.secretKey,
      apiBase: standIn.url,
      clock,
      log: makeCollectedLog(),
      shopId,
      checkoutMs: 3_600_000,
    });
    const page = {
      paymentId,
      orderId,
      orderNumber: '7K3F',
      amount: usd(1999),
      email: 'ada@shop.example',
      successUrl: 'https://shop.example/a',
      cancelUrl: 'https://shop.example/b',
    };
    const { reference } = (await gateway.startCheckout(page))._unsafeUnwrap();
    await standIn.decline(reference, 'insufficient_funds');
    await standIn.pay(reference);
    const id = (await standIn.paymentIntents())[0]?.id ?? '';
    (await gateway.refund({ refundId, orderId, reference: id, amount: usd(500) }))._unsafeUnwrap();
    await standIn.closeDispute(await standIn.openDispute({ paymentIntent: id, inquiry: true }), 'warning_closed');

    const events = (await standIn.events()).map((event) => {
      const body = JSON.stringify(event, undefined, 2);
      return readSigned(body, signatureOf(body, now, secret))._unsafeUnwrap().event;
    });
    expect(events.filter((event) => event !== undefined)).toMatchObject([
      { type: 'payment.failed', orderId, paymentId, reference: id, reason: 'insufficient_funds' },
      { type: 'payment.captured', orderId, paymentId, reference: id, amount: usd(1999) },
      { type: 'payment.captured', orderId, paymentId, reference: id, amount: usd(1999) },
      { type: 'refund.confirmed', orderId, refundId, reference: id, amount: usd(500) },
      { type: 'dispute.opened', reference: id },
      { type: 'dispute.won', reference: id },
    ]);
  });
});
