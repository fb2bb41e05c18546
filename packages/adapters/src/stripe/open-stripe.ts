import { Stripe } from 'stripe';

export type StripeOptions = {
  /**
   * `sk_test_…`, `sk_live_…`, or a restricted key (`rk_…`) that may read and write payments, checkouts, refunds and
   * disputes.
   */
  readonly secretKey: string;
  /** Where Stripe is, when it is a stand-in: `http://127.0.0.1:12111`. */
  readonly apiBase?: string;
  /** How long one answer may take. */
  readonly timeoutMs?: number;
  /** How often the SDK itself sends again what met a bad connection, a conflict or a 500. */
  readonly retries?: number;
};

/**
 * The SDK, in the version of the API that it is made for, which is not that of the account. It tells Stripe nothing of
 * our latencies.
 */
export function openStripe({ secretKey, apiBase, timeoutMs = 8000, retries = 1 }: StripeOptions): Stripe {
  const address = apiBase === undefined ? undefined : new URL(apiBase);
  const elsewhere =
    address === undefined
      ? {}
      : {
          protocol: address.protocol === 'http:' ? ('http' as const) : ('https' as const),
          host: address.hostname,
          port: address.port === '' ? (address.protocol === 'http:' ? 80 : 443) : Number(address.port),
        };
  return new Stripe(secretKey, { ...elsewhere, timeout: timeoutMs, maxNetworkRetries: retries, telemetry: false });
}
