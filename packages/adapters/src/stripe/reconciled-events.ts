import type { ProviderEvent } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import type { Stripe } from 'stripe';
import {
  captured,
  disputeEnd,
  disputeTold,
  failureOf,
  idOf,
  instantOf,
  ownPayment,
  refundTold,
  type OwnPayment,
  type Told,
} from './stripe-facts.js';

/*
 * Events from the state of Stripe's resources, for reconciliation. An event id is derived from its fact, so that a
 * fact always has the same id. A declined attempt is only reported as `payment.reopened`, because the payment has no
 * result yet.
 */

const toldOf = (id: string, what: string, seconds: number): Told => ({
  provider: 'stripe',
  eventId: `reconciled:${id}:${what}`,
  at: instantOf(seconds),
});

/**
 * Events of a payment intent, with its `latest_charge` expanded if known. `seenAt` is when it was read, because for
 * some states Stripe has no start time.
 */
export function eventsOfIntent(
  intent: Stripe.PaymentIntent,
  shopId: string,
  seenAt: Instant,
): readonly ProviderEvent[] {
  const { latest_charge: latest, id: reference, amount_received: amount, currency } = intent;
  const own = ownPayment(intent.metadata, shopId);
  if (own === undefined) return [];
  const charge = typeof latest === 'object' && latest !== null ? latest : undefined;
  const seen = Math.floor(Date.parse(seenAt) / 1000);
  const facts = { ...own, reference };
  switch (intent.status) {
    case 'succeeded':
      return [
        captured(toldOf(reference, 'captured', charge?.created ?? intent.created), own, {
          reference,
          amount,
          currency,
        }),
      ];
    case 'processing': {
      // The charge of a delayed payment is created when the payment starts.
      const told =
        charge?.status === 'pending'
          ? toldOf(reference, `processing:${charge.id}`, charge.created)
          : toldOf(reference, 'processing', seen);
      return [{ ...told, ...facts, type: 'payment.processing' }];
    }
    case 'canceled': {
      const reason = intent.cancellation_reason ?? 'canceled';
      const told = toldOf(reference, 'cancelled', intent.canceled_at ?? seen);
      return [{ ...told, ...facts, type: 'payment.cancelled', reason }];
    }
    default: {
      if (intent.last_payment_error === null) return [];
      const told = toldOf(reference, `reopened:${charge?.id ?? idOf(latest) ?? 'once'}`, seen);
      return [{ ...told, ...facts, type: 'payment.reopened', reason: failureOf(intent) }];
    }
  }
}

const refundEnds: Readonly<Record<string, string>> = { succeeded: 'confirmed', failed: 'failed', canceled: 'failed' };

/** Events of a refund with its `payment_intent` expanded; none if it is not of our payments. */
export function eventsOfRefund(refund: Stripe.Refund, shopId: string): readonly ProviderEvent[] {
  const own = ownIntentOf(refund.payment_intent, shopId);
  return own === undefined ? [] : eventsOfOwnRefund(refund, own, shopId);
}

/** Events of a refund whose payment is known to be ours. */
export function eventsOfOwnRefund(refund: Stripe.Refund, own: OwnPayment, shopId: string): readonly ProviderEvent[] {
  const what = refundEnds[refund.status ?? ''] ?? 'pending';
  return present(refundTold(toldOf(refund.id, what, refund.created), refund, own, shopId));
}

/** Events of a dispute with its `payment_intent` expanded: its opening and its end. */
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
