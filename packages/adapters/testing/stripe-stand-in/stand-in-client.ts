import { Stripe } from 'stripe';
import type { StripeStandIn } from './start-stripe-stand-in.js';

/** The SDK at the stand-in. It sends nothing again by itself, but for a connection that was dropped. */
export const clientOf = ({ url, secretKey }: Pick<StripeStandIn, 'url' | 'secretKey'>): Stripe => {
  const { hostname, port } = new URL(url);
  return new Stripe(secretKey, { protocol: 'http', host: hostname, port, maxNetworkRetries: 0, telemetry: false });
};

/** What Stripe refused, as the SDK tells it. */
export const refusal = (asked: Promise<unknown>): Promise<Stripe.errors.StripeError> =>
  asked.then(
    () => Promise.reject(new Error('it was not refused')),
    (error: unknown) => error as Stripe.errors.StripeError,
  );

/** A card payment of an order, in cents. */
export const makeIntent = (
  stripe: Stripe,
  amount = 1000,
  options?: Stripe.RequestOptions,
): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create(
    { amount, currency: 'usd', automatic_payment_methods: { enabled: true }, metadata: { orderId: 'order-1' } },
    options,
  );

/** A request that no SDK would make. */
export async function postForm(
  { url, secretKey }: Pick<StripeStandIn, 'url' | 'secretKey'>,
  path: string,
  form: string,
  headers: Record<string, string> = {},
) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    body: form,
    headers: {
      authorization: `Bearer ${secretKey}`,
      'stripe-version': Stripe.API_VERSION,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
  });
  const body = (await response.json()) as { readonly error?: object };
  return { status: response.status, replayed: response.headers.get('idempotent-replayed'), body };
}
