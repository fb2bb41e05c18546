import type { Stripe } from 'stripe';
import type { Parameters } from './check-parameters.js';
import type { PaymentIntentData, StripeAccount } from './stripe-account.js';
import { invalidParameter, invalidRequest, resourceMissing } from './stripe-failure.js';

/** Of cards, in Stripe's own unit, from https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts. */
const minimumAmounts: Readonly<Record<string, number>> = {
  usd: 50,
  eur: 50,
  gbp: 30,
  jpy: 50,
  chf: 50,
  czk: 1500,
  huf: 17_500,
  isk: 1,
  kwd: 10,
};
const threeDecimals = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd']);
const wholeUnits = new Set(['isk', 'ugx']);

/** Refuses what Stripe's documents say that it refuses of an amount. */
export function requireChargeable(amount: number, currency: string, param: string): void {
  if (!/^[a-z]{3}$/u.test(currency)) throw invalidParameter(`Invalid currency: ${currency}.`, undefined, 'currency');
  if (amount < 1)
    throw invalidParameter('This value must be greater than or equal to 1.', 'parameter_invalid_integer', param);
  if (amount < (minimumAmounts[currency] ?? 1)) {
    throw invalidRequest(`The amount must be at least ${minimumAmounts[currency]} ${currency}.`, {
      code: 'amount_too_small',
      param,
    });
  }
  if (amount > (currency === 'idr' ? 999_999_999_999 : 99_999_999)) {
    throw invalidRequest('The amount must be no more than 99999999.', { code: 'amount_too_large', param });
  }
  if (threeDecimals.has(currency) && amount % 10 !== 0)
    throw invalidRequest('The last digit of the amount must be 0.', { param });
  if (wholeUnits.has(currency) && amount % 100 !== 0)
    throw invalidRequest('The amount must be divisible by 100.', { param });
}

export function findPaymentIntent(account: StripeAccount, id: string, param = 'intent'): Stripe.PaymentIntent {
  const found = account.kept.payment_intent.get(id);
  if (found === undefined) throw resourceMissing('payment_intent', id, param);
  return found;
}

/** POST /v1/payment_intents */
export function createPaymentIntent(account: StripeAccount, parameters: Parameters): Stripe.PaymentIntent {
  const { amount, currency, confirm, metadata, description } = parameters as {
    amount: number;
    currency: string;
    confirm?: boolean;
    metadata?: Record<string, string>;
    description?: string;
  };
  if (confirm === true) throw new Error('confirm is not supported: use the control `pay`');
  requireChargeable(amount, currency, 'amount');
  return openPaymentIntent(account, amount, currency, {
    ...(metadata === undefined ? {} : { metadata }),
    ...(description === undefined ? {} : { description }),
  });
}

/** A payment intent that waits for a customer; also what a checkout session makes when its customer pays. */
export function openPaymentIntent(
  account: StripeAccount,
  amount: number,
  currency: string,
  data: PaymentIntentData,
): Stripe.PaymentIntent {
  const id = account.newId('pi');
  const intent = account.make('payment_intent', {
    id,
    amount,
    currency,
    client_secret: `${id}_secret_${account.newId('').slice(1)}`,
    description: data.description ?? null,
    metadata: data.metadata ?? {},
    status: 'requires_payment_method',
  });
  account.tell('payment_intent.created', intent);
  return intent;
}

const cancelable: readonly Stripe.PaymentIntent.Status[] = [
  'requires_payment_method',
  'requires_capture',
  'requires_confirmation',
  'requires_action',
];

/** POST /v1/payment_intents/{id}/cancel */
export function cancelPaymentIntent(
  account: StripeAccount,
  id: string,
  { cancellation_reason: reason }: Parameters,
): Stripe.PaymentIntent {
  const intent = findPaymentIntent(account, id);
  const session = [...account.kept['checkout.session'].values()].find(({ payment_intent: own }) => own === id);
  if (session?.status === 'open') {
    throw invalidRequest('You cannot cancel a PaymentIntent that a Checkout Session made: expire the session.');
  }
  if (!cancelable.includes(intent.status)) {
    throw invalidRequest(
      `You cannot cancel this PaymentIntent because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may be canceled: ${cancelable.join(', ')}.`,
      { code: 'payment_intent_unexpected_state' },
    );
  }
  return endPaymentIntent(account, intent, (reason as Stripe.PaymentIntent.CancellationReason | undefined) ?? null);
}

export function endPaymentIntent(
  account: StripeAccount,
  intent: Stripe.PaymentIntent,
  reason: Stripe.PaymentIntent.CancellationReason | null,
): Stripe.PaymentIntent {
  Object.assign(intent, { status: 'canceled', canceled_at: account.seconds(), cancellation_reason: reason });
  account.tell('payment_intent.canceled', intent);
  return intent;
}
