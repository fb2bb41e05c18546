import type { ReportedPayment } from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import type { Stripe } from 'stripe';
import { eventsOfIntent } from './reconciled-events.js';

/** Which payments are ours, and when Stripe was read, by our clock. */
export type Seen = { readonly shopId: string; readonly at: Instant };

/** The state of a payment intent, with its `latest_charge` expanded or by id. */
export const reportIntent = (intent: Stripe.PaymentIntent, { shopId, at }: Seen): ReportedPayment => ({
  status: statusOf(intent),
  events: eventsOfIntent(intent, shopId, at),
});

/** The state of a page, with its `payment_intent` expanded or by id. */
export function reportSession(session: Stripe.Checkout.Session, seen: Seen): ReportedPayment {
  const { payment_intent: intent, status } = session;
  const reported =
    typeof intent === 'object' && intent !== null
      ? reportIntent(intent, seen)
      : { status: 'open' as const, events: [] };
  // A page takes one payment: once it is left or expired, it cannot be paid.
  return reported.status === 'open' && status !== 'open' ? { ...reported, status: 'ended' } : reported;
}

function statusOf({ status }: Stripe.PaymentIntent): ReportedPayment['status'] {
  switch (status) {
    case 'succeeded':
      return 'captured';
    case 'processing':
      return 'processing';
    case 'canceled':
      return 'ended';
    default:
      return 'open';
  }
}
