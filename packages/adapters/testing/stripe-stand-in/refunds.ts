import type { Stripe } from 'stripe';
import type { Parameters } from './check-parameters.js';
import { findPaymentIntent } from './payment-intents.js';
import type { StripeAccount } from './stripe-account.js';
import { invalidParameter, invalidRequest, resourceMissing } from './stripe-failure.js';

/** POST /v1/refunds, of a payment intent. */
export function createRefund(account: StripeAccount, parameters: Parameters): Stripe.Refund {
  const asked = parameters as {
    payment_intent?: string;
    charge?: string;
    amount?: number;
    metadata?: Record<string, string>;
    reason?: Stripe.Refund.Reason;
  };
  const charge = chargeOf(account, asked);
  if (asked.amount !== undefined && asked.amount < 1) {
    throw invalidParameter('This value must be greater than or equal to 1.', 'parameter_invalid_integer', 'amount');
  }
  if (
    charge.disputed &&
    [...account.kept.dispute.values()].some(
      (dispute) => dispute.charge === charge.id && dispute.status !== 'won' && !dispute.status.startsWith('warning'),
    )
  ) {
    throw invalidRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, {
      code: 'charge_disputed',
    });
  }
  const left = charge.amount_captured - charge.amount_refunded;
  if (left === 0)
    throw invalidRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' });
  const amount = asked.amount ?? left;
  if (amount > left) {
    throw invalidRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, {
      param: 'amount',
    });
  }
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount_captured;
  const refund = account.make('refund', {
    id: account.newId('re'),
    amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: charge.payment_intent,
    metadata: asked.metadata ?? {},
    reason: asked.reason ?? null,
    status: account.refundsBegin,
  });
  account.tell('charge.refunded', charge);
  account.tell('refund.created', refund);
  return refund;
}

function chargeOf(
  account: StripeAccount,
  { payment_intent: intentId, charge: chargeId }: { payment_intent?: string; charge?: string },
): Stripe.Charge {
  if (intentId === undefined && chargeId === undefined) {
    throw invalidParameter(
      'One of the following params should be provided for this request: payment_intent or charge.',
      'parameter_missing',
      'payment_intent',
    );
  }
  const id = chargeId ?? findPaymentIntent(account, intentId ?? '', 'payment_intent').latest_charge;
  const charge = typeof id === 'string' ? account.kept.charge.get(id) : undefined;
  if (chargeId !== undefined && charge === undefined) throw resourceMissing('charge', chargeId, 'charge');
  if (charge === undefined || !charge.captured) {
    throw invalidRequest(`This PaymentIntent (${intentId ?? ''}) does not have a successful charge to refund.`, {
      code: 'payment_intent_unexpected_state',
      param: 'payment_intent',
    });
  }
  return charge;
}

/**
 * A refund ends, or, as banks do, comes back after it had succeeded. The money of a failed one is the account's again.
 */
export function settleRefund(account: StripeAccount, id: string, outcome: 'succeeded' | 'failed'): Stripe.Refund {
  const refund = account.kept.refund.get(id);
  if (refund === undefined) throw resourceMissing('refund', id, 'refund');
  if (refund.status === 'failed') throw new Error(`the refund ${id} has failed before`);
  if (outcome === 'failed') {
    const charge = account.kept.charge.get(refund.charge as string);
    if (charge !== undefined) {
      charge.amount_refunded -= refund.amount;
      charge.refunded = false;
    }
    Object.assign(refund, { status: 'failed', failure_reason: 'lost_or_stolen_card' });
    account.tell('refund.failed', refund);
  } else {
    refund.status = 'succeeded';
    account.tell('refund.updated', refund);
  }
  account.tell('charge.refund.updated', refund);
  return refund;
}
