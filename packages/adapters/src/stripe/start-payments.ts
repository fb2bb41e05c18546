import type { Clock, PaymentGateway, StartCardPayment, StartCheckout } from '@cartwright/application';
import { err, ok, okAsync } from 'neverthrow';
import type { Stripe } from 'stripe';
import type { CallStripe } from './call-stripe.js';
import { madeAt } from './made-at.js';
import { lineItemsOf } from './line-items.js';
import { makeOnce, plain } from './make-once.js';
import { reportIntent, reportSession } from './report-payment.js';
import { ownId } from './provider-events.js';
import { toChargeableAmount, type StripeAmount } from './stripe-amount.js';

type Deps = {
  readonly stripe: Stripe;
  readonly calls: CallStripe;
  readonly clock: Clock;
  readonly shopId: string;
  /** How long a hosted page can be paid, in milliseconds; Stripe allows half an hour to a day. */
  readonly checkoutMs: number;
};

const minute = 60_000;
const hour = 60 * minute;
/** Stripe stores an idempotency key for at least a day. */
const keySurelyKeptMs = 20 * hour;
/**
 * After this time Stripe's search finds an object; usually it does after a minute:
 * https://docs.stripe.com/search#data-freshness
 */
const searchableAfterMs = hour;
/** Maximum difference between our clock and Stripe's. */
const clockSkewMs = minute;

/** Starts payments at Stripe, once for each of our ids. */
export function makeStartPayments({
  stripe,
  calls,
  clock,
  shopId,
  checkoutMs,
}: Deps): Pick<PaymentGateway, 'startCardPayment' | 'startCheckout'> {
  const now = (): number => Date.parse(clock.now());
  const ageOf = (paymentId: string): number => now() - (madeAt(paymentId) ?? -Infinity);
  const mayBeForgotten = (paymentId: string): boolean => ageOf(paymentId) > keySurelyKeptMs;
  /** The earliest time at which Stripe may have created an object for this id, at most `atMostMs` ago, in seconds. */
  const since = (paymentId: string, atMostMs: number): number =>
    Math.floor((now() - Math.min(ageOf(paymentId), atMostMs) - clockSkewMs) / 1000);

  /**
   * Lists are current but cannot filter by metadata; search can, but lags. So new objects are listed, and
   * older ones are searched.
   */
  async function findIntent(paymentId: string): Promise<Stripe.PaymentIntent | undefined> {
    const newer = stripe.paymentIntents.list({ created: { gte: since(paymentId, searchableAfterMs) }, limit: 100 });
    for await (const intent of newer) if (intent.metadata['paymentId'] === paymentId) return intent;
    if (ageOf(paymentId) <= searchableAfterMs) return undefined;
    const older = await stripe.paymentIntents.search({ query: `metadata['paymentId']:'${paymentId}'`, limit: 1 });
    return older.data.find(({ metadata }) => metadata['paymentId'] === paymentId);
  }

  /** Stripe cannot search pages. No page is open for longer than a day, so older ones are not looked up. */
  async function findSession(paymentId: string): Promise<Stripe.Checkout.Session | undefined> {
    for await (const session of stripe.checkout.sessions.list({
      created: { gte: since(paymentId, 24 * hour) },
      limit: 100,
    })) {
      if (session.metadata?.['paymentId'] === paymentId) return session;
    }
    return undefined;
  }

  return {
    startCardPayment: (request) => {
      const seen = { shopId, at: clock.now() };
      const start = (charge: StripeAmount) =>
        makeOnce(calls, {
          key: keyOf(request.paymentId),
          lookFirst: mayBeForgotten(request.paymentId),
          find: () => findIntent(request.paymentId),
          make: (idempotencyKey) => stripe.paymentIntents.create(intentOf(shopId, request, charge), { idempotencyKey }),
        });
      const read = (reference: string) =>
        calls.call(() => stripe.paymentIntents.retrieve(reference, { expand: ['latest_charge'] })).mapErr(plain);
      return toChargeableAmount(request.amount).asyncAndThen((charge) =>
        (request.reference === undefined ? start(charge) : read(request.reference)).andThen((intent) => {
          const same =
            intent.amount === charge.amount &&
            intent.currency === charge.currency &&
            ownId(intent.metadata, 'orderId') === request.orderId;
          if (!same || intent.client_secret === null) return reused;
          return ok({ ...reportIntent(intent, seen), reference: intent.id, clientSecret: intent.client_secret });
        }),
      );
    },
    startCheckout: (request) => {
      const seen = { shopId, at: clock.now() };
      const start = (charge: StripeAmount) =>
        makeOnce(calls, {
          key: keyOf(request.paymentId),
          lookFirst: mayBeForgotten(request.paymentId),
          find: () => findSession(request.paymentId),
          make: (idempotencyKey) =>
            stripe.checkout.sessions.create(sessionOf(shopId, request, charge, endOf(request.paymentId)), {
              idempotencyKey,
            }),
        })
          // The payment of a closed page has its result.
          .andThen((session) => (session.status === 'open' ? okAsync(session) : read(session.id)));
      const read = (reference: string) =>
        calls
          .call(() => stripe.checkout.sessions.retrieve(reference, { expand: ['payment_intent.latest_charge'] }))
          .mapErr(plain);
      return toChargeableAmount(request.amount).asyncAndThen((charge) =>
        (request.reference === undefined ? start(charge) : read(request.reference)).andThen((session) => {
          const same =
            session.amount_total === charge.amount &&
            session.currency === charge.currency &&
            session.client_reference_id === request.orderId &&
            session.success_url === request.successUrl &&
            session.cancel_url === request.cancelUrl;
          if (!same) return reused;
          return ok({ ...reportSession(session, seen), reference: session.id, redirectUrl: session.url ?? '' });
        }),
      );
    },
  };

  /**
   * When a page expires: counted from our own id, since a repeat under the same key must send the same. Stripe requires
   * at least half an hour from creation, so a late repeat uses Stripe's default: a day.
   */
  function endOf(paymentId: string): number | undefined {
    const from = madeAt(paymentId);
    const lasting = Math.min(Math.max(checkoutMs, hour), 24 * hour - 5 * minute);
    if (from === undefined || ageOf(paymentId) > lasting - 35 * minute || ageOf(paymentId) < -clockSkewMs)
      return undefined;
    return Math.floor((from + lasting) / 1000);
  }
}

/** One key for both ways to pay: an id starts one payment. */
const keyOf = (paymentId: string): string => `payment-${paymentId}`;

const reused = err({ type: 'payment.refused', reason: 'payment_id_reused' } as const);

/** Our ids, and that of the shop, since other programs may use the account. */
const linksOf = (shopId: string, { orderId, paymentId }: StartCardPayment) => ({ shopId, orderId, paymentId });

const intentOf = (
  shopId: string,
  request: StartCardPayment,
  { amount, currency }: StripeAmount,
): Stripe.PaymentIntentCreateParams => ({
  amount,
  currency,
  automatic_payment_methods: { enabled: true },
  description: `Order ${request.orderNumber}`,
  metadata: linksOf(shopId, request),
});

const sessionOf = (
  shopId: string,
  request: StartCheckout,
  charge: StripeAmount,
  end: number | undefined,
): Stripe.Checkout.SessionCreateParams => ({
  mode: 'payment',
  client_reference_id: request.orderId,
  customer_email: request.email,
  line_items: lineItemsOf(request, charge),
  metadata: linksOf(shopId, request),
  // Stripe does not copy the metadata of a session, so the payment gets its own.
  payment_intent_data: { metadata: linksOf(shopId, request), description: `Order ${request.orderNumber}` },
  // Stripe would otherwise let customers pay in their own currency, and report that amount.
  adaptive_pricing: { enabled: false },
  success_url: request.successUrl,
  cancel_url: request.cancelUrl,
  ...(end === undefined ? {} : { expires_at: end }),
});
