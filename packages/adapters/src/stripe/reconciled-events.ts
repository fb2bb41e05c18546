import type { ProviderEvent } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import type { Stripe } from 'stripe';
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

/*
 * Events from the state of Stripe's resources, for reconciliation. An event id is derived from its fact, so that a
 * fact always has the same id. A declined attempt is only reported as `payment.reopened`, because the payment has no
 * result yet.
 */

const headerOf = (id: string, what: string, seconds: number): EventHeader => ({
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
        captured(headerOf(reference, 'captured', charge?.created ?? intent.created), own, {
          reference,
          amount,
          currency,
        }),
      ];
    case 'processing': {
      // The charge of a delayed payment is created when the payment starts.
      const header =
        charge?.status === 'pending'
          ? headerOf(reference, `processing:${charge.id}`, charge.created)
          : headerOf(reference, 'processing', seen);
      return [{ ...header, ...facts, type: 'payment.processing' }];
    }
    case 'canceled': {
      const reason = intent.cancellation_reason ?? 'canceled';
      const header = headerOf(reference, 'cancelled', intent.canceled_at ?? seen);
      return [{ ...header, ...facts, type: 'payment.cancelled', reason }];
    }
    default: {
      if (intent.last_payment_error === null) return [];
      const header = headerOf(reference, `reopened:${charge?.id ?? idOf(latest) ?? 'once'}`, seen);
      return [{ ...header, ...facts, type: 'payment.reopened', reason: failureOf(intent) }];
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
  return present(refundEvent(headerOf(refund.id, what, refund.created), refund, own, shopId));
}

/** Events of a dispute with its `payment_intent` expanded: its opening and its end. */
export function eventsOfDispute(dispute: Stripe.Dispute, shopId: string): readonly ProviderEvent[] {
  const own = ownIntentOf(dispute.payment_intent, shopId);
  if (own === undefined) return [];
  const eventsOf = (type: 'dispute.opened' | 'dispute.won' | 'dispute.lost') =>
    present(disputeEvent(headerOf(dispute.id, type.replace('dispute.', ''), dispute.created), dispute, type, own));
  const end = disputeEnd(dispute);
  return [...eventsOf('dispute.opened'), ...(end === undefined ? [] : eventsOf(end))];
}

const ownIntentOf = (intent: string | Stripe.PaymentIntent | null, shopId: string): OwnPayment | undefined =>
  typeof intent === 'object' && intent !== null ? ownPayment(intent.metadata, shopId) : undefined;

const present = (event: ProviderEvent | undefined): readonly ProviderEvent[] => (event === undefined ? [] : [event]);
