import { Stripe } from 'stripe';

export type StripeOptions = {
  /**
   * `sk_test_…`, `sk_live_…`, or a restricted key (`rk_…`) that may read and write payments, checkouts, refunds and
   * disputes.
   */
  readonly secretKey: string;
  /** The URL of a stand-in for Stripe: `http://127.0.0.1:12111`. */
  readonly apiBase?: string;
  /** Timeout of one request. */
  readonly timeoutMs?: number;
  /** Maximum retries of the SDK after a bad connection, a conflict or a 500. */
  readonly retries?: number;
};

/**
 * The SDK, with its own API version, which may differ from that of the account. It sends Stripe no telemetry of
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
