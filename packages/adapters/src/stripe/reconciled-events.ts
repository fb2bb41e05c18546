import type { ProviderEvent } from '@cartwright/application';
import type { Stripe } from 'stripe';
import {
  captured,
  disputeEnd,
  disputeTold,
  instantOf,
  ownPayment,
  refundTold,
  type OwnPayment,
  type Told,
} from './stripe-facts.js';

/*
 * What Stripe's resources tell of themselves, for reconciliation. An event's id is made from what it tells, so that a
 * fact has one however often it is asked for. A declined attempt is not told: nothing has become of the payment yet.
 */

const toldOf = (id: string, what: string, seconds: number): Told => ({
  provider: 'stripe',
  eventId: `reconciled:${id}:${what}`,
  at: instantOf(seconds),
});

/** Of a payment intent with its `latest_charge` as a whole. */
export function eventsOfIntent(intent: Stripe.PaymentIntent, shopId: string): readonly ProviderEvent[] {
  if (intent.status !== 'succeeded') return [];
  const { latest_charge: charge, id, amount_received: amount, currency } = intent;
  const own = ownPayment(intent.metadata, shopId);
  if (own === undefined) return [];
  const paidAt = typeof charge === 'object' && charge !== null ? charge.created : intent.created;
  return [captured(toldOf(id, 'captured', paidAt), own, { reference: id, amount, currency })];
}

const refundEnds: Readonly<Record<string, string>> = { succeeded: 'confirmed', failed: 'failed', canceled: 'failed' };

/** Of a refund with its `payment_intent` as a whole: what is not of one of our payments is nothing. */
export function eventsOfRefund(refund: Stripe.Refund, shopId: string): readonly ProviderEvent[] {
  const own = ownIntentOf(refund.payment_intent, shopId);
  if (own === undefined) return [];
  const what = refundEnds[refund.status ?? ''] ?? 'pending';
  return present(refundTold(toldOf(refund.id, what, refund.created), refund, own, shopId));
}

/** Of a dispute with its `payment_intent` as a whole: that it was opened, and how it ended. */
export function eventsOfDispute(dispute: Stripe.Dispute, shopId: string): readonly ProviderEvent[] {
  const own = ownIntentOf(dispute.payment_intent, shopId);
  if (own === undefined) return [];
  const tell = (type: 'dispute.opened' | 'dispute.won' | 'dispute.lost') =>
    present(disputeTold(toldOf(dispute.id, type.replace('dispute.', ''), dispute.created), dispute, type, own));
  const end = disputeEnd(dispute);
  return [...tell('dispute.opened'), ...(end === undefined ? [] : tell(end))];
}

const ownIntentOf = (intent: string | Stripe.PaymentIntent | null, shopId: string): OwnPayment | undefined =>
  typeof intent === 'object' && intent !== null ? ownPayment(intent.metadata, shopId) : undefined;

const present = (event: ProviderEvent | undefined): readonly ProviderEvent[] => (event === undefined ? [] : [event]);
