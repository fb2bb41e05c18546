import type { Stripe } from 'stripe';
import { findSession } from './checkout-sessions.js';
import { findPaymentIntent, openPaymentIntent } from './payment-intents.js';
import type { StripeAccount } from './stripe-account.js';

/** What a customer met: `paid` and the like, or that there is nothing to pay any more. */
export type Attempt =
  | { readonly outcome: 'paid' | 'declined' | 'processing'; readonly paymentIntent: string }
  | { readonly outcome: 'closed'; readonly reason: string };

const closed = (reason: string): Attempt => ({ outcome: 'closed', reason });

/** What is to be paid at this id: a card payment's (`pi_…`) or a page's (`cs_…`), if it can be paid still. */
function open(
  account: StripeAccount,
  id: string,
): { readonly intent: Stripe.PaymentIntent; readonly session?: Stripe.Checkout.Session } | string {
  if (!id.startsWith('cs_')) {
    const intent = findPaymentIntent(account, id);
    return intent.status === 'requires_payment_method' ? { intent } : intent.status;
  }
  const session = findSession(account, id);
  if (session.status !== 'open') return session.status ?? 'unknown';
  // Its payment intent is made at the first attempt, as Stripe does since 2022.
  session.payment_intent ??= openPaymentIntent(
    account,
    session.amount_total ?? 0,
    session.currency ?? '',
    account.sessionData.get(id) ?? {},
  ).id;
  return { intent: findPaymentIntent(account, session.payment_intent as string), session };
}

/** A customer pays with a method that works; of its amount less may be captured. */
export function pay(account: StripeAccount, id: string, amount?: number): Attempt {
  const found = open(account, id);
  if (typeof found === 'string') return closed(found);
  capture(account, found.intent, amount);
  if (found.session !== undefined) complete(account, found.session, 'paid', 'completed');
  return { outcome: 'paid', paymentIntent: found.intent.id };
}

/** A customer tries a card that is declined, and may try another one. */
export function decline(account: StripeAccount, id: string, declineCode: string): Attempt {
  const found = open(account, id);
  if (typeof found === 'string') return closed(found);
  fail(account, found.intent, declineCode);
  return { outcome: 'declined', paymentIntent: found.intent.id };
}

/** A customer chooses a method that takes days, such as a bank debit. */
export function payLater(account: StripeAccount, id: string): Attempt {
  const found = open(account, id);
  if (typeof found === 'string') return closed(found);
  const charge = account.make('charge', {
    ...chargeFacts(account, found.intent),
    captured: false,
    paid: false,
    status: 'pending',
  });
  Object.assign(found.intent, { status: 'processing', latest_charge: charge.id });
  account.tell('charge.pending', charge);
  account.tell('payment_intent.processing', found.intent);
  if (found.session !== undefined) complete(account, found.session, 'unpaid', 'completed');
  return { outcome: 'processing', paymentIntent: found.intent.id };
}

/** The days are over: the money came, or it did not. */
export function settle(account: StripeAccount, id: string, outcome: 'succeeded' | 'failed'): void {
  const session = id.startsWith('cs_') ? findSession(account, id) : undefined;
  const intent = findPaymentIntent(account, session === undefined ? id : (session.payment_intent as string));
  if (intent.status !== 'processing') throw new Error(`the payment ${id} is not processing but ${intent.status}`);
  if (outcome === 'succeeded') capture(account, intent);
  else fail(account, intent, 'insufficient_funds');
  const paid = outcome === 'succeeded' ? 'paid' : 'unpaid';
  if (session !== undefined)
    complete(account, session, paid, outcome === 'succeeded' ? 'async_payment_succeeded' : 'async_payment_failed');
}

function capture(account: StripeAccount, intent: Stripe.PaymentIntent, amount = intent.amount): void {
  const charge = makeCharge(account, intent, {
    amount_captured: amount,
    captured: true,
    paid: true,
    status: 'succeeded',
  });
  Object.assign(intent, {
    status: 'succeeded',
    amount_received: amount,
    latest_charge: charge.id,
    last_payment_error: null,
    payment_method: account.newId('pm'),
  });
  account.tell('charge.succeeded', charge);
  account.tell('payment_intent.succeeded', intent);
}

function fail(account: StripeAccount, intent: Stripe.PaymentIntent, declineCode: string): void {
  const charge = makeCharge(account, intent, {
    captured: false,
    paid: false,
    status: 'failed',
    failure_code: 'card_declined',
    failure_message: 'Your card was declined.',
  });
  const error = {
    type: 'card_error',
    code: 'card_declined',
    decline_code: declineCode,
    message: 'Your card was declined.',
    charge: charge.id,
  };
  Object.assign(intent, { status: 'requires_payment_method', latest_charge: charge.id, last_payment_error: error });
  account.tell('charge.failed', charge);
  account.tell('payment_intent.payment_failed', intent);
}

/** What becomes of an attempt: of the charge that is pending, or of a new one. */
function makeCharge(
  account: StripeAccount,
  intent: Stripe.PaymentIntent,
  facts: Partial<Stripe.Charge>,
): Stripe.Charge {
  const latest = account.kept.charge.get(intent.latest_charge as string);
  if (latest?.status === 'pending') return Object.assign(latest, facts);
  return account.make('charge', { ...chargeFacts(account, intent), ...facts });
}

const chargeFacts = (account: StripeAccount, { id, amount, currency, metadata }: Stripe.PaymentIntent) => ({
  id: account.newId('ch'),
  amount,
  currency,
  metadata,
  payment_intent: id,
  description: null,
});

function complete(
  account: StripeAccount,
  session: Stripe.Checkout.Session,
  paymentStatus: Stripe.Checkout.Session.PaymentStatus,
  event: 'completed' | 'async_payment_succeeded' | 'async_payment_failed',
): void {
  Object.assign(session, { status: 'complete', payment_status: paymentStatus, url: null });
  account.tell(`checkout.session.${event}`, session);
}
