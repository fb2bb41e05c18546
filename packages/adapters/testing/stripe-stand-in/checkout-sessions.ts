import type { Stripe } from 'stripe';
import type { Parameters } from './check-parameters.js';
import { endPaymentIntent, findPaymentIntent, requireChargeable } from './payment-intents.js';
import type { PaymentIntentData, StripeAccount } from './stripe-account.js';
import { invalidParameter, invalidRequest, resourceMissing } from './stripe-failure.js';

type SessionParameters = {
  readonly mode?: Stripe.Checkout.Session.Mode;
  readonly line_items?: readonly {
    readonly price_data?: { readonly currency: string; readonly unit_amount?: number; readonly product_data?: object };
    readonly quantity?: number;
  }[];
  readonly success_url?: string;
  readonly cancel_url?: string;
  readonly client_reference_id?: string;
  readonly customer_email?: string;
  readonly expires_at?: number;
  readonly metadata?: Record<string, string>;
  readonly payment_intent_data?: PaymentIntentData;
};

const missing = (param: string) => invalidParameter(`Missing required param: ${param}.`, 'parameter_missing', param);

export function findSession(account: StripeAccount, id: string): Stripe.Checkout.Session {
  const found = account.kept['checkout.session'].get(id);
  if (found === undefined) throw resourceMissing('checkout.session', id, 'session');
  return found;
}

/** POST /v1/checkout/sessions, of hosted pages that take one payment. */
export function createSession(
  account: StripeAccount,
  parameters: Parameters,
  pageUrl: string,
): Stripe.Checkout.Session {
  const asked = parameters as unknown as SessionParameters;
  if (asked.mode === undefined) throw missing('mode');
  if (asked.mode !== 'payment') throw new Error(`mode ${asked.mode} is not supported`);
  if (asked.line_items === undefined || asked.line_items.length === 0) throw missing('line_items');
  if (asked.success_url === undefined) throw missing('success_url');
  const { amount, currency } = totalOf(asked.line_items);
  requireChargeable(amount, currency, 'line_items');

  const from = account.seconds();
  const expiresAt = asked.expires_at ?? from + 24 * 3600;
  // https://docs.stripe.com/api/checkout/sessions/create#create_checkout_session-expires_at
  if (expiresAt < from + 30 * 60 || expiresAt > from + 24 * 3600) {
    throw invalidParameter(
      'The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.',
      undefined,
      'expires_at',
    );
  }
  const id = account.newId(account.livemode ? 'cs_live' : 'cs_test');
  const session = account.make('checkout.session', {
    id,
    amount_subtotal: amount,
    amount_total: amount,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    currency,
    cancel_url: asked.cancel_url ?? null,
    success_url: asked.success_url,
    client_reference_id: asked.client_reference_id ?? null,
    customer_email: asked.customer_email ?? null,
    expires_at: expiresAt,
    metadata: asked.metadata ?? {},
    mode: 'payment',
    payment_intent: null,
    payment_status: 'unpaid',
    status: 'open',
    url: `${pageUrl}/c/pay/${id}`,
  });
  account.sessionData.set(id, asked.payment_intent_data ?? {});
  return session;
}

function totalOf(items: NonNullable<SessionParameters['line_items']>): {
  readonly amount: number;
  readonly currency: string;
} {
  let amount = 0;
  let currency: string | undefined;
  for (const [at, { price_data: price, quantity }] of items.entries()) {
    if (price === undefined) throw missing(`line_items[${at}][price]`);
    if (price.product_data === undefined) throw missing(`line_items[${at}][price_data][product_data]`);
    if (price.unit_amount === undefined) throw missing(`line_items[${at}][price_data][unit_amount]`);
    if (quantity === undefined) throw missing(`line_items[${at}][quantity]`);
    if (currency !== undefined && currency !== price.currency)
      throw invalidRequest('All line items must have the same currency.');
    currency = price.currency;
    amount += price.unit_amount * quantity;
  }
  return { amount, currency: currency ?? '' };
}

/** POST /v1/checkout/sessions/{id}/expire */
export function expireSession(account: StripeAccount, id: string): Stripe.Checkout.Session {
  const session = findSession(account, id);
  if (session.status !== 'open') {
    throw invalidRequest(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of \`${session.status ?? ''}\`.`,
    );
  }
  return endSession(account, session);
}

/** Time passes for pages too: what is past its end is open no longer. */
export function expireOldSessions(account: StripeAccount): void {
  for (const session of account.kept['checkout.session'].values()) {
    if (session.status === 'open' && session.expires_at <= account.seconds()) endSession(account, session);
  }
}

function endSession(account: StripeAccount, session: Stripe.Checkout.Session): Stripe.Checkout.Session {
  Object.assign(session, { status: 'expired', url: null });
  if (typeof session.payment_intent === 'string') {
    endPaymentIntent(account, findPaymentIntent(account, session.payment_intent), 'automatic');
  }
  account.tell('checkout.session.expired', session);
  return session;
}
