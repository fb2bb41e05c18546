import type { Clock, Log, PaymentGateway } from '@cartwright/application';
import { makeCallStripe, type StripeHealth } from './call-stripe.js';
import { makeEndPayment } from './end-payment.js';
import { openStripe, type StripeOptions } from './open-stripe.js';
import { makeReconcilePayments } from './reconcile-payments.js';
import { makeRefund } from './refund-payment.js';
import { minimumCharge } from './stripe-amount.js';
import { makeStartPayments } from './start-payments.js';

export type StripePaymentGateway = PaymentGateway & {
  readonly provider: 'stripe';
  /** How the calls of this process have gone of late; asks nobody. */
  readonly health: () => StripeHealth;
};

type Options = StripeOptions & {
  readonly clock: Clock;
  readonly log: Log;
  /** In the metadata of all that the gateway makes: other programs may use the account. A UUID. */
  readonly shopId: string;
  /** How long a hosted page may be paid, in milliseconds: an hour to a day, whatever is asked for. */
  readonly checkoutMs: number;
  /** How many resources `eventsBetween` reads at once, at most 100. */
  readonly pageSize?: number;
};

/**
 * Payments by Stripe: payment intents for cards and what else the account takes, hosted checkout pages, refunds.
 * `payment.refused` with Stripe's own code for what Stripe will never do; `payments.unavailable` for outages, limits,
 * conflicts and a wrong key.
 *
 * @example
 * const gateway = makeStripePaymentGateway({ secretKey: 'sk_test_…', clock, log, shopId, checkoutMs: 3_600_000 });
 */
export function makeStripePaymentGateway({
  clock,
  log,
  shopId,
  checkoutMs,
  pageSize = 100,
  ...options
}: Options): StripePaymentGateway {
  const stripe = openStripe(options);
  const calls = makeCallStripe({ clock, log });
  return {
    provider: 'stripe',
    health: calls.health,
    minimumCharge,
    ...makeStartPayments({ stripe, calls, clock, shopId, checkoutMs }),
    endPayment: makeEndPayment({ stripe, calls, clock, shopId }),
    refund: makeRefund({ stripe, calls, shopId }),
    ...makeReconcilePayments({ stripe, calls, clock, shopId, pageSize }),
  };
}
