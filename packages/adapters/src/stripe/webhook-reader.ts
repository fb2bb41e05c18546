import type { Clock, ProviderEvent, WebhookReader, WebhookRefused } from '@cartwright/application';
import { err, ok, type Result } from 'neverthrow';
import { Stripe } from 'stripe';
import {
  captured,
  disputeEnd,
  disputeEvent,
  failureOf,
  idOf,
  instantOf,
  ownPayment,
  refundEvent,
  type OwnPayment,
  type EventHeader,
} from './provider-events.js';
import {
  isDispute,
  isEvent,
  isIntent,
  isRefund,
  isSession,
  type EventShape,
  type SessionShape,
} from './stripe-shapes.js';

/** Maximum age of a message in seconds, as Stripe advises: https://docs.stripe.com/webhooks#replay-attacks */
const tolerance = 300;
/** Maximum seconds that our clock may be behind Stripe's. */
const clockSkew = 60;

type Options = {
  /** `whsec_…`; several while a secret is being replaced. */
  readonly secrets: readonly string[];
  /** Whether our key is a live key. Messages of the other mode are refused. */
  readonly livemode: boolean;
  /** The shop id of the gateway. Events with another shop id are ignored. */
  readonly shopId: string;
  readonly clock: Clock;
};

/**
 * Reads Stripe's webhooks. The SDK checks the signature over the raw bytes. A timestamp in the future is
 * refused here, since the SDK accepts it and such a message could be replayed until that time.
 *
 * @example
 * const reader = makeStripeWebhookReader({ secrets: ['whsec_…'], livemode: false, shopId, clock });
 * reader.read({ body: rawBody, signature: headers['stripe-signature'] });
 */
export const makeStripeWebhookReader = ({ secrets, livemode, shopId, clock }: Options): WebhookReader => ({
  provider: 'stripe',
  read: ({ body, signature }) =>
    verify(body, signature, secrets, Date.parse(clock.now()))
      .andThen(parseEvent)
      .andThen((event) => {
        if (event.livemode !== livemode) {
          return refused('webhook.livemode-mismatch', `the event is of ${event.livemode ? 'live' : 'test'} mode`);
        }
        return readEvent(event, shopId).map((ours) => ({
          eventId: event.id,
          eventType: event.type,
          ...(ours === undefined ? {} : { event: ours }),
        }));
      }),
});

const refused = (type: WebhookRefused['type'], reason: string): Result<never, WebhookRefused> => err({ type, reason });

/** Returns the signed body as a JSON value of any shape. */
function verify(
  body: Uint8Array,
  signature: string | undefined,
  secrets: readonly string[],
  now: number,
): Result<unknown, WebhookRefused> {
  if (signature === undefined) return refused('webhook.signature-invalid', 'there is no signature');
  if (signedAt(signature) > now / 1000 + clockSkew)
    return refused('webhook.signature-invalid', 'it is signed in the future');
  let reason = 'no secret is configured';
  for (const secret of secrets) {
    try {
      return ok(Stripe.webhooks.constructEvent(Buffer.from(body), signature, secret, tolerance, undefined, now));
    } catch (thrown) {
      if (thrown instanceof SyntaxError) return refused('webhook.malformed', 'the body is no JSON');
      if (!(thrown instanceof Stripe.errors.StripeSignatureVerificationError))
        return refused('webhook.malformed', 'the body is no event');
      reason = thrown.message.startsWith('Timestamp') ? 'it is too old' : 'the signature is not of this body';
    }
  }
  return refused('webhook.signature-invalid', reason);
}

/** The signed timestamp: the last one in the header, as in the SDK. One that is not a number fails the signature. */
const signedAt = (signature: string): number =>
  signature
    .split(',')
    .reduce((last, part) => (part.split('=')[0] === 't' ? Number.parseInt(part.slice(2), 10) : last), Number.NaN);

const parseEvent = (value: unknown): Result<EventShape, WebhookRefused> =>
  isEvent(value) ? ok(value) : refused('webhook.malformed', 'the body is no event');

type MaybeEvent = Result<ProviderEvent | undefined, WebhookRefused>;

/**
 * Converts an event about our payments. One of ours with missing fields is refused, and
 * so repeated by Stripe; one that may be another program's is ignored.
 */
function readEvent({ id, type, created, data: { object } }: EventShape, shopId: string): MaybeEvent {
  const header = { provider: 'stripe', eventId: id, at: instantOf(created) };
  const own = ownPayment((object as { readonly metadata?: unknown }).metadata, shopId);
  const shapedOwn: typeof shaped = (is, thing, tell) =>
    is(thing) || own?.mayBeForeign !== true ? shaped(is, thing, tell) : ok(undefined);
  switch (type) {
    case 'payment_intent.succeeded':
      if (own === undefined) return ok(undefined);
      return shapedOwn(isIntent, object, (intent) =>
        captured(header, own, { reference: intent.id, amount: intent.amount_received, currency: intent.currency }),
      );
    case 'payment_intent.payment_failed':
      if (own === undefined) return ok(undefined);
      return shapedOwn(isIntent, object, (intent) => ({
        ...header,
        ...own,
        type: 'payment.failed',
        reference: intent.id,
        reason: failureOf(intent),
      }));
    case 'payment_intent.processing':
      if (own === undefined) return ok(undefined);
      return shapedOwn(isIntent, object, ({ id: reference }) => ({
        ...header,
        ...own,
        type: 'payment.processing',
        reference,
      }));
    case 'payment_intent.canceled':
      if (own === undefined) return ok(undefined);
      return shapedOwn(isIntent, object, ({ id: reference, cancellation_reason: reason }) => ({
        ...header,
        ...own,
        type: 'payment.cancelled',
        reference,
        reason: reason ?? 'canceled',
      }));
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
      if (own === undefined) return ok(undefined);
      return shapedOwn(isSession, object, (session) => completed(header, own, session));
    case 'checkout.session.async_payment_failed':
      if (own === undefined) return ok(undefined);
      return shapedOwn(isSession, object, (session) => ({
        ...header,
        ...own,
        type: 'payment.failed',
        reference: idOf(session.payment_intent),
        reason: 'async_payment_failed',
      }));
    case 'refund.created':
    case 'refund.updated':
    case 'refund.failed':
    case 'charge.refund.updated':
      return shaped(isRefund, object, (refund) => refundEvent(header, refund, undefined, shopId));
    case 'charge.dispute.created':
      return shaped(isDispute, object, (dispute) => disputeEvent(header, dispute, 'dispute.opened'));
    case 'charge.dispute.closed':
      return shaped(isDispute, object, (dispute) => {
        const end = disputeEnd(dispute);
        return end === undefined ? undefined : disputeEvent(header, dispute, end);
      });
    default:
      return ok(undefined);
  }
}

/**
 * A delayed method completes its page unpaid:
 * https://docs.stripe.com/checkout/fulfillment#delayed-notification
 */
function completed(
  header: EventHeader,
  own: OwnPayment,
  { payment_status: status, payment_intent: intent, amount_total: amount, currency }: SessionShape,
): ProviderEvent | undefined {
  const reference = idOf(intent);
  switch (status) {
    case 'paid':
      return captured(header, own, { reference, amount, currency });
    case 'unpaid':
      return { ...header, ...own, type: 'payment.processing', reference };
    default:
      return undefined;
  }
}

const shaped = <T>(
  is: (value: unknown) => value is T,
  object: unknown,
  tell: (object: T) => ProviderEvent | undefined,
): MaybeEvent =>
  is(object) ? ok(tell(object)) : refused('webhook.malformed', 'the event is not of the form that its type has');
