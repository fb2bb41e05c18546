import type { Stripe } from 'stripe';
import { findPaymentIntent } from './payment-intents.js';
import type { StripeAccount } from './stripe-account.js';
import { resourceMissing } from './stripe-failure.js';

/** A customer's bank contests a payment. An inquiry withdraws no money yet. */
export function openDispute(
  account: StripeAccount,
  {
    paymentIntent,
    amount,
    inquiry = false,
  }: { readonly paymentIntent: string; readonly amount?: number; readonly inquiry?: boolean },
): string {
  const charge = account.kept.charge.get(findPaymentIntent(account, paymentIntent).latest_charge as string);
  if (charge === undefined || !charge.captured) throw new Error(`nobody has paid ${paymentIntent}`);
  charge.disputed = true;
  const dispute = account.make('dispute', {
    id: account.newId('du'),
    amount: amount ?? charge.amount,
    currency: charge.currency,
    charge: charge.id,
    payment_intent: paymentIntent,
    is_charge_refundable: inquiry,
    status: inquiry ? 'warning_needs_response' : 'needs_response',
  });
  account.tell('charge.dispute.created', dispute);
  if (!inquiry) account.tell('charge.dispute.funds_withdrawn', dispute);
  return dispute.id;
}

/** The bank has decided. */
export function closeDispute(account: StripeAccount, id: string, outcome: 'won' | 'lost' | 'warning_closed'): void {
  const dispute: Stripe.Dispute | undefined = account.kept.dispute.get(id);
  if (dispute === undefined) throw resourceMissing('dispute', id, 'dispute');
  dispute.status = outcome;
  if (outcome === 'won') account.tell('charge.dispute.funds_reinstated', dispute);
  account.tell('charge.dispute.closed', dispute);
}
